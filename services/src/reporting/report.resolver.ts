import { Arg, Args, Ctx, Field, FieldResolver, ID, InputType, Mutation, ObjectType, Query, Resolver, Root, Subscription } from 'type-graphql'
import { After, changeOf } from '../identity/change.forms.ts'
import { tell } from '../identity/change.service.ts'
import type { Context, Work } from '../platform/context.ts'
import { follow, type FeedChange } from '../platform/feed.ts'
import { madeForReader } from '../platform/looks.ts'
import { connectionOf, PageArgs, type Connection } from '../platform/page.ts'
import { Payload, type Outcome } from '../platform/payload.ts'
import { readById, readPage } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { TimeZoneScalar } from '../platform/scalars.ts'
import { orderBy } from '../platform/way.ts'
import { Report, ReportFormat, ReportKind } from './report.entity.ts'
import { linkTo } from './report-reader.service.ts'
import { requestReport, type ReportOrder } from './report.service.ts'

const ReportConnection = connectionOf('Report', () => Report)
const ReportChange = changeOf('ReportChange', 'report', () => Report)

@InputType()
class GenerateReportInput implements ReportOrder {
  @Field(() => ReportKind) kind!: ReportKind
  @Field(() => ReportFormat) format!: ReportFormat
  @Field(() => Date, { nullable: true, description: 'Added, started or assigned then or later.' }) from?: Date | null
  @Field(() => Date, { nullable: true, description: 'Earlier than that.' }) to?: Date | null
  @Field(() => TimeZoneScalar, { nullable: true, description: "In which its times are shown; the viewer's own or the organisation's when left out." })
  timeZone?: string | null
}

@ObjectType()
class GenerateReportPayload extends Payload {
  @Field(() => Report, { nullable: true }) report?: Report
}

@Resolver(() => Report)
export class ReportResolver {
  @Query(() => Report, { nullable: true })
  report(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<Row<Report> | null> {
    return readById(context, Report, id)
  }

  @Query(() => ReportConnection, { description: 'The latest first.' })
  reports(@Args(() => PageArgs) args: PageArgs, @Ctx() context: Context): Promise<Connection<Row<Report>>> {
    return readPage(context, Report, { order: orderBy('created_at', true), args })
  }

  @Mutation(() => GenerateReportPayload, { description: 'Answers at once; follow `reportChanged` until it is READY.' })
  async generateReport(@Arg('input', () => GenerateReportInput) input: GenerateReportInput, @Ctx() work: Work): Promise<Outcome<GenerateReportPayload>> {
    return { report: await requestReport(work, input) }
  }

  @Subscription(() => ReportChange, { subscribe: follow('reportChanged', Report) })
  reportChanged(@Root() change: FeedChange, @Ctx() context: Context, @After() _after?: string): Promise<object> {
    return tell(context, Report, 'report', change)
  }

  @FieldResolver(() => String, { nullable: true })
  url(@Root() report: Row<Report>, @Ctx() context: Context): string | null {
    return linkTo(report, context)
  }
}

madeForReader(Report, 'url')
