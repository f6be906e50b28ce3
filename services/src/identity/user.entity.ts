import { Field, registerEnumType } from 'type-graphql'
import { computes, Choice, Flag, Id, Instant, NounEntity, Text, Version } from '../platform/noun.ts'
import { role } from '../platform/permission.ts'

export enum Role {
  ADMIN = 'ADMIN',
  TRAINER = 'TRAINER',
  TRAINEE = 'TRAINEE',
}
registerEnumType(Role, { name: 'Role' })

/** The roles as the law and the permissions name them. */
export const roles = { ADMIN: role(Role.ADMIN), TRAINER: role(Role.TRAINER), TRAINEE: role(Role.TRAINEE) }

@NounEntity({ table: 'user', about: 'id', description: 'A person with an account.' })
export class User {
  @Id()
  id!: string

  /** Lower case, never with @, so that it is no e-mail. */
  @Text({ min: 3, max: 40, unique: true, search: true })
  username!: string

  @Text({ max: 254, guarded: true, search: true, description: 'null where the viewer may not read it.' })
  email!: string

  /** The e-mail as it is compared: whatever its case. */
  @Text({ max: 254, exposed: false, quiet: true, unique: true })
  emailKey!: string

  @Text({ max: 40, nullable: true, description: 'null where the viewer may not read it.' })
  phone!: string | null

  @Text({ max: 100, search: true })
  firstName!: string

  @Text({ max: 100, search: true })
  lastName!: string

  /** The name as it is sorted: without case and accents. */
  @Text({ max: 210, exposed: false, quiet: true, index: true })
  nameKey!: string

  @Field({ description: 'First and last name.' })
  readonly name!: string

  @Choice(() => Role, { index: true })
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

  @Instant({ index: true })
  createdAt!: Date

  @Instant({ quiet: true })
  updatedAt!: Date
}

computes(User, { name: ['firstName', 'lastName'] })
