import { Index } from '@mikro-orm/decorators/legacy'
import { Field, registerEnumType } from 'type-graphql'
import { User } from '../identity/user.entity.ts'
import { Choice, computes, Float, Id, Instant, Int, NounEntity, Text, ToOne } from '../platform/noun.ts'

export enum ReportKind {
  USERS = 'USERS',
  SESSIONS = 'SESSIONS',
  ATTENDANCE = 'ATTENDANCE',
  ASSIGNMENTS = 'ASSIGNMENTS',
}
registerEnumType(ReportKind, { name: 'ReportKind' })

export enum ReportFormat {
  PDF = 'PDF',
  CSV = 'CSV',
  XLSX = 'XLSX',
}
registerEnumType(ReportFormat, { name: 'ReportFormat' })

export enum ReportStatus {
  QUEUED = 'QUEUED',
  RUNNING = 'RUNNING',
  READY = 'READY',
  FAILED = 'FAILED',
  EXPIRED = 'EXPIRED',
}
registerEnumType(ReportStatus, { name: 'ReportStatus' })

@NounEntity({ table: 'report', description: 'A PDF, CSV or XLSX file made on demand, fetched by a signed URL.' })
@Index({ name: 'report_created', properties: ['createdAt', 'id'] })
@Index({ name: 'report_expires', properties: ['status', 'expiresAt'] })
export class Report {
  @Id()
  id!: string

  @Choice(() => ReportKind)
  kind!: ReportKind

  @Choice(() => ReportFormat)
  format!: ReportFormat

  @Choice(() => ReportStatus)
  status!: ReportStatus

  @Float({ description: '0 to 1.' })
  progress!: number

  @Int({ nullable: true })
  rows!: number | null

  @Int({ nullable: true })
  bytes!: number | null

  @ToOne(() => User)
  requestedBy!: User

  @Instant()
  createdAt!: Date

  @Instant({ nullable: true })
  expiresAt!: Date | null

  @Text({ max: 500, nullable: true })
  failure!: string | null

  @Instant({ nullable: true, exposed: false })
  from!: Date | null

  @Instant({ nullable: true, exposed: false })
  to!: Date | null

  @Text({ max: 64, exposed: false })
  timeZone!: string

  /** Signed for whoever reads it; made by the resolver. */
  @Field(() => String, {
    nullable: true,
    description: 'A path on this server, signed for the viewer, fresh at each reading, good for five minutes; null until READY.',
  })
  readonly url!: string | null

  static request(id: string, requestedBy: User, asked: Pick<Report, 'kind' | 'format' | 'from' | 'to' | 'timeZone'>): Report {
    return Object.assign(new Report(), {
      ...asked, id, requestedBy, status: ReportStatus.QUEUED, progress: 0, rows: null, bytes: null, expiresAt: null, failure: null,
    })
  }

  /** Nobody works on it any more, or nobody did yet; a report is made once. */
  get isOver(): boolean {
    return this.status !== ReportStatus.QUEUED && this.status !== ReportStatus.RUNNING
  }

  /** An attempt begins, the first or one after a failure. */
  begin(): void {
    this.status = ReportStatus.RUNNING
    this.progress = 0
  }

  advance(progress: number): void {
    this.progress = Math.min(0.99, Math.max(this.progress, Math.round(progress * 100) / 100))
  }

  finish(file: { rows: number; bytes: number }, expiresAt: Date): void {
    Object.assign(this, file, { status: ReportStatus.READY, progress: 1, expiresAt })
  }

  fail(failure: string): void {
    this.status = ReportStatus.FAILED
    this.failure = failure
  }

  expire(): void {
    this.status = ReportStatus.EXPIRED
  }
}

computes(Report, { url: ['status', 'expiresAt'] })
