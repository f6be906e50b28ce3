/** As much of the schema as the list asks, for peers that are built schema first. */
export const SDL = `
  enum SessionOrderField { STARTS_AT }
  enum Direction { ASC DESC }
  input SessionOrder { by: SessionOrderField! direction: Direction! }
  type User { id: ID! username: String! firstName: String! lastName: String! }
  type Booking { id: ID! attendance: String trainee: User! }
  type BookingConnection { nodes: [Booking!]! }
  type Session { id: ID! title: String! startsAt: String! durationMinutes: Int! status: String! trainer: User! bookings(first: Int): BookingConnection! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type SessionConnection { nodes: [Session!]! pageInfo: PageInfo! }
  type Query { sessions(first: Int, after: String, orderBy: SessionOrder): SessionConnection! }
`
