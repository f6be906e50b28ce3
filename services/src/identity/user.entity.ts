import { Index } from '@mikro-orm/decorators/legacy'
import { Field, registerEnumType } from 'type-graphql'
import { canonicalLocale } from '../platform/locale.ts'
import { Choice, Flag, Id, Instant, makes, NounEntity, Text, Version } from '../platform/noun.ts'
import { role } from '../platform/permission.ts'
import { Refusal, refuseAll } from '../platform/refusal.ts'
import { sortKey } from '../platform/search.ts'

export enum Role {
  ADMIN = 'ADMIN',
  TRAINER = 'TRAINER',
  TRAINEE = 'TRAINEE',
}
registerEnumType(Role, { name: 'Role' })

/** The roles as the law and the permissions name them. */
export const roles = { ADMIN: role(Role.ADMIN), TRAINER: role(Role.TRAINER), TRAINEE: role(Role.TRAINEE) }

/** What a form says of a person; undefined leaves a thing as it is. */
export interface UserDetails {
  readonly username?: string
  readonly email?: string
  readonly firstName?: string
  readonly lastName?: string
  readonly role?: Role
  readonly phone?: string | null
  readonly timeZone?: string | null
  readonly locale?: string | null
}

export const LONGEST_EMAIL = 254

/** An e-mail as it is compared: whatever its case. */
export function emailKeyOf(email: string): string {
  // Twice, for the small form of a letter may be one that the capital had none of.
  return email.normalize('NFKC').toLowerCase().normalize('NFKC')
}

@NounEntity({ table: 'user', about: 'id', description: 'A person with an account.' })
@Index({ name: 'user_name', properties: ['nameKey', 'id'] })
@Index({ name: 'user_username', properties: ['username', 'id'] })
@Index({ name: 'user_role', properties: ['role', 'id'] })
@Index({ name: 'user_active', properties: ['isActive', 'id'] })
@Index({ name: 'user_temporary', properties: ['mustChangePassword', 'id'] })
@Index({ name: 'user_created', properties: ['createdAt', 'id'] })
export class User {
  @Id()
  id!: string

  /** Lower case, never with @, so that it is no e-mail. */
  @Text({ min: 3, max: 40, unique: true, search: true })
  username!: string

  @Text({ max: LONGEST_EMAIL, guarded: true, search: true, description: 'null where the viewer may not read it.' })
  email!: string

  /** The e-mail as it is compared: whatever its case. */
  @Text({ max: LONGEST_EMAIL, exposed: false, quiet: true, unique: true })
  emailKey!: string

  @Text({ max: 40, nullable: true, description: 'null where the viewer may not read it.' })
  phone!: string | null

  @Text({ max: 100, search: true })
  firstName!: string

  @Text({ max: 100, search: true })
  lastName!: string

  /** The name as it is sorted: without case and accents. */
  @Text({ max: 210, exposed: false, quiet: true })
  nameKey!: string

  @Field({ description: 'First and last name.' })
  readonly name!: string

  @Choice(() => Role)
  role!: Role

  @Flag()
  isActive!: boolean

  @Flag({ guarded: true, description: 'null where the viewer may not read it.' })
  mustChangePassword!: boolean

  @Text({ max: 64, nullable: true, form: 'timeZone' })
  timeZone!: string | null

  @Text({ max: 35, nullable: true })
  locale!: string | null

  @Text({ max: 200, secret: true })
  passwordHash!: string

  @Instant({ nullable: true, secret: true })
  temporaryPasswordExpiresAt!: Date | null

  @Version()
  version!: number

  @Instant()
  createdAt!: Date

  @Instant({ quiet: true })
  updatedAt!: Date

  /** A person with a temporary password, who has signed in nowhere yet. */
  static make(id: string, details: Required<UserDetails>, temporary: TemporaryPassword): User {
    const user = Object.assign(new User(), { id, isActive: true })
    user.revise(details)
    user.takeTemporaryPassword(temporary)
    return user
  }

  revise(details: UserDetails): void {
    checkDetails(details)
    const given = Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined))
    Object.assign(this, given)
    this.username = this.username.toLowerCase()
    this.emailKey = emailKeyOf(this.email)
    this.locale = this.locale === null ? null : canonicalLocale(this.locale)
    this.nameKey = sortKey(`${this.firstName} ${this.lastName}`, 210)
  }

  deactivate(): void {
    if (!this.isActive) throw new Refusal('INACTIVE', 'id', 'This person is deactivated already.')
    this.isActive = false
  }

  reactivate(): void {
    if (this.isActive) throw new Refusal('INVALID', 'id', 'This person is active already.')
    this.isActive = true
  }

  takeTemporaryPassword({ hash, expiresAt }: TemporaryPassword): void {
    Object.assign(this, { passwordHash: hash, mustChangePassword: true, temporaryPasswordExpiresAt: expiresAt })
  }

  /** A password that the person chose: nobody else has ever read it. */
  takePassword(hash: string): void {
    Object.assign(this, { passwordHash: hash, mustChangePassword: false, temporaryPasswordExpiresAt: null })
  }
}

export interface TemporaryPassword { readonly hash: string; readonly expiresAt: Date }

const EMAIL = /^[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?$/u

/** Refuses all that cannot be so at once, each at its field. */
export function checkDetails(details: UserDetails): void {
  refuseAll(flawsOf(details))
}

function flawsOf({ username, email, phone, locale }: UserDetails): Refusal[] {
  const flaws: Refusal[] = []
  if (username !== undefined && !/^[a-z0-9._-]{3,40}$/.test(username.toLowerCase())) {
    flaws.push(new Refusal('INVALID', 'username', 'Use 3 to 40 letters a to z, digits, dots, underscores and hyphens.'))
  }
  if (email !== undefined && (!EMAIL.test(email) || email.includes('..') || emailKeyOf(email).length > LONGEST_EMAIL)) {
    flaws.push(new Refusal('INVALID', 'email', 'This is no e-mail address.'))
  }
  if (phone && !/^[\p{Nd}+*#(][\p{Nd}\s+*#()./x-]+$/u.test(phone)) {
    flaws.push(new Refusal('INVALID', 'phone', 'A phone number is digits, spaces and the signs between them.'))
  }
  if (locale && canonicalLocale(locale) === null) {
    flaws.push(new Refusal('INVALID', 'locale', 'This is no language tag, such as en or ar-EG.'))
  }
  return flaws
}

makes(User, 'name', ['firstName', 'lastName'], ({ firstName, lastName }: { firstName: string; lastName: string }) => `${firstName} ${lastName}`)
