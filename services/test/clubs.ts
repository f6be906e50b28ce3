import { Collection } from '@mikro-orm/core'
import { OneToMany, Unique } from '@mikro-orm/decorators/legacy'
import { JournalEntry } from '../src/platform/journal.ts'
import { guards, everyone, link, own, sees, self } from '../src/platform/law.ts'
import { Bytes, Derived, Flag, Id, Instant, Int, Json, NounEntity, Text, ToOne, Version } from '../src/platform/noun.ts'
import { role } from '../src/platform/permission.ts'
import { FeedHead } from '../src/platform/relay.ts'
import { tells } from '../src/platform/recorder.ts'
import { Word } from '../src/platform/search.ts'
import { name, sql } from '../src/platform/sql.ts'
import { Int as GraphInt } from 'type-graphql'

/** Nouns that know no training word, one of each kind of sight: what the platform is tested with. */
@NounEntity({ table: 'person', about: 'id' })
export class Person {
  @Id() id!: string
  @Text({ max: 40, unique: true }) handle!: string
  @Text({ max: 100, search: true }) firstName!: string
  @Text({ max: 100, guarded: true, search: true }) email!: string
  @Text({ max: 100, secret: true }) pin!: string
  @Instant({ quiet: true, nullable: true }) seenAt!: Date | null
  @Version() version!: number
  @Instant() createdAt!: Date
  @Instant({ quiet: true }) updatedAt!: Date
}

@NounEntity({ table: 'club' })
export class Club {
  @Id() id!: string
  @Text({ max: 100, search: true }) title!: string
  @Text({ max: 5000, nullable: true, form: 'lines' }) rules!: string | null
  @ToOne(() => Person) host!: Person
  @Int({ nullable: true, min: 1, max: 100 }) places!: number | null
  @Flag() isOpen!: boolean
  @Json({ nullable: true }) extras!: Record<string, unknown> | null
  @Instant({ nullable: true }) meetsAt!: Date | null
  @Bytes({ nullable: true }) badge!: Uint8Array | null
  @Derived(() => GraphInt, alias => sql`(select count(*) from membership where membership.club_id = ${name(alias, 'id')} and membership.state = 'IN')`)
  readonly members!: number
  @OneToMany({ entity: () => Membership, mappedBy: 'club', orphanRemoval: true } as never)
  memberships = new Collection<Membership>(this)
  @Version() version!: number
  @Instant() createdAt!: Date
  @Instant({ quiet: true }) updatedAt!: Date
}

@NounEntity({ table: 'membership', root: 'club', about: 'member' })
@Unique({ name: 'membership_pair', properties: ['club', 'member'] })
export class Membership {
  @Id() id!: string
  @ToOne(() => Club, { deleteRule: 'cascade' }) club!: Club
  @ToOne(() => Person) member!: Person
  @Text({ max: 10 }) state!: string
  @Text({ max: 100, nullable: true }) note!: string | null
}

/** Seen by whoever wrote it, while it stands. */
@NounEntity({ table: 'memo' })
export class Memo {
  @Id() id!: string
  @ToOne(() => Person) author!: Person
  @Text({ max: 10 }) state!: string
  @Text({ max: 100 }) text!: string
}

@NounEntity({ table: 'notice' })
export class Notice {
  @Id() id!: string
  @Text({ max: 100 }) text!: string
}

/** No line of the law opens it. */
@NounEntity({ table: 'vault' })
export class Vault {
  @Id() id!: string
  @Text({ max: 100 }) text!: string
}

export const clubEntities = [JournalEntry, FeedHead, Word, Person, Club, Membership, Memo, Notice, Vault]

export const STAFF = role('STAFF')
const inside = { state: 'IN' }

export const memberOf = link(Membership, { thing: 'club', viewer: 'member', where: inside })
export const hostedBy = link(Membership, { thing: 'club.host', viewer: 'member', where: inside })

sees(Person, STAFF, self, hostedBy)
guards(Person, ['email'], STAFF, self)
sees(Club, STAFF, memberOf)
sees(Membership, STAFF, own('member', inside))
sees(Memo, own('author', { state: 'LIVE' }))
sees(Notice, everyone)
tells(Membership, { root: 'club', fields: ['members'], watched: ['state'] })
