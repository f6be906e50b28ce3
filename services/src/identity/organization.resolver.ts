import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { Fills } from '../platform/input.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { readById } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { TimeZoneScalar } from '../platform/scalars.ts'
import { findForChange } from '../platform/write.ts'
import { After, changeOf } from './change.forms.ts'
import { tell } from './change.service.ts'
import { Organization, ORGANIZATION_ID } from './organization.entity.ts'

const OrganizationChange = changeOf('OrganizationChange', 'organization', () => Organization)

@Fills(Organization)
@InputType()
export class UpdateOrganizationInput {
  @Field(() => Int)
  version!: number

  @Field(() => String, { nullable: true })
  name?: string

  @Field(() => TimeZoneScalar, { nullable: true })
  timeZone?: string

  @Field(() => String, { nullable: true })
  locale?: string
}

@ObjectType()
export class UpdateOrganizationPayload extends Payload {
  @Field(() => Organization, { nullable: true })
  organization?: Organization
}

@Resolver(() => Organization)
export class OrganizationResolver {
  @Query(() => Organization)
  organization(@Ctx() context: Context): Promise<Row<Organization> | null> {
    return readById(context, Organization, ORGANIZATION_ID)
  }

  @Mutation(() => UpdateOrganizationPayload)
  async updateOrganization(
    @Ctx() work: Work, @Arg('input', () => UpdateOrganizationInput) input: UpdateOrganizationInput,
  ): Promise<Outcome<UpdateOrganizationPayload>> {
    const { version, ...details } = input
    const organization = await findForChange(work, Organization, ORGANIZATION_ID, { version, verb: 'updateOrganization' })
    organization.revise(details)
    return { organization }
  }

  @Subscription(() => OrganizationChange, { subscribe: follow('organizationChanged', Organization) })
  organizationChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, Organization, 'organization', change)
  }
}
