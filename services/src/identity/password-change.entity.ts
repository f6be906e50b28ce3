import { Index } from '@mikro-orm/decorators/legacy'
import { registerEnumType } from 'type-graphql'
import { Choice, Id, Instant, NounEntity, Text, ToOne } from '../platform/noun.ts'
import { User } from './user.entity.ts'

export enum PasswordAction {
  CREATED = 'CREATED',
  CHANGED = 'CHANGED',
  RESET = 'RESET',
}
registerEnumType(PasswordAction, { name: 'PasswordAction' })

@NounEntity({ table: 'password_change', root: 'user', about: 'user', description: 'Who created, changed or reset whose password; never the password.' })
@Index({ name: 'password_change_at', properties: ['at', 'id'] })
@Index({ name: 'password_change_action', properties: ['action', 'at', 'id'] })
@Index({ name: 'password_change_user', properties: ['user', 'at', 'id'] })
export class PasswordChange {
  @Id()
  id!: string

  @ToOne(() => User, { deleteRule: 'cascade' })
  user!: User

  @Choice(() => PasswordAction)
  action!: PasswordAction

  @ToOne(() => User, { nullable: true, deleteRule: 'set null' })
  performedBy!: User | null

  @Instant()
  at!: Date

  @Text({ max: 200, nullable: true })
  details!: string | null

  static make(id: string, change: Pick<PasswordChange, 'user' | 'action' | 'performedBy' | 'at' | 'details'>): PasswordChange {
    return Object.assign(new PasswordChange(), { id, ...change })
  }
}
