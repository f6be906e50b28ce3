import { Index, PrimaryKey } from '@mikro-orm/decorators/legacy'
import { types } from '@mikro-orm/core'
import { Instant, Json, NounEntity, Text } from './noun.ts'

/** What a key was used for. It is written in its mutation's own transaction: what was taken back left no key behind. */
@NounEntity({ table: 'idempotency_key', journaled: false, exposed: false })
@Index({ name: 'idempotency_key_at', properties: ['at'] as never })
export class IdempotencyKey {
  /** A digest of the viewer and of the key as they sent it. */
  @PrimaryKey({ type: types.string, length: 43, fieldName: 'id' })
  id!: string

  /** Of the mutation and its input, under a key of this house: no password can be guessed from it. */
  @Text({ max: 100 })
  fingerprint!: string

  /** What the mutation's outcome names; null until it is known. */
  @Json({ nullable: true })
  outcome!: object | null

  @Instant()
  at!: Date
}
