/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { type GraphQLClient, type RequestOptions } from 'graphql-request';
type GraphQLClientRequestHeaders = RequestOptions['requestHeaders'];
export type AddTraineesInput = {
  sessionId: string;
  traineeIds: Array<string>;
};

export type Attendance =
  | 'ABSENT'
  | 'EXCUSED'
  | 'LATE'
  | 'PRESENT';

export type AttendanceMark = {
  attendance?: Attendance | null | undefined;
  traineeId: string;
};

export type ChangePasswordInput = {
  currentPassword: string;
  newPassword: string;
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

export type Direction =
  | 'ASC'
  | 'DESC';

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
  from?: string | null | undefined;
  kind: ReportKind;
  timeZone?: string | null | undefined;
  to?: string | null | undefined;
};

export type MarkAttendanceInput = {
  marks: Array<AttendanceMark>;
  sessionId: string;
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

export type Role =
  | 'ADMIN'
  | 'TRAINEE'
  | 'TRAINER';

export type SessionFilter = {
  from?: string | null | undefined;
  /** Neither class link nor location. */
  lacksPlace?: boolean | null | undefined;
  /** Begun, not cancelled, some booking not marked. */
  needsAttendance?: boolean | null | undefined;
  search?: string | null | undefined;
  statuses?: Array<SessionStatus> | null | undefined;
  to?: string | null | undefined;
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
  username: string;
};

export type UserFilter = {
  /** Trainees: assigned to somebody or to nobody. */
  hasTrainer?: boolean | null | undefined;
  isActive?: boolean | null | undefined;
  mustChangePassword?: boolean | null | undefined;
  roles?: Array<Role> | null | undefined;
  /** Beginnings of words in what the viewer may read. */
  search?: string | null | undefined;
  traineeId?: string | null | undefined;
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

export type RefusedFragment = { code: ErrorCode, field: string | null, message: string };

export type SignInMutationVariables = Exact<{
  input: SignInInput;
}>;


export type SignInMutation = { signIn: { accessToken: string | null, expiresAt: string | null, mustChangePassword: boolean | null, user: { id: string, name: string, role: Role } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ChangePasswordMutationVariables = Exact<{
  input: ChangePasswordInput;
}>;


export type ChangePasswordMutation = { changePassword: { user: { id: string } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { id: string, username: string, name: string, role: Role, timeZone: string | null, locale: string | null } | null };

export type UsersQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: UserFilter | null | undefined;
  orderBy?: UserOrder | null | undefined;
}>;


export type UsersQuery = { users: { nodes: Array<{ id: string, username: string, name: string, role: Role, isActive: boolean }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type SessionsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: SessionFilter | null | undefined;
  orderBy?: SessionOrder | null | undefined;
}>;


export type SessionsQuery = { sessions: { nodes: Array<{ id: string, title: string, startsAt: string, endsAt: string, timeZone: string, status: SessionStatus, seatsTaken: number, capacity: number | null, trainer: { id: string, name: string } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CreateUserMutationVariables = Exact<{
  input: CreateUserInput;
}>;


export type CreateUserMutation = { createUser: { temporaryPassword: string | null, user: { id: string, username: string } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type CreateSessionMutationVariables = Exact<{
  input: CreateSessionInput;
}>;


export type CreateSessionMutation = { createSession: { session: { id: string, title: string, startsAt: string, seatsTaken: number, version: number } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type AddTraineesMutationVariables = Exact<{
  input: AddTraineesInput;
}>;


export type AddTraineesMutation = { addTrainees: { session: { id: string, seatsTaken: number } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type MarkAttendanceMutationVariables = Exact<{
  input: MarkAttendanceInput;
}>;


export type MarkAttendanceMutation = { markAttendance: { session: { id: string, attendanceCounts: Array<{ attendance: Attendance | null, count: number }> } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type GenerateReportMutationVariables = Exact<{
  input: GenerateReportInput;
}>;


export type GenerateReportMutation = { generateReport: { report: { id: string, status: ReportStatus } | null, errors: Array<{ code: ErrorCode, field: string | null, message: string }> } };

export type ReportQueryVariables = Exact<{
  id: string;
}>;


export type ReportQuery = { report: { id: string, status: ReportStatus, progress: number, rows: number | null, bytes: number | null, url: string | null, failure: string | null } | null };

export const RefusedFragmentDoc = new TypedDocumentString(`
    fragment Refused on MutationError {
  code
  field
  message
}
    `, {"fragmentName":"Refused"});
export const SignInDocument = new TypedDocumentString(`
    mutation signIn($input: SignInInput!) {
  signIn(input: $input) {
    accessToken
    expiresAt
    mustChangePassword
    user {
      id
      name
      role
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const ChangePasswordDocument = new TypedDocumentString(`
    mutation changePassword($input: ChangePasswordInput!) {
  changePassword(input: $input) {
    user {
      id
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const ViewerDocument = new TypedDocumentString(`
    query viewer {
  viewer {
    id
    username
    name
    role
    timeZone
    locale
  }
}
    `);
export const UsersDocument = new TypedDocumentString(`
    query users($first: Int = 50, $after: String, $filter: UserFilter, $orderBy: UserOrder) {
  users(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      username
      name
      role
      isActive
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `);
export const SessionsDocument = new TypedDocumentString(`
    query sessions($first: Int = 50, $after: String, $filter: SessionFilter, $orderBy: SessionOrder) {
  sessions(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    nodes {
      id
      title
      startsAt
      endsAt
      timeZone
      status
      seatsTaken
      capacity
      trainer {
        id
        name
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `);
export const CreateUserDocument = new TypedDocumentString(`
    mutation createUser($input: CreateUserInput!) {
  createUser(input: $input) {
    user {
      id
      username
    }
    temporaryPassword
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const CreateSessionDocument = new TypedDocumentString(`
    mutation createSession($input: CreateSessionInput!) {
  createSession(input: $input) {
    session {
      id
      title
      startsAt
      seatsTaken
      version
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const AddTraineesDocument = new TypedDocumentString(`
    mutation addTrainees($input: AddTraineesInput!) {
  addTrainees(input: $input) {
    session {
      id
      seatsTaken
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const MarkAttendanceDocument = new TypedDocumentString(`
    mutation markAttendance($input: MarkAttendanceInput!) {
  markAttendance(input: $input) {
    session {
      id
      attendanceCounts {
        attendance
        count
      }
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const GenerateReportDocument = new TypedDocumentString(`
    mutation generateReport($input: GenerateReportInput!) {
  generateReport(input: $input) {
    report {
      id
      status
    }
    errors {
      ...Refused
    }
  }
}
    fragment Refused on MutationError {
  code
  field
  message
}`);
export const ReportDocument = new TypedDocumentString(`
    query report($id: ID!) {
  report(id: $id) {
    id
    status
    progress
    rows
    bytes
    url
    failure
  }
}
    `);

export type SdkFunctionWrapper = <T>(action: (requestHeaders?:Record<string, string>) => Promise<T>, operationName: string, operationType?: string, variables?: any) => Promise<T>;


const defaultWrapper: SdkFunctionWrapper = (action, _operationName, _operationType, _variables) => action();

export function getSdk(client: GraphQLClient, withWrapper: SdkFunctionWrapper = defaultWrapper) {
  return {
    signIn(variables: SignInMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SignInMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<SignInMutation>({ document: SignInDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'signIn', 'mutation', variables);
    },
    changePassword(variables: ChangePasswordMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ChangePasswordMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<ChangePasswordMutation>({ document: ChangePasswordDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'changePassword', 'mutation', variables);
    },
    viewer(variables?: ViewerQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ViewerQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ViewerQuery>({ document: ViewerDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'viewer', 'query', variables);
    },
    users(variables?: UsersQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UsersQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<UsersQuery>({ document: UsersDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'users', 'query', variables);
    },
    sessions(variables?: SessionsQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<SessionsQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<SessionsQuery>({ document: SessionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'sessions', 'query', variables);
    },
    createUser(variables: CreateUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CreateUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CreateUserMutation>({ document: CreateUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'createUser', 'mutation', variables);
    },
    createSession(variables: CreateSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CreateSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CreateSessionMutation>({ document: CreateSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'createSession', 'mutation', variables);
    },
    addTrainees(variables: AddTraineesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<AddTraineesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<AddTraineesMutation>({ document: AddTraineesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'addTrainees', 'mutation', variables);
    },
    markAttendance(variables: MarkAttendanceMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<MarkAttendanceMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<MarkAttendanceMutation>({ document: MarkAttendanceDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'markAttendance', 'mutation', variables);
    },
    generateReport(variables: GenerateReportMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<GenerateReportMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<GenerateReportMutation>({ document: GenerateReportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'generateReport', 'mutation', variables);
    },
    report(variables: ReportQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<ReportQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<ReportQuery>({ document: ReportDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'report', 'query', variables);
    }
  };
}
export type Sdk = ReturnType<typeof getSdk>;