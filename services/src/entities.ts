import { Assignment } from './identity/assignment.entity.ts'
import { Organization } from './identity/organization.entity.ts'
import { PasswordChange } from './identity/password-change.entity.ts'
import { SignIn } from './identity/sign-in.entity.ts'
import { User } from './identity/user.entity.ts'
import { IdempotencyKey } from './platform/idempotency-key.ts'
import { Job } from './platform/job.ts'
import { JournalEntry } from './platform/journal.ts'
import { FeedHead } from './platform/relay.ts'
import { Word } from './platform/search.ts'
import { ReportChunk } from './reporting/report-chunk.entity.ts'
import { Report } from './reporting/report.entity.ts'
import { Booking } from './scheduling/booking.entity.ts'
import { Session } from './scheduling/session.entity.ts'

/** Every table, in stair order. */
export const entities = [
  JournalEntry, FeedHead, Word, Job, IdempotencyKey,
  User, SignIn, Assignment, PasswordChange, Organization,
  Session, Booking,
  Report, ReportChunk,
]
