import { Index } from '@mikro-orm/decorators/legacy'
import { registerEnumType } from 'type-graphql'
import { User } from '../identity/user.entity.ts'
import { Choice, Float, Id, Instant, Int, NounEntity, Text, ToOne } from '../platform/noun.ts'

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
}
