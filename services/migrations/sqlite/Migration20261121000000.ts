import { Migration } from '@mikro-orm/migrations';

export class Migration20261121000000 extends Migration {

  override name = 'Migration20261121000000';

  override up(): void | Promise<void> {
    this.addSql(`create table \`feed_head\` (\`id\` char(26) not null primary key, \`position\` integer not null);`);

    this.addSql(`create table \`idempotency_key\` (\`id\` text not null primary key, \`fingerprint\` text not null, \`outcome\` json null, \`at\` datetime not null);`);
    this.addSql(`create index \`idempotency_key_at\` on \`idempotency_key\` (\`at\`);`);

    this.addSql(`create table \`job\` (\`id\` char(26) not null primary key, \`kind\` text not null, \`payload\` json not null, \`run_at\` datetime not null, \`attempt\` integer not null, \`max_attempts\` integer not null, \`last_failure\` text null);`);
    this.addSql(`create index \`job_due\` on \`job\` (\`run_at\`, \`id\`);`);

    this.addSql(`create table \`journal\` (\`id\` integer not null primary key autoincrement, \`position\` integer null, \`at\` datetime not null, \`actor_id\` char(26) null, \`verb\` text not null, \`noun\` text not null, \`noun_id\` char(26) not null, \`kind\` text not null, \`fields\` json not null, \`reason\` text null, \`before\` json null, \`after\` json null, \`audience\` json not null, \`root_id\` char(26) not null, \`about_id\` char(26) null, \`request_id\` text null);`);
    this.addSql(`create unique index \`journal_position_unique\` on \`journal\` (\`position\`);`);
    this.addSql(`create index \`journal_at\` on \`journal\` (\`at\`);`);
    this.addSql(`create index \`journal_verb\` on \`journal\` (\`verb\`);`);
    this.addSql(`create index \`journal_thing\` on \`journal\` (\`noun_id\`);`);
    this.addSql(`create index \`journal_noun\` on \`journal\` (\`noun\`);`);
    this.addSql(`create index \`journal_actor\` on \`journal\` (\`actor_id\`);`);
    this.addSql(`create index \`journal_about\` on \`journal\` (\`about_id\`);`);
    this.addSql(`create index \`journal_root\` on \`journal\` (\`root_id\`);`);

    this.addSql(`create table \`organization\` (\`id\` char(26) not null primary key, \`name\` text not null, \`time_zone\` text not null, \`locale\` text not null, \`version\` integer not null default 1, \`updated_at\` datetime not null);`);

    this.addSql(`create table \`report_chunk\` (\`report_id\` text not null, \`attempt\` integer not null, \`part\` integer not null, \`bytes\` blob not null, primary key (\`report_id\`, \`attempt\`, \`part\`));`);

    this.addSql(`create table \`user\` (\`id\` char(26) not null primary key, \`username\` text not null, \`email\` text not null, \`email_key\` text not null, \`phone\` text null, \`first_name\` text not null, \`last_name\` text not null, \`name_key\` text not null, \`role\` text not null, \`is_active\` integer not null, \`must_change_password\` integer not null, \`time_zone\` text null, \`locale\` text null, \`password_hash\` text not null, \`temporary_password_expires_at\` datetime null, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null);`);
    this.addSql(`create unique index \`user_username_unique\` on \`user\` (\`username\`);`);
    this.addSql(`create unique index \`user_email_key_unique\` on \`user\` (\`email_key\`);`);
    this.addSql(`create index \`user_created\` on \`user\` (\`created_at\`, \`id\`);`);
    this.addSql(`create index \`user_temporary\` on \`user\` (\`must_change_password\`, \`id\`);`);
    this.addSql(`create index \`user_active\` on \`user\` (\`is_active\`, \`id\`);`);
    this.addSql(`create index \`user_role\` on \`user\` (\`role\`, \`id\`);`);
    this.addSql(`create index \`user_name\` on \`user\` (\`name_key\`, \`id\`);`);

    this.addSql(`create table \`sign_in\` (\`id\` char(26) not null primary key, \`user_id\` char(26) not null, \`refresh_hash\` text not null, \`previous_hash\` text null, \`rotated_at\` datetime null, \`last_used_at\` datetime not null, \`created_at\` datetime not null, \`ended_at\` datetime null, \`end_reason\` text null, \`user_agent\` text null, constraint \`sign_in_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade);`);
    this.addSql(`create unique index \`sign_in_refresh_hash_unique\` on \`sign_in\` (\`refresh_hash\`);`);
    this.addSql(`create unique index \`sign_in_previous_hash_unique\` on \`sign_in\` (\`previous_hash\`);`);
    this.addSql(`create index \`sign_in_user\` on \`sign_in\` (\`user_id\`, \`ended_at\`);`);

    this.addSql(`create table \`session\` (\`id\` char(26) not null primary key, \`title\` text not null, \`title_key\` text not null, \`description\` text null, \`trainer_id\` char(26) not null, \`starts_at\` datetime not null, \`duration_minutes\` integer not null, \`time_zone\` text not null, \`status\` text not null, \`cancel_reason\` text null, \`class_link\` text null, \`location\` text null, \`has_place\` integer not null default false, \`capacity\` integer null, \`version\` integer not null default 1, \`created_at\` datetime not null, \`updated_at\` datetime not null, constraint \`session_trainer_id_foreign\` foreign key (\`trainer_id\`) references \`user\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`session_created\` on \`session\` (\`created_at\`, \`id\`);`);
    this.addSql(`create index \`session_title\` on \`session\` (\`title_key\`, \`id\`);`);
    this.addSql(`create index \`session_place\` on \`session\` (\`has_place\`, \`starts_at\`, \`id\`);`);
    this.addSql(`create index \`session_status\` on \`session\` (\`status\`, \`starts_at\`, \`id\`);`);
    this.addSql(`create index \`session_trainer\` on \`session\` (\`trainer_id\`, \`starts_at\`, \`id\`);`);
    this.addSql(`create index \`session_starts\` on \`session\` (\`starts_at\`, \`id\`);`);

    this.addSql(`create table \`report\` (\`id\` char(26) not null primary key, \`kind\` text not null, \`format\` text not null, \`status\` text not null, \`progress\` double not null, \`rows\` integer null, \`bytes\` integer null, \`requested_by_id\` char(26) not null, \`created_at\` datetime not null, \`expires_at\` datetime null, \`failure\` text null, \`from\` datetime null, \`to\` datetime null, \`time_zone\` text not null, constraint \`report_requested_by_id_foreign\` foreign key (\`requested_by_id\`) references \`user\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`report_expires\` on \`report\` (\`status\`, \`expires_at\`);`);
    this.addSql(`create index \`report_created\` on \`report\` (\`created_at\`, \`id\`);`);

    this.addSql(`create table \`password_change\` (\`id\` char(26) not null primary key, \`user_id\` char(26) not null, \`action\` text not null, \`performed_by_id\` char(26) null, \`at\` datetime not null, \`details\` text null, constraint \`password_change_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade, constraint \`password_change_performed_by_id_foreign\` foreign key (\`performed_by_id\`) references \`user\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`password_change_user\` on \`password_change\` (\`user_id\`, \`at\`, \`id\`);`);
    this.addSql(`create index \`password_change_action\` on \`password_change\` (\`action\`, \`at\`, \`id\`);`);
    this.addSql(`create index \`password_change_at\` on \`password_change\` (\`at\`, \`id\`);`);

    this.addSql(`create table \`booking\` (\`id\` char(26) not null primary key, \`session_id\` char(26) not null, \`starts_at\` datetime not null, \`trainee_id\` char(26) not null, \`status\` text not null, \`attendance\` text null, \`marked_by_id\` char(26) null, \`marked_at\` datetime null, \`created_at\` datetime not null, \`updated_at\` datetime not null, constraint \`booking_session_id_foreign\` foreign key (\`session_id\`) references \`session\` (\`id\`) on delete cascade, constraint \`booking_trainee_id_foreign\` foreign key (\`trainee_id\`) references \`user\` (\`id\`) on delete restrict, constraint \`booking_marked_by_id_foreign\` foreign key (\`marked_by_id\`) references \`user\` (\`id\`) on delete set null);`);
    this.addSql(`create index \`booking_created\` on \`booking\` (\`created_at\`, \`id\`);`);
    this.addSql(`create index \`booking_starts\` on \`booking\` (\`starts_at\`, \`id\`);`);
    this.addSql(`create index \`booking_mark\` on \`booking\` (\`status\`, \`attendance\`, \`starts_at\`, \`id\`, \`session_id\`);`);
    this.addSql(`create index \`booking_trainee\` on \`booking\` (\`trainee_id\`, \`status\`, \`starts_at\`, \`id\`, \`session_id\`);`);
    this.addSql(`create index \`booking_session\` on \`booking\` (\`session_id\`, \`status\`, \`created_at\`, \`id\`);`);
    this.addSql(`create unique index \`booking_pair\` on \`booking\` (\`session_id\`, \`trainee_id\`);`);

    this.addSql(`create table \`assignment\` (\`id\` char(26) not null primary key, \`trainee_id\` char(26) not null, \`trainer_id\` char(26) not null, \`assigned_at\` datetime not null, constraint \`assignment_trainee_id_foreign\` foreign key (\`trainee_id\`) references \`user\` (\`id\`) on delete restrict, constraint \`assignment_trainer_id_foreign\` foreign key (\`trainer_id\`) references \`user\` (\`id\`) on delete restrict);`);
    this.addSql(`create index \`assignment_at\` on \`assignment\` (\`assigned_at\`, \`id\`);`);
    this.addSql(`create index \`assignment_trainee\` on \`assignment\` (\`trainee_id\`, \`assigned_at\`, \`id\`);`);
    this.addSql(`create index \`assignment_trainer\` on \`assignment\` (\`trainer_id\`, \`assigned_at\`, \`id\`);`);
    this.addSql(`create unique index \`assignment_pair\` on \`assignment\` (\`trainee_id\`, \`trainer_id\`);`);

    this.addSql(`create table \`word\` (\`noun\` text not null, \`word\` text not null, \`guard\` integer not null, \`thing\` char(26) not null, primary key (\`noun\`, \`word\`, \`guard\`, \`thing\`));`);
    this.addSql(`create index \`word_thing\` on \`word\` (\`noun\`, \`thing\`);`);
  }

  override down(): void | Promise<void> {

    this.addSql(`drop table if exists \`feed_head\`;`);
    this.addSql(`drop table if exists \`idempotency_key\`;`);
    this.addSql(`drop table if exists \`job\`;`);
    this.addSql(`drop table if exists \`journal\`;`);
    this.addSql(`drop table if exists \`organization\`;`);
    this.addSql(`drop table if exists \`report_chunk\`;`);
    this.addSql(`drop table if exists \`user\`;`);
    this.addSql(`drop table if exists \`sign_in\`;`);
    this.addSql(`drop table if exists \`session\`;`);
    this.addSql(`drop table if exists \`report\`;`);
    this.addSql(`drop table if exists \`password_change\`;`);
    this.addSql(`drop table if exists \`booking\`;`);
    this.addSql(`drop table if exists \`assignment\`;`);
    this.addSql(`drop table if exists \`word\`;`);
  }

}
