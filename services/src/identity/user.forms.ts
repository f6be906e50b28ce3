import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql'
import { Fills, OPTIONAL_REASON, REASON } from '../platform/input.ts'
import { connectionOf, Direction, PageArgs } from '../platform/page.ts'
import { Payload } from '../platform/payload.ts'
import { TimeZoneScalar } from '../platform/scalars.ts'
import { Role, User } from './user.entity.ts'
import { UserOrderField } from './user-list.service.ts'

/** What is asked for people and of them: arguments, inputs, payloads. */
export const UserConnection = connectionOf('User', () => User)
registerEnumType(UserOrderField, { name: 'UserOrderField' })

@InputType()
export class UserFilter {
  @Field(() => String, { nullable: true, description: 'Beginnings of words in what the viewer may read.' })
  search?: string | null

  @Field(() => [Role], { nullable: true })
  roles?: Role[] | null

  @Field(() => Boolean, { nullable: true })
  isActive?: boolean | null

  @Field(() => ID, { nullable: true, description: 'Trainees assigned to this trainer.' })
  trainerId?: string | null

  @Field(() => ID, { nullable: true, description: 'Trainers whom this trainee is assigned to.' })
  traineeId?: string | null

  @Field(() => Boolean, { nullable: true, description: 'Whether they are assigned to anybody, as far as the viewer sees the assignments.' })
  hasTrainer?: boolean | null

  @Field(() => Boolean, { nullable: true, description: 'Only of those of whom the viewer may know it.' })
  mustChangePassword?: boolean | null
}

@InputType()
export class UserOrder {
  @Field(() => UserOrderField)
  by!: UserOrderField

  @Field(() => Direction)
  direction!: Direction
}

@ArgsType()
export class UsersArgs extends PageArgs {
  @Field(() => UserFilter, { nullable: true })
  filter?: UserFilter | null

  @Field(() => UserOrder, { nullable: true })
  orderBy?: UserOrder | null
}

@Fills(User)
@InputType()
export class CreateUserInput {
  @Field(() => String)
  username!: string

  @Field(() => String)
  email!: string

  @Field(() => String)
  firstName!: string

  @Field(() => String)
  lastName!: string

  @Field(() => Role)
  role!: Role

  @Field(() => String, { nullable: true })
  phone?: string | null

  @Field(() => TimeZoneScalar, { nullable: true })
  timeZone?: string | null

  @Field(() => String, { nullable: true })
  locale?: string | null

  @Field(() => String, { nullable: true, description: 'Generated when left out.' })
  temporaryPassword?: string | null
}

@Fills(User)
@InputType()
export class UpdateUserInput {
  @Field(() => ID)
  id!: string

  @Field(() => Int)
  version!: number

  @Field(() => String, { nullable: true })
  username?: string

  @Field(() => String, { nullable: true })
  email?: string

  @Field(() => String, { nullable: true })
  firstName?: string

  @Field(() => String, { nullable: true })
  lastName?: string

  @Field(() => Role, { nullable: true })
  role?: Role

  @Field(() => String, { nullable: true })
  phone?: string | null

  @Field(() => TimeZoneScalar, { nullable: true })
  timeZone?: string | null

  @Field(() => String, { nullable: true })
  locale?: string | null
}

@Fills(undefined, { reason: REASON })
@InputType()
export class DeactivateUserInput {
  @Field(() => ID)
  id!: string

  @Field(() => Int)
  version!: number

  @Field(() => String)
  reason!: string
}

@Fills(undefined, { reason: OPTIONAL_REASON })
@InputType()
export class ReactivateUserInput {
  @Field(() => ID)
  id!: string

  @Field(() => Int)
  version!: number

  @Field(() => String, { nullable: true })
  reason?: string | null
}

@InputType()
export class DeleteUserInput {
  @Field(() => ID)
  id!: string

  @Field(() => Int)
  version!: number
}

@InputType()
export class ResetPasswordInput {
  @Field(() => ID)
  userId!: string

  @Field(() => String, { nullable: true, description: 'Generated when left out.' })
  temporaryPassword?: string | null
}

@ObjectType()
export class CreateUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User

  @Field(() => String, { nullable: true, description: 'Shown here and never again: null when a request comes again under its `Idempotency-Key`.' })
  temporaryPassword?: string
}

@ObjectType()
export class UpdateUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User
}

@ObjectType()
export class DeactivateUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User
}

@ObjectType()
export class ReactivateUserPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User
}

@ObjectType()
export class DeleteUserPayload extends Payload {
  @Field(() => ID, { nullable: true })
  deletedId?: string
}

@ObjectType()
export class ResetPasswordPayload extends Payload {
  @Field(() => User, { nullable: true })
  user?: User

  @Field(() => String, { nullable: true, description: 'Shown here and never again.' })
  temporaryPassword?: string
}
