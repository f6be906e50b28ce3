/** Case 1: a page of 50 sessions, each with its trainer and ten trainees: 600 objects. */
export const LIST = `query List($after: String) {
  sessions(first: 50, after: $after, orderBy: { by: STARTS_AT, direction: ASC }) {
    nodes {
      id title startsAt durationMinutes status
      trainer { id username firstName lastName }
      bookings(first: 10) { nodes { id attendance trainee { id username firstName lastName } } }
    }
    pageInfo { hasNextPage endCursor }
  }
}`
