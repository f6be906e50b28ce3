import { Index } from '@mikro-orm/decorators/legacy'
import { Id, Instant, NounEntity, Text, ToOne } from '../platform/noun.ts'
import { User } from './user.entity.ts'

/** One signed-in device. Its refresh token rotates; the one before it holds a little longer, for a second tab or a lost answer. */
@NounEntity({ table: 'sign_in', root: 'user', about: 'user', exposed: false })
@Index({ name: 'sign_in_user', properties: ['user', 'endedAt'] })
export class SignIn {
  @Id()
  id!: string

  @ToOne(() => User, { deleteRule: 'cascade' })
  user!: User

  @Text({ max: 64, secret: true, quiet: true, unique: true })
  refreshHash!: string

  @Text({ max: 64, nullable: true, secret: true, quiet: true, unique: true })
  previousHash!: string | null

  @Instant({ nullable: true, quiet: true })
  rotatedAt!: Date | null

  @Instant({ quiet: true })
  lastUsedAt!: Date

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  endedAt!: Date | null

  @Text({ max: 40, nullable: true })
  endReason!: string | null

  @Text({ max: 300, nullable: true })
  userAgent!: string | null
}
