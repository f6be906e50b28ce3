import { Index } from '@mikro-orm/decorators/legacy'
import { Id, Instant, Int, Json, NounEntity, Text } from './noun.ts'

export type JobPayload = Readonly<Record<string, string>>

/**
 * Work to be done after a commit, as a row, so that it survives a crash. Whoever takes it holds a lease and a fencing
 * token (`attempt`): when the lease runs out another takes it, and what the first still writes under the old token counts for nothing.
 */
@NounEntity({ table: 'job', journaled: false, exposed: false })
@Index({ name: 'job_due', properties: ['runAt', 'id'] })
export class Job {
  @Id()
  id!: string

  @Text({ max: 60 })
  kind!: string

  @Json()
  payload!: JobPayload

  @Instant()
  runAt!: Date

  /** Raised each time somebody takes it: the fencing token. */
  @Int()
  attempt!: number

  @Int()
  maxAttempts!: number

  @Text({ max: 500, nullable: true })
  lastFailure!: string | null
}
