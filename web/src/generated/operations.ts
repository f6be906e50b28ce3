/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type AddTraineesInput = {
  sessionId: string;
  traineeIds: Array<string>;
};

export type AssignTraineeInput = {
  traineeId: string;
  trainerId: string;
};

export type Attendance =
  | 'ABSENT'
  | 'EXCUSED'
  | 'LATE'
  | 'PRESENT';

export type AttendanceMark = {
  /** null takes the mark back. */
  attendance?: Attendance | null | undefined;
  traineeId: string;
};

export type BookingFilter = {
  attendance?: Array<Attendance> | null | undefined;
  /** Its session starts then or later. */
  from?: string | null | undefined;
  /** Whether any attendance is marked. */
  marked?: boolean | null | undefined;
  sessionId?: string | null | undefined;
  statuses?: Array<BookingStatus> | null | undefined;
  /** Its session starts earlier than that. */
  to?: string | null | undefined;
  traineeId?: string | null | undefined;
};

export type BookingStatus =
  | 'BOOKED'
  | 'CANCELLED';

export type CancelSessionInput = {
  id: string;
  reason: string;
  version: number;
};

/** BOOKMARK: you have everything up to this cursor (always the first message). RESET: the cursor is too old or the viewer's rights changed as a whole; ask anew. */
export type ChangeKind =
  | 'BOOKMARK'
  | 'CREATED'
  | 'REMOVED'
  | 'RESET'
  | 'UPDATED';

export type ChangePasswordInput = {
  currentPassword: string;
  newPassword: string;
};

export type CompleteSessionInput = {
  id: string;
  version: number;
};

export type CreateSessionInput = {
  capacity?: number | null | undefined;
  classLink?: string | null | undefined;
  description?: string | null | undefined;
  durationMinutes: number;
  location?: string | null | undefined;
  startsAt: string;
  timeZone: string;
  title: string;
  traineeIds?: Array<string> | null | undefined;
  trainerId: string;
};

export type CreateUserInput = {
  email: string;
  firstName: string;
  lastName: string;
  locale?: string | null | undefined;
  phone?: string | null | undefined;
  role: Role;
  /** Generated when left out. */
  temporaryPassword?: string | null | undefined;
  timeZone?: string | null | undefined;
  username: string;
};

export type DeactivateUserInput = {
  id: string;
  reason: string;
  version: number;
};

export type DeleteSessionInput = {
  id: string;
  version: number;
};

export type DeleteUserInput = {
  id: string;
  version: number;
};

export type Direction =
  | 'ASC'
  | 'DESC';

/** What a person can mend. */
export type ErrorCode =
  | 'CAPACITY_BELOW_BOOKED'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'INACTIVE'
  | 'INVALID'
  | 'IN_USE'
  | 'LAST_ADMIN'
  | 'NOT_A_TRAINEE'
  | 'NOT_A_TRAINER'
  | 'NOT_BEGUN'
  | 'NOT_BOOKED'
  | 'NOT_CANCELLED'
  | 'NOT_FOUND'
  | 'NOT_SCHEDULED'
  | 'SESSION_FULL'
  | 'TAKEN'
  | 'WEAK_PASSWORD'
  | 'WRONG_CREDENTIALS';

export type GenerateReportInput = {
  format: ReportFormat;
  /** Added, started or assigned then or later. */
  from?: string | null | undefined;
  kind: ReportKind;
  /** In which its times are shown; the viewer's own or the organisation's when left out. */
  timeZone?: string | null | undefined;
  /** Earlier than that. */
  to?: string | null | undefined;
};

export type JournalFilter = {
  actorId?: string | null | undefined;
  from?: string | null | undefined;
  noun?: string | null | undefined;
  nounId?: string | null | undefined;
  to?: string | null | undefined;
  verbs?: Array<string> | null | undefined;
};

export type MarkAttendanceInput = {
  marks: Array<AttendanceMark>;
  sessionId: string;
};

