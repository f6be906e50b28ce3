/** What the sockets follow: four operations, so that equals are of four groups; the first asks all that the others ask. */
export const DOCUMENTS = [
  'subscription A { sessionChanged { cursor kind id fields session { id title startsAt durationMinutes status version trainer { id firstName lastName } } } }',
  'subscription B { sessionChanged { cursor kind id session { id title version } } }',
  'subscription C { sessionChanged { cursor id fields session { id title startsAt status } } }',
  'subscription D { sessionChanged { kind id fields session { title durationMinutes trainer { firstName lastName } } } }',
] as const

/** As the web asks: what the viewer may do differs between the trainer who holds the session and the others. */
export const WITH_RIGHTS = `subscription E { sessionChanged { cursor kind id fields at actor { id name } session {
  id title startsAt endsAt status seatsTaken version trainer { id name } viewerCanUpdate viewerCanCancel viewerCanComplete viewerCanAddTrainees
} } }`

export interface Change {
  readonly cursor: string
  readonly kind: string
  readonly id: string
  readonly fields: readonly string[]
  readonly session: {
    readonly id: string; readonly title: string; readonly startsAt: string; readonly durationMinutes: number; readonly status: string; readonly version: number
    readonly trainer: { readonly id: string; readonly firstName: string; readonly lastName: string }
  }
}

/** The same four selections by hand, in the same order. */
export const picks: readonly ((change: Change) => object)[] = [
  ({ cursor, kind, id, fields, session }) => ({ cursor, kind, id, fields, session }),
  ({ cursor, kind, id, session: { id: session, title, version } }) => ({ cursor, kind, id, session: { id: session, title, version } }),
  ({ cursor, id, fields, session: { id: session, title, startsAt, status } }) => ({ cursor, id, fields, session: { id: session, title, startsAt, status } }),
  ({ kind, id, fields, session: { title, durationMinutes, trainer: { firstName, lastName } } }) =>
    ({ kind, id, fields, session: { title, durationMinutes, trainer: { firstName, lastName } } }),
]

export const SDL = `
  type User { id: ID! firstName: String! lastName: String! }
  type Session { id: ID! title: String! startsAt: String! durationMinutes: Int! status: String! version: Int! trainer: User! }
  type SessionChange { cursor: String! kind: String! id: ID fields: [String!]! session: Session }
  type Query { none: Int }
  type Subscription { sessionChanged(after: String): SessionChange! }
`
