// The law comes first: what has no line here is seen and asked by nobody.
import './identity/identity.policy.ts'
import './scheduling/scheduling.policy.ts'
import './reporting/reporting.policy.ts'
import { AssignmentResolver } from './identity/assignment.resolver.ts'
import { JournalResolver } from './identity/journal.resolver.ts'
import { OrganizationResolver } from './identity/organization.resolver.ts'
import { PasswordChangeResolver } from './identity/password-change.resolver.ts'
import { SignInResolver } from './identity/sign-in.resolver.ts'
import { UserFieldsResolver } from './identity/user-fields.resolver.ts'
import { UserResolver } from './identity/user.resolver.ts'
import type { Class } from './platform/noun.ts'
import { AnalyticsResolver, TrainerLoadResolver } from './reporting/analytics.resolver.ts'
import { ReportResolver } from './reporting/report.resolver.ts'
import { BookingResolver, BookingsOfSessionResolver, BookingsOfUserResolver } from './scheduling/booking.resolver.ts'
import { SessionOfEntryResolver } from './scheduling/journal-fields.resolver.ts'
import { SessionResolver, SessionsHeldResolver } from './scheduling/session.resolver.ts'

/** Every resolver, in stair order. */
export const resolvers: readonly Class[] = [
  UserResolver, UserFieldsResolver, SignInResolver, AssignmentResolver, PasswordChangeResolver, OrganizationResolver, JournalResolver,
  SessionResolver, BookingResolver, BookingsOfSessionResolver, SessionsHeldResolver, BookingsOfUserResolver, SessionOfEntryResolver,
  AnalyticsResolver, TrainerLoadResolver, ReportResolver,
]
