/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type Attendance =
  | 'ABSENT'
  | 'EXCUSED'
  | 'LATE'
  | 'PRESENT';

export type BookingStatus =
  | 'BOOKED'
  | 'CANCELLED';

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

export type PasswordAction =
  | 'CHANGED'
  | 'CREATED'
  | 'RESET';

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

export type Role =
  | 'ADMIN'
  | 'TRAINEE'
  | 'TRAINER';

export type SessionStatus =
  | 'CANCELLED'
  | 'COMPLETED'
  | 'SCHEDULED';

export type SignInInput = {
  password: string;
  username: string;
};

export type SignOutInput = {
  everywhere?: boolean | null | undefined;
};

export type UpdateOrganizationInput = {
  locale?: string | null | undefined;
  name?: string | null | undefined;
  timeZone?: string | null | undefined;
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

export type MutationProblemFragment = { code: ErrorCode, field: string | null, message: string };

export type FindPeopleQueryVariables = Exact<{
  search: string;
}>;


export type FindPeopleQuery = { users: { nodes: Array<{ id: string, name: string, username: string, role: Role }> } };

export type FindSessionsQueryVariables = Exact<{
  search: string;
}>;


export type FindSessionsQuery = { sessions: { nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus }> } };

export type UserChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type UserChangedSubscription = { userChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, user: { id: string, username: string, email: string | null, phone: string | null, firstName: string, lastName: string, name: string, role: Role, isActive: boolean, mustChangePassword: boolean | null, timeZone: string | null, locale: string | null, version: number, updatedAt: string } | null } };

export type AssignmentChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type AssignmentChangedSubscription = { assignmentChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, assignment: { id: string, assignedAt: string, trainee: { id: string, name: string }, trainer: { id: string, name: string } } | null } };

export type PasswordChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type PasswordChangedSubscription = { passwordChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, passwordChange: { id: string, action: PasswordAction, at: string, details: string | null, user: { id: string, name: string }, performedBy: { id: string, name: string } | null } | null } };

export type SignInPlaceQueryVariables = Exact<{ [key: string]: never; }>;


export type SignInPlaceQuery = { organization: { name: string } };

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

export type ReportChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type ReportChangedSubscription = { reportChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, report: { id: string, kind: ReportKind, format: ReportFormat, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, createdAt: string, expiresAt: string | null, url: string | null, failure: string | null } | null } };

export type SessionChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type SessionChangedSubscription = { sessionChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, session: { id: string, title: string, description: string | null, startsAt: string, endsAt: string, durationMinutes: number, timeZone: string, status: SessionStatus, cancelReason: string | null, classLink: string | null, location: string | null, capacity: number | null, seatsTaken: number, version: number, updatedAt: string, viewerCanUpdate: boolean, viewerCanCancel: boolean, viewerCanRestore: boolean, viewerCanComplete: boolean, viewerCanDelete: boolean, viewerCanMarkAttendance: boolean, trainer: { id: string, name: string } } | null } };

export type BookingChangedSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type BookingChangedSubscription = { bookingChanged: { cursor: string, kind: ChangeKind, id: string | null, fields: Array<string>, at: string, actor: { id: string, name: string } | null, booking: { id: string, status: BookingStatus, attendance: Attendance | null, markedAt: string | null, updatedAt: string, session: { id: string, seatsTaken: number, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> }, trainee: { id: string, name: string }, markedBy: { id: string, name: string } | null } | null } };