export type PasswordAction =
  | 'CHANGED'
  | 'CREATED'
  | 'RESET';

export type PasswordChangeFilter = {
  actions?: Array<PasswordAction> | null | undefined;
  from?: string | null | undefined;
  to?: string | null | undefined;
  userId?: string | null | undefined;
};

export type ReactivateUserInput = {
  id: string;
  reason?: string | null | undefined;
  version: number;
};

export type RemoveTraineesInput = {
  reason?: string | null | undefined;
  sessionId: string;
  traineeIds: Array<string>;
};

export type ReportFormat =
  | 'CSV'
  | 'PDF'
  | 'XLSX';

export type ReportKind =
  | 'ASSIGNMENTS'
  | 'ATTENDANCE'
  | 'SESSIONS'
  | 'USERS';

export type ReportStatus =
  | 'EXPIRED'
  | 'FAILED'
  | 'QUEUED'
  | 'READY'
  | 'RUNNING';

export type ResetPasswordInput = {
  /** Generated when left out. */
  temporaryPassword?: string | null | undefined;
  userId: string;
};

export type RestoreSessionInput = {
  id: string;
  reason?: string | null | undefined;
  version: number;
};

export type Role =
  | 'ADMIN'
  | 'TRAINEE'
  | 'TRAINER';

export type SessionFilter = {
  /** Ends later than that: with `to`, whatever is held at some time between them. */
  endsAfter?: string | null | undefined;
  /** Starts then or later. */
  from?: string | null | undefined;
  /** Neither class link nor location. */
  lacksPlace?: boolean | null | undefined;
  /** Begun, not cancelled, some booking not marked. */
  needsAttendance?: boolean | null | undefined;
  /** Beginnings of words in the title and in the trainer's name. */
  search?: string | null | undefined;
  statuses?: Array<SessionStatus> | null | undefined;
  /** Starts earlier than that. */
  to?: string | null | undefined;
  /** Who is booked on it, as far as the viewer may see that. */
  traineeId?: string | null | undefined;
  trainerActive?: boolean | null | undefined;
  trainerId?: string | null | undefined;
};

export type SessionOrder = {
  by: SessionOrderField;
  direction: Direction;
};

export type SessionOrderField =
  | 'CREATED_AT'
  | 'STARTS_AT'
  | 'TITLE';

export type SessionStatus =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'SCHEDULED';

export type SignInInput = {
  password: string;
  /** Or the e-mail. */
  username: string;
};

export type SignOutInput = {
  /** On every device. */
  everywhere?: boolean | null | undefined;
};

export type UnassignTraineeInput = {
  traineeId: string;
  trainerId: string;
};

export type UpdateOrganizationInput = {
  locale?: string | null | undefined;
  name?: string | null | undefined;
  timeZone?: string | null | undefined;
  version: number;
};

export type UpdateSessionInput = {
  capacity?: number | null | undefined;
  classLink?: string | null | undefined;
  description?: string | null | undefined;
  durationMinutes?: number | null | undefined;
  id: string;
  location?: string | null | undefined;
  startsAt?: string | null | undefined;
  timeZone?: string | null | undefined;
  title?: string | null | undefined;
  trainerId?: string | null | undefined;
  version: number;
};

export type UpdateUserInput = {
  email?: string | null | undefined;
  firstName?: string | null | undefined;
  id: string;
  lastName?: string | null | undefined;
  locale?: string | null | undefined;
  phone?: string | null | undefined;
  role?: Role | null | undefined;
  timeZone?: string | null | undefined;
  username?: string | null | undefined;
  version: number;
};

export type UserFilter = {
  /** Whether they are assigned to anybody, as far as the viewer sees the assignments. */
  hasTrainer?: boolean | null | undefined;
  isActive?: boolean | null | undefined;
  /** Only of those of whom the viewer may know it. */
  mustChangePassword?: boolean | null | undefined;
  roles?: Array<Role> | null | undefined;
  /** Beginnings of words in what the viewer may read. */
  search?: string | null | undefined;
  /** Trainers whom this trainee is assigned to. */
  traineeId?: string | null | undefined;
  /** Trainees assigned to this trainer. */
  trainerId?: string | null | undefined;
};

