import { Migration } from '@mikro-orm/migrations';

export class Migration20261121000000 extends Migration {

  override name = 'Migration20261121000000';

  override up(): void | Promise<void> {
    this.addSql(`create table \`feed_head\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`position\` int not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);

    this.addSql(`create table \`idempotency_key\` (\`id\` varchar(43) not null, \`fingerprint\` varchar(100) not null, \`outcome\` json null, \`at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`idempotency_key\` add index \`idempotency_key_at\` (\`at\`);`);

    this.addSql(`create table \`job\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`kind\` varchar(60) not null, \`payload\` json not null, \`run_at\` datetime(3) not null, \`attempt\` int not null, \`max_attempts\` int not null, \`last_failure\` varchar(500) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`job\` add index \`job_due\` (\`run_at\`, \`id\`);`);

    this.addSql(`create table \`journal\` (\`id\` int unsigned not null auto_increment primary key, \`position\` int null, \`at\` datetime(3) not null, \`actor_id\` char(26) character set ascii collate ascii_bin null, \`verb\` varchar(64) not null, \`noun\` varchar(40) not null, \`noun_id\` char(26) character set ascii collate ascii_bin not null, \`kind\` varchar(24) not null, \`fields\` json not null, \`reason\` varchar(500) null, \`before\` json null, \`after\` json null, \`audience\` json not null, \`root_id\` char(26) character set ascii collate ascii_bin not null, \`about_id\` char(26) character set ascii collate ascii_bin null, \`request_id\` varchar(64) null) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`journal\` add unique \`journal_position_unique\` (\`position\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_at\` (\`at\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_verb\` (\`verb\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_thing\` (\`noun_id\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_noun\` (\`noun\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_actor\` (\`actor_id\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_about\` (\`about_id\`);`);
    this.addSql(`alter table \`journal\` add index \`journal_root\` (\`root_id\`);`);

    this.addSql(`create table \`organization\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`name\` varchar(100) not null, \`time_zone\` varchar(64) not null, \`locale\` varchar(35) not null, \`version\` int not null default 1, \`updated_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);

    this.addSql(`create table \`report_chunk\` (\`report_id\` varchar(26) not null, \`attempt\` int unsigned not null, \`part\` int unsigned not null, \`bytes\` mediumblob not null, primary key (\`report_id\`, \`attempt\`, \`part\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);

    this.addSql(`create table \`user\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`username\` varchar(40) not null, \`email\` varchar(254) not null, \`email_key\` varchar(254) not null, \`phone\` varchar(40) null, \`first_name\` varchar(100) not null, \`last_name\` varchar(100) not null, \`name_key\` varchar(210) not null, \`role\` varchar(24) not null, \`is_active\` tinyint(1) not null, \`must_change_password\` tinyint(1) not null, \`time_zone\` varchar(64) null, \`locale\` varchar(35) null, \`password_hash\` varchar(200) not null, \`temporary_password_expires_at\` datetime(3) null, \`version\` int not null default 1, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`user\` add unique \`user_username_unique\` (\`username\`);`);
    this.addSql(`alter table \`user\` add unique \`user_email_key_unique\` (\`email_key\`);`);
    this.addSql(`alter table \`user\` add index \`user_created\` (\`created_at\`, \`id\`);`);
    this.addSql(`alter table \`user\` add index \`user_temporary\` (\`must_change_password\`, \`id\`);`);
    this.addSql(`alter table \`user\` add index \`user_active\` (\`is_active\`, \`id\`);`);
    this.addSql(`alter table \`user\` add index \`user_role\` (\`role\`, \`id\`);`);
    this.addSql(`alter table \`user\` add index \`user_name\` (\`name_key\`, \`id\`);`);

    this.addSql(`create table \`sign_in\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`user_id\` char(26) character set ascii collate ascii_bin not null, \`refresh_hash\` varchar(64) not null, \`previous_hash\` varchar(64) null, \`rotated_at\` datetime(3) null, \`last_used_at\` datetime(3) not null, \`created_at\` datetime(3) not null, \`ended_at\` datetime(3) null, \`end_reason\` varchar(40) null, \`user_agent\` varchar(300) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`sign_in\` add unique \`sign_in_refresh_hash_unique\` (\`refresh_hash\`);`);
    this.addSql(`alter table \`sign_in\` add unique \`sign_in_previous_hash_unique\` (\`previous_hash\`);`);
    this.addSql(`alter table \`sign_in\` add index \`sign_in_user\` (\`user_id\`, \`ended_at\`);`);

    this.addSql(`create table \`session\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`title\` varchar(200) not null, \`title_key\` varchar(200) not null, \`description\` text null, \`trainer_id\` char(26) character set ascii collate ascii_bin not null, \`starts_at\` datetime(3) not null, \`duration_minutes\` int not null, \`time_zone\` varchar(64) not null, \`status\` varchar(24) not null, \`cancel_reason\` varchar(500) null, \`class_link\` varchar(2000) null, \`location\` varchar(200) null, \`has_place\` tinyint(1) not null default false, \`capacity\` int null, \`version\` int not null default 1, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`session\` add index \`session_created\` (\`created_at\`, \`id\`);`);
    this.addSql(`alter table \`session\` add index \`session_title\` (\`title_key\`, \`id\`);`);
    this.addSql(`alter table \`session\` add index \`session_place\` (\`has_place\`, \`starts_at\`, \`id\`);`);
    this.addSql(`alter table \`session\` add index \`session_status\` (\`status\`, \`starts_at\`, \`id\`);`);
    this.addSql(`alter table \`session\` add index \`session_trainer\` (\`trainer_id\`, \`starts_at\`, \`id\`);`);
    this.addSql(`alter table \`session\` add index \`session_starts\` (\`starts_at\`, \`id\`);`);

    this.addSql(`create table \`report\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`kind\` varchar(24) not null, \`format\` varchar(24) not null, \`status\` varchar(24) not null, \`progress\` double not null, \`rows\` int null, \`bytes\` int null, \`requested_by_id\` char(26) character set ascii collate ascii_bin not null, \`created_at\` datetime(3) not null, \`expires_at\` datetime(3) null, \`failure\` varchar(500) null, \`from\` datetime(3) null, \`to\` datetime(3) null, \`time_zone\` varchar(64) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`report\` add index \`report_expires\` (\`status\`, \`expires_at\`);`);
    this.addSql(`alter table \`report\` add index \`report_created\` (\`created_at\`, \`id\`);`);

    this.addSql(`create table \`password_change\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`user_id\` char(26) character set ascii collate ascii_bin not null, \`action\` varchar(24) not null, \`performed_by_id\` char(26) character set ascii collate ascii_bin null, \`at\` datetime(3) not null, \`details\` varchar(200) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`password_change\` add index \`password_change_user\` (\`user_id\`, \`at\`, \`id\`);`);
    this.addSql(`alter table \`password_change\` add index \`password_change_action\` (\`action\`, \`at\`, \`id\`);`);
    this.addSql(`alter table \`password_change\` add index \`password_change_at\` (\`at\`, \`id\`);`);

    this.addSql(`create table \`booking\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`session_id\` char(26) character set ascii collate ascii_bin not null, \`starts_at\` datetime(3) not null, \`trainee_id\` char(26) character set ascii collate ascii_bin not null, \`status\` varchar(24) not null, \`attendance\` varchar(24) null, \`marked_by_id\` char(26) character set ascii collate ascii_bin null, \`marked_at\` datetime(3) null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`booking\` add index \`booking_created\` (\`created_at\`, \`id\`);`);
    this.addSql(`alter table \`booking\` add index \`booking_starts\` (\`starts_at\`, \`id\`);`);
    this.addSql(`alter table \`booking\` add index \`booking_mark\` (\`status\`, \`attendance\`, \`starts_at\`, \`id\`, \`session_id\`);`);
    this.addSql(`alter table \`booking\` add index \`booking_trainee\` (\`trainee_id\`, \`status\`, \`starts_at\`, \`id\`, \`session_id\`);`);
    this.addSql(`alter table \`booking\` add index \`booking_session\` (\`session_id\`, \`status\`, \`created_at\`, \`id\`);`);
    this.addSql(`alter table \`booking\` add unique \`booking_pair\` (\`session_id\`, \`trainee_id\`);`);

    this.addSql(`create table \`assignment\` (\`id\` char(26) character set ascii collate ascii_bin not null, \`trainee_id\` char(26) character set ascii collate ascii_bin not null, \`trainer_id\` char(26) character set ascii collate ascii_bin not null, \`assigned_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`assignment\` add index \`assignment_at\` (\`assigned_at\`, \`id\`);`);
    this.addSql(`alter table \`assignment\` add index \`assignment_trainee\` (\`trainee_id\`, \`assigned_at\`, \`id\`);`);
    this.addSql(`alter table \`assignment\` add index \`assignment_trainer\` (\`trainer_id\`, \`assigned_at\`, \`id\`);`);
    this.addSql(`alter table \`assignment\` add unique \`assignment_pair\` (\`trainee_id\`, \`trainer_id\`);`);

    this.addSql(`create table \`word\` (\`noun\` varchar(40) not null, \`word\` varchar(60) not null, \`guard\` int unsigned not null, \`thing\` char(26) character set ascii collate ascii_bin not null, primary key (\`noun\`, \`word\`, \`guard\`, \`thing\`)) default character set utf8mb4 collate utf8mb4_bin engine = InnoDB;`);
    this.addSql(`alter table \`word\` add index \`word_thing\` (\`noun\`, \`thing\`);`);

    this.addSql(`alter table \`sign_in\` add constraint \`sign_in_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade;`);

    this.addSql(`alter table \`session\` add constraint \`session_trainer_id_foreign\` foreign key (\`trainer_id\`) references \`user\` (\`id\`) on delete restrict;`);

    this.addSql(`alter table \`report\` add constraint \`report_requested_by_id_foreign\` foreign key (\`requested_by_id\`) references \`user\` (\`id\`) on delete restrict;`);

    this.addSql(`alter table \`password_change\` add constraint \`password_change_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade;`);
    this.addSql(`alter table \`password_change\` add constraint \`password_change_performed_by_id_foreign\` foreign key (\`performed_by_id\`) references \`user\` (\`id\`) on delete set null;`);

    this.addSql(`alter table \`booking\` add constraint \`booking_session_id_foreign\` foreign key (\`session_id\`) references \`session\` (\`id\`) on delete cascade;`);
    this.addSql(`alter table \`booking\` add constraint \`booking_trainee_id_foreign\` foreign key (\`trainee_id\`) references \`user\` (\`id\`) on delete restrict;`);
    this.addSql(`alter table \`booking\` add constraint \`booking_marked_by_id_foreign\` foreign key (\`marked_by_id\`) references \`user\` (\`id\`) on delete set null;`);

    this.addSql(`alter table \`assignment\` add constraint \`assignment_trainee_id_foreign\` foreign key (\`trainee_id\`) references \`user\` (\`id\`) on delete restrict;`);
    this.addSql(`alter table \`assignment\` add constraint \`assignment_trainer_id_foreign\` foreign key (\`trainer_id\`) references \`user\` (\`id\`) on delete restrict;`);
  }

  override down(): void | Promise<void> {
    this.addSql(`alter table \`sign_in\` drop foreign key \`sign_in_user_id_foreign\`;`);
    this.addSql(`alter table \`session\` drop foreign key \`session_trainer_id_foreign\`;`);
    this.addSql(`alter table \`report\` drop foreign key \`report_requested_by_id_foreign\`;`);
    this.addSql(`alter table \`password_change\` drop foreign key \`password_change_user_id_foreign\`;`);
    this.addSql(`alter table \`password_change\` drop foreign key \`password_change_performed_by_id_foreign\`;`);
    this.addSql(`alter table \`booking\` drop foreign key \`booking_trainee_id_foreign\`;`);
    this.addSql(`alter table \`booking\` drop foreign key \`booking_marked_by_id_foreign\`;`);
    this.addSql(`alter table \`assignment\` drop foreign key \`assignment_trainee_id_foreign\`;`);
    this.addSql(`alter table \`assignment\` drop foreign key \`assignment_trainer_id_foreign\`;`);
    this.addSql(`alter table \`booking\` drop foreign key \`booking_session_id_foreign\`;`);

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
