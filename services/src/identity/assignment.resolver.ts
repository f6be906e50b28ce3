import { Arg, Args, ArgsType, Ctx, Field, ID, InputType, Mutation, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { type Connection, connectionOf, PageArgs } from '../platform/page.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { orderBy } from '../platform/way.ts'
import { Assignment } from './assignment.entity.ts'
import { assignmentsWhere, assignTrainee, unassignTrainee } from './assignment.service.ts'
import { After, changeOf } from './change.forms.ts'
import { tell } from './change.service.ts'

export const AssignmentConnection = connectionOf('Assignment', () => Assignment)
export const AssignmentChange = changeOf('AssignmentChange', 'assignment', () => Assignment)

@InputType()
export class AssignmentFilter {
  @Field(() => ID, { nullable: true })
  trainerId?: string | null

  @Field(() => ID, { nullable: true })
  traineeId?: string | null
}

@ArgsType()
export class AssignmentsArgs extends PageArgs {
  @Field(() => AssignmentFilter, { nullable: true })
  filter?: AssignmentFilter | null
}

@InputType()
export class AssignTraineeInput {
  @Field(() => ID)
  traineeId!: string

  @Field(() => ID)
  trainerId!: string
}

@InputType()
export class UnassignTraineeInput {
  @Field(() => ID)
  traineeId!: string

  @Field(() => ID)
  trainerId!: string
}

@ObjectType()
export class AssignTraineePayload extends Payload {
  @Field(() => Assignment, { nullable: true })
  assignment?: Assignment
}

@ObjectType()
export class UnassignTraineePayload extends Payload {
  @Field(() => ID, { nullable: true })
  unassignedId?: string | null
}

@Resolver(() => Assignment)
export class AssignmentResolver {
  @Query(() => AssignmentConnection, { description: 'Those that the viewer may see, newest first.' })
  assignments(@Ctx() context: Context, @Args(() => AssignmentsArgs) args: AssignmentsArgs): Promise<Connection<Row<Assignment>>> {
    return readPage(context, Assignment, { where: assignmentsWhere(args.filter), order: orderBy('assigned_at', true), args })
  }

  @Mutation(() => AssignTraineePayload)
  async assignTrainee(
    @Ctx() work: Work, @Arg('input', () => AssignTraineeInput) input: AssignTraineeInput,
  ): Promise<Outcome<AssignTraineePayload>> {
    return { assignment: await assignTrainee(work, input) }
  }

  @Mutation(() => UnassignTraineePayload)
  async unassignTrainee(
    @Ctx() work: Work, @Arg('input', () => UnassignTraineeInput) input: UnassignTraineeInput,
  ): Promise<Outcome<UnassignTraineePayload>> {
    return { unassignedId: await unassignTrainee(work, input) }
  }

  @Subscription(() => AssignmentChange, { subscribe: follow('assignmentChanged', Assignment) })
  assignmentChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, Assignment, 'assignment', change)
  }
}
