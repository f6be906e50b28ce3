import { Index, Unique } from '@mikro-orm/decorators/legacy'
import { Id, Instant, NounEntity, ToOne } from '../platform/noun.ts'
import { User } from './user.entity.ts'

@NounEntity({ table: 'assignment', root: 'trainee', about: 'trainee', description: 'A trainee assigned to a trainer.' })
@Unique({ name: 'assignment_pair', properties: ['trainee', 'trainer'] })
@Index({ name: 'assignment_trainer', properties: ['trainer', 'assignedAt', 'id'] })
@Index({ name: 'assignment_trainee', properties: ['trainee', 'assignedAt', 'id'] })
@Index({ name: 'assignment_at', properties: ['assignedAt', 'id'] })
export class Assignment {
  @Id()
  id!: string

  @ToOne(() => User)
  trainee!: User

  @ToOne(() => User)
  trainer!: User

  @Instant()
  assignedAt!: Date

  static make(id: string, trainee: User, trainer: User, assignedAt: Date): Assignment {
    return Object.assign(new Assignment(), { id, trainee, trainer, assignedAt })
  }
}
