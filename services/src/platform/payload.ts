import 'reflect-metadata'
import { Field, ObjectType, registerEnumType } from 'type-graphql'
import { refusalCodes, type Refusal } from './refusal.ts'

/** Filled from the slices' wordings when the schema is built. */
export const ErrorCode: Record<string, string> = {}
registerEnumType(ErrorCode, { name: 'ErrorCode', description: 'What a person can mend.' })

export function fillErrorCodes(): void {
  for (const code of refusalCodes().keys()) ErrorCode[code] = code
}

@ObjectType()
export class MutationError {
  @Field(() => ErrorCode as unknown as StringConstructor)
  code!: string

  @Field(() => String, { nullable: true, description: "The input's field, with dots and indexes; null when it is about the whole." })
  field!: string | null

  @Field({ description: 'For a person.' })
  message!: string
}

/** What a mutation answers: the noun that it touched, read again after the commit, and what a person can mend. */
@ObjectType()
export abstract class Payload {
  @Field(() => [MutationError])
  errors!: MutationError[]
}

/**
 * What a resolver returns for a payload: entities, which the write path reads again as rows. `errors` is for a refusal
 * that keeps what was written; one that takes everything back is thrown.
 */
export type Outcome<P extends Payload> = Partial<Omit<P, 'errors'>> & { readonly errors?: readonly Refusal[] }