export type UserOrder = {
  by: UserOrderField;
  direction: Direction;
};

export type UserOrderField =
  | 'CREATED_AT'
  | 'NAME'
  | 'ROLE'
  | 'USERNAME';

export type HomeSessionFragment = { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> };

export type HomeEntryFragment = { id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null };

export type HomeDayQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
  after?: string | null | undefined;
}>;


export type HomeDayQuery = { sessions: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type ComingSessionsQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
  first: number;
}>;


export type ComingSessionsQuery = { sessions: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }> } };

export type UnmarkedSessionsQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
  first: number;
}>;


export type UnmarkedSessionsQuery = { sessions: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }> } };

export type PeopleNeedsQueryVariables = Exact<{ [key: string]: never; }>;


export type PeopleNeedsQuery = { temporary: { totalCount: number, nodes: Array<{ id: string, createdAt: string }> }, withoutTrainer: { totalCount: number, nodes: Array<{ id: string, createdAt: string }> } };

export type HomeJournalQueryVariables = Exact<{
  first: number;
  verbs?: Array<string> | string | null | undefined;
}>;


export type HomeJournalQuery = { journal: { nodes: Array<{ id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null }> } };

export type WeekNumbersFragment = { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> };

export type HomeCountsQueryVariables = Exact<{
  w0: string;
  w1: string;
  w2: string;
  w3: string;
  w4: string;
  w5: string;
  w6: string;
  monthAgo: string;
  twoMonthsAgo: string;
  now: string;
  timeZone?: string | null | undefined;
}>;


export type HomeCountsQuery = { days: { sessionsPerDay: Array<{ day: string, count: number }> }, week0: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, week1: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, week2: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, week3: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, week4: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, week5: { seats: { taken: number, capacity: number }, attendance: Array<{ attendance: Attendance | null, count: number }> }, month: { attendance: Array<{ attendance: Attendance | null, count: number }>, usersByRole: Array<{ role: Role, active: number, count: number }> }, monthBefore: { attendance: Array<{ attendance: Attendance | null, count: number }> }, newest: { nodes: Array<{ id: string, createdAt: string }> } };

export type MutationProblemFragment = { code: ErrorCode, field: string | null, message: string };

export type FindPeopleQueryVariables = Exact<{
  search: string;
}>;


export type FindPeopleQuery = { users: { nodes: Array<{ id: string, name: string, username: string, role: Role }> } };

export type FindSessionsQueryVariables = Exact<{
  search: string;
}>;


export type FindSessionsQuery = { sessions: { nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus }> } };

export type SessionsTodayQueryVariables = Exact<{
  endsAfter: string;
  to: string;
}>;


export type SessionsTodayQuery = { sessions: { totalCount: number } };

export type AssignmentBoardQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  search?: string | null | undefined;
}>;


