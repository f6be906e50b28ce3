import { Arg, Field, ID, ObjectType, type ClassType } from 'type-graphql'
import { ChangeKind } from '../platform/journal.ts'
import type { Class } from '../platform/noun.ts'
import { DateTimeScalar } from '../platform/scalars.ts'
import { User } from './user.entity.ts'

/** What is common to a change of any noun. */
@ObjectType()
abstract class ChangeBase {
  @Field(() => String)
  cursor!: string

  @Field(() => ChangeKind)
  kind!: ChangeKind

  @Field(() => ID, { nullable: true, description: 'null for BOOKMARK and RESET.' })
  id!: string | null

  @Field(() => [String])
  fields!: string[]

  @Field(() => DateTimeScalar)
  at!: string

  @Field(() => User, { nullable: true, description: 'Who did it; null where the viewer may not see them.' })
  actor!: User | null
}

/** Makes the change type of a noun, such as `SessionChange` with the session as it is now. */
export function changeOf(typeName: string, property: string, type: () => Class): ClassType<ChangeBase> {
  @ObjectType(typeName)
  class ChangeType extends ChangeBase {}
  const description = 'As it is now; null unless CREATED or UPDATED.'
  Field(type as () => typeof User, { nullable: true, description })(ChangeType.prototype, property)
  return ChangeType as unknown as ClassType<ChangeBase>
}

/** The `after` argument that every subscription takes. */
export function After(): ReturnType<typeof Arg> {
  return Arg('after', () => String, { nullable: true, description: 'The cursor of the last change that was heard; what came since follows first.' })
}