export type AssignmentBoardQuery = { users: { totalCount: number, nodes: Array<{ id: string, name: string, trainees: { totalCount: number, nodes: Array<{ id: string, name: string, isActive: boolean }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type TraineesWithoutTrainerQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type TraineesWithoutTrainerQuery = { users: { totalCount: number, nodes: Array<{ id: string, name: string, username: string }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type AssignTraineeMutationVariables = Exact<{
  input: AssignTraineeInput;
}>;


export type AssignTraineeMutation = { assignTrainee: { assignment: { id: string, assignedAt: string, trainee: { id: string, name: string }, trainer: { id: string, name: string } } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type UnassignTraineeMutationVariables = Exact<{
  input: UnassignTraineeInput;
}>;


export type UnassignTraineeMutation = { unassignTrainee: { unassignedId: string | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type OwnTraineesQueryVariables = Exact<{
  trainerId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type OwnTraineesQuery = { assignments: { totalCount: number, nodes: Array<{ id: string, assignedAt: string, trainee: { id: string, name: string, username: string, email: string | null, phone: string | null, isActive: boolean } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type OwnTrainersQueryVariables = Exact<{
  traineeId: string;
}>;


export type OwnTrainersQuery = { assignments: { totalCount: number, nodes: Array<{ id: string, assignedAt: string, trainer: { id: string, name: string, email: string | null, phone: string | null, isActive: boolean } }> } };

export type JournalLineFragment = { id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null };

export type JournalQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: JournalFilter | null | undefined;
}>;


export type JournalQuery = { journal: { totalCount: number, nodes: Array<{ id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type UserChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type UserChangedSubscription = { userChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, user: { id: string, username: string, email: string | null, phone: string | null, firstName: string, lastName: string, name: string, role: Role, isActive: boolean, mustChangePassword: boolean | null, timeZone: string | null, locale: string | null, version: number, updatedAt: string } | null } };

export type OrganizationChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type OrganizationChangedSubscription = { organizationChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, organization: { name: string, timeZone: string, locale: string, version: number } | null } };

export type AssignmentChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AssignmentChangedSubscription = { assignmentChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, assignment: { id: string, assignedAt: string, trainee: { id: string, name: string }, trainer: { id: string, name: string } } | null } };

export type PasswordChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PasswordChangedSubscription = { passwordChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, passwordChange: { id: string, action: PasswordAction, at: string, details: string | null, user: { id: string, name: string }, performedBy: { id: string, name: string } | null } | null } };

export type PasswordChangesQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: PasswordChangeFilter | null | undefined;
}>;


export type PasswordChangesQuery = { passwordChanges: { totalCount: number, nodes: Array<{ id: string, at: string, action: PasswordAction, details: string | null, user: { id: string, name: string }, performedBy: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type PersonRowFragment = { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean };

export type PeopleQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
}>;


export type PeopleQuery = { users: { totalCount: number, nodes: Array<{ id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean, trainers: { totalCount: number, nodes: Array<{ id: string, name: string }> } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type PersonDetailFragment = { updatedAt: string, id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean };

export type PersonQueryVariables = Exact<{
  id: string;
}>;


export type PersonQuery = { user: { updatedAt: string, id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean, trainers: { totalCount: number, nodes: Array<{ id: string, name: string }> }, trainees: { totalCount: number, nodes: Array<{ id: string, name: string }> } } | null };

export type PersonPeopleQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type PersonPeopleQuery = { user: { id: string, trainers: { totalCount: number, nodes: Array<{ id: string, name: string, username: string, isActive: boolean }> }, trainees: { totalCount: number, nodes: Array<{ id: string, name: string, username: string, isActive: boolean }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PersonSessionFragment = { id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, location: string | null, classLink: string | null, seatsTaken: number, capacity: number | null };

export type PersonSessionsHeldQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}>;


export type PersonSessionsHeldQuery = { user: { id: string, sessionsHeld: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, location: string | null, classLink: string | null, seatsTaken: number, capacity: number | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PersonBookingsQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
  filter?: BookingFilter | null | undefined;
}>;


export type PersonBookingsQuery = { user: { id: string, bookings: { totalCount: number, nodes: Array<{ id: string, status: BookingStatus, attendance: Attendance | null, session: { id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, location: string | null, classLink: string | null, seatsTaken: number, capacity: number | null, trainer: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PersonHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type PersonHistoryQuery = { user: { id: string, history: { nodes: Array<{ id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type PersonAheadQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
}>;


export type PersonAheadQuery = { sessions: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, location: string | null, classLink: string | null, seatsTaken: number, capacity: number | null, trainer: { id: string, name: string } }> } };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { temporaryPassword: string | null, user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type UpdateUserMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateUserMutation = { updateUser: { user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type PersonForEditQueryVariables = Exact<{
  id: string;
}>;


export type PersonForEditQuery = { user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null };

export type DeactivateUserMutationVariables = Exact<{
  input: DeactivateUserInput;
}>;


export type DeactivateUserMutation = { deactivateUser: { user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ReactivateUserMutationVariables = Exact<{
  input: ReactivateUserInput;
}>;


export type ReactivateUserMutation = { reactivateUser: { user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type DeleteUserMutationVariables = Exact<{
  input: DeleteUserInput;
}>;


export type DeleteUserMutation = { deleteUser: { deletedId: string | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ResetPasswordMutationVariables = Exact<{
  input: ResetPasswordInput;
}>;


export type ResetPasswordMutation = { resetPassword: { temporaryPassword: string | null, user: { id: string, name: string, firstName: string, lastName: string, username: string, email: string | null, phone: string | null, timeZone: string | null, locale: string | null, role: Role, isActive: boolean, mustChangePassword: boolean | null, version: number, createdAt: string, viewerCanUpdate: boolean, viewerCanDeactivate: boolean, viewerCanDelete: boolean, viewerCanResetPassword: boolean } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { accessToken: string | null, expiresAt: string | null, mustChangePassword: boolean | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type RefreshSignInMutationVariables = Exact<{ [key: string]: never; }>;


export type RefreshSignInMutation = { refreshSignIn: { accessToken: string | null, expiresAt: string | null, mustChangePassword: boolean | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SignedInFragment = { accessToken: string | null, expiresAt: string | null, mustChangePassword: boolean | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> };

export type SignOutMutationVariables = Exact<{
  input: SignOutInput;
}>;


export type SignOutMutation = { signOut: { errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { user: { id: string, mustChangePassword: boolean | null, version: number } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SignInPlaceQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInPlaceQuery = { organization: { name: string } };

export type FindUsersQueryVariables = Exact<{
  search?: string | null | undefined;
  roles?: Array<Role> | Role | null | undefined;
}>;


export type FindUsersQuery = { users: { nodes: Array<{ id: string, name: string, username: string }> } };

export type UserNameQueryVariables = Exact<{
  id: string;
}>;


export type UserNameQuery = { user: { id: string, name: string } | null };

export type UserByWordQueryVariables = Exact<{
  search: string;
}>;


export type UserByWordQuery = { users: { nodes: Array<{ id: string, name: string, username: string, email: string | null }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewerPermissions: Array<string>, viewer: { id: string, username: string, email: string | null, phone: string | null, firstName: string, lastName: string, name: string, role: Role, mustChangePassword: boolean | null, timeZone: string | null, locale: string | null, version: number } | null, organization: { name: string, timeZone: string, locale: string, version: number } };

export type ViewerProfileFragment = { id: string, username: string, email: string | null, phone: string | null, firstName: string, lastName: string, name: string, role: Role, mustChangePassword: boolean | null, timeZone: string | null, locale: string | null, version: number };

export type OrganizationSettingsFragment = { name: string, timeZone: string, locale: string, version: number };

export type OrganizationSettingsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrganizationSettingsQuery = { organization: { name: string, timeZone: string, locale: string, version: number } };

export type UpdateOwnProfileMutationVariables = Exact<{
  input: UpdateUserInput;
}>;


export type UpdateOwnProfileMutation = { updateUser: { user: { id: string, username: string, email: string | null, phone: string | null, firstName: string, lastName: string, name: string, role: Role, mustChangePassword: boolean | null, timeZone: string | null, locale: string | null, version: number } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type UpdateOrganizationMutationVariables = Exact<{
  input: UpdateOrganizationInput;
}>;


export type UpdateOrganizationMutation = { updateOrganization: { organization: { name: string, timeZone: string, locale: string, version: number } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type AnalyticsQueryVariables = Exact<{
  from: string;
  to: string;
  before: string;
  timeZone?: string | null | undefined;
  trainers: number;
}>;


export type AnalyticsQuery = { analytics: { sessionsPerDay: Array<{ day: string, count: number }>, sessionsByStatus: Array<{ status: SessionStatus, count: number }>, attendance: Array<{ attendance: Attendance | null, count: number }>, usersByRole: Array<{ role: Role, count: number, active: number }>, seats: { taken: number, capacity: number }, trainerLoad: Array<{ minutes: number, sessions: number, trainees: number, trainer: { id: string, name: string } }> }, earlier: { sessionsByStatus: Array<{ status: SessionStatus, count: number }>, seats: { taken: number, capacity: number } } };

export type PeriodMarksFragment = { attendance: Array<{ attendance: Attendance | null, count: number }> };

export type AttendancePeriodsQueryVariables = Exact<{
  p0: string;
  p1: string;
  p2: string;
  p3: string;
  p4: string;
  p5: string;
  p6: string;
  timeZone?: string | null | undefined;
}>;


export type AttendancePeriodsQuery = { period0: { attendance: Array<{ attendance: Attendance | null, count: number }> }, period1: { attendance: Array<{ attendance: Attendance | null, count: number }> }, period2: { attendance: Array<{ attendance: Attendance | null, count: number }> }, period3: { attendance: Array<{ attendance: Attendance | null, count: number }> }, period4: { attendance: Array<{ attendance: Attendance | null, count: number }> }, period5: { attendance: Array<{ attendance: Attendance | null, count: number }> } };

export type ReportChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ReportChangedSubscription = { reportChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, report: { id: string, kind: ReportKind, format: ReportFormat, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, createdAt: string, expiresAt: string | null, url: string | null, failure: string | null } | null } };

export type ReportLineFragment = { id: string, kind: ReportKind, format: ReportFormat, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, createdAt: string, expiresAt: string | null, failure: string | null, url: string | null, requestedBy: { id: string, name: string } };

export type ReportsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
}>;


export type ReportsQuery = { reports: { totalCount: number, nodes: Array<{ id: string, kind: ReportKind, format: ReportFormat, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, createdAt: string, expiresAt: string | null, failure: string | null, url: string | null, requestedBy: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type ReportLinkQueryVariables = Exact<{
  id: string;
}>;


export type ReportLinkQuery = { report: { id: string, status: ReportStatus, url: string | null } | null };

export type GenerateReportMutationVariables = Exact<{
  input: GenerateReportInput;
}>;


export type GenerateReportMutation = { generateReport: { report: { id: string, kind: ReportKind, format: ReportFormat, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, createdAt: string, expiresAt: string | null, failure: string | null, url: string | null, requestedBy: { id: string, name: string } } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type OwnAttendanceQueryVariables = Exact<{
  traineeId: string;
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  attendance?: Array<Attendance> | Attendance | null | undefined;
  to?: string | null | undefined;
}>;


export type OwnAttendanceQuery = { bookings: { totalCount: number, nodes: Array<{ id: string, attendance: Attendance | null, markedAt: string | null, session: { id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, trainer: { id: string, name: string } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type OwnAttendanceCountsQueryVariables = Exact<{
  traineeId: string;
  to?: string | null | undefined;
}>;


export type OwnAttendanceCountsQuery = { all: { totalCount: number }, present: { totalCount: number }, late: { totalCount: number }, excused: { totalCount: number }, absent: { totalCount: number } };

export type CalendarQueryVariables = Exact<{
  after?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
}>;


export type CalendarQuery = { sessions: { nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, trainer: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SessionChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SessionChangedSubscription = { sessionChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, session: { id: string, title: string, description: string | null, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, updatedAt: string, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanRemoveTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string } } | null } };

export type BookingChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BookingChangedSubscription = { bookingChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, booking: { id: string, status: BookingStatus, attendance: Attendance | null, markedAt: string | null, updatedAt: string, session: { id: string, seatsTaken: number, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }, trainee: { id: string, name: string }, markedBy: { id: string, name: string } | null } | null } };

export type FindTraineesQueryVariables = Exact<{
  search?: string | null | undefined;
}>;


export type FindTraineesQuery = { users: { nodes: Array<{ id: string, name: string, username: string }> } };

export type RosterBookingFragment = { id: string, status: BookingStatus, attendance: Attendance | null, markedAt: string | null, trainee: { id: string, name: string }, markedBy: { id: string, name: string } | null };

export type RosterQueryVariables = Exact<{
  sessionId: string;
  after?: string | null | undefined;
}>;


export type RosterQuery = { bookings: { nodes: Array<{ id: string, status: BookingStatus, attendance: Attendance | null, markedAt: string | null, trainee: { id: string, name: string }, markedBy: { id: string, name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SeatCountsFragment = { id: string, seatsTaken: number, viewerCanDelete: boolean, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> };

export type AddTraineesMutationVariables = Exact<{
  input: AddTraineesInput;
}>;


export type AddTraineesMutation = { addTrainees: { session: { id: string, seatsTaken: number, viewerCanDelete: boolean, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type RemoveTraineesMutationVariables = Exact<{
  input: RemoveTraineesInput;
}>;


export type RemoveTraineesMutation = { removeTrainees: { session: { id: string, seatsTaken: number, viewerCanDelete: boolean, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type MarkAttendanceMutationVariables = Exact<{
  input: MarkAttendanceInput;
}>;


export type MarkAttendanceMutation = { markAttendance: { session: { id: string, seatsTaken: number, viewerCanDelete: boolean, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SessionDetailFragment = { description: string | null, createdAt: string, updatedAt: string, viewerCanRemoveTrainees: boolean, id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> };

export type SessionQueryVariables = Exact<{
  id: string;
  own: boolean;
}>;


export type SessionQuery = { session: { description: string | null, createdAt: string, updatedAt: string, viewerCanRemoveTrainees: boolean, id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, viewerBooking?: { id: string, attendance: Attendance | null, markedAt: string | null } | null, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null };

export type SessionHistoryQueryVariables = Exact<{
  id: string;
  after?: string | null | undefined;
}>;


export type SessionHistoryQuery = { session: { id: string, history: { nodes: Array<{ id: string, at: string, verb: string, noun: string, nounId: string, kind: ChangeKind, fields: Array<string>, reason: string | null, before: unknown, after: unknown, actor: { id: string, name: string } | null, about: { id: string, name: string } | null, session: { id: string, title: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type CreateSessionMutationVariables = Exact<{
  input: CreateSessionInput;
}>;


export type CreateSessionMutation = { createSession: { session: { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type UpdateSessionMutationVariables = Exact<{
  input: UpdateSessionInput;
}>;


export type UpdateSessionMutation = { updateSession: { session: { description: string | null, id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SessionForEditQueryVariables = Exact<{
  id: string;
}>;


export type SessionForEditQuery = { session: { description: string | null, id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null };

export type CancelSessionMutationVariables = Exact<{
  input: CancelSessionInput;
}>;


export type CancelSessionMutation = { cancelSession: { session: { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type RestoreSessionMutationVariables = Exact<{
  input: RestoreSessionInput;
}>;


export type RestoreSessionMutation = { restoreSession: { session: { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type CompleteSessionMutationVariables = Exact<{
  input: CompleteSessionInput;
}>;


export type CompleteSessionMutation = { completeSession: { session: { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type DeleteSessionMutationVariables = Exact<{
  input: DeleteSessionInput;
}>;


export type DeleteSessionMutation = { deleteSession: { deletedId: string | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type SessionRowFragment = { id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> };

export type SessionListQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  last?: number | null | undefined;
  before?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
  orderBy?: SessionOrder | null | undefined;
  own: boolean;
}>;


export type SessionListQuery = { sessions: { totalCount: number, nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanAddTrainees: boolean, viewerCanMarkAttendance: boolean, viewerBooking?: { id: string, attendance: Attendance | null } | null, trainer: { id: string, name: string }, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type AnySessionQueryVariables = Exact<{
  filter?: SessionFilter | null | undefined;
}>;


export type AnySessionQuery = { sessions: { nodes: Array<{ id: string }> } };
