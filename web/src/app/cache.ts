import { InMemoryCache } from '@apollo/client'
import type { FieldPolicy, TypePolicies } from '@apollo/client'

/** What was read in a list is there at once when it is opened; null (not there, or not to be seen) stays null. */
const byId = (typename: string): FieldPolicy => ({
  keyArgs: ['id'],
  read: (existing: unknown, { args, toReference }) =>
    existing === undefined && args ? toReference({ __typename: typename, id: args['id'] as string }) : existing,
})

// Pages are shown one by one: each set of arguments is an entry of its own, which is what Apollo does by itself. Two
// operations may ask the same page for different fields.
const connections = ['User', 'Session', 'Booking', 'Assignment', 'PasswordChange', 'Journal', 'Report']

const typePolicies: TypePolicies = {
  Query: { fields: { user: byId('User'), session: byId('Session'), report: byId('Report') } },
  Organization: { keyFields: [] },
  Session: { fields: { attendanceCounts: { merge: false } } },
  Analytics: { merge: true },
  ...Object.fromEntries(connections.map((noun) => [`${noun}Connection`, { merge: true }])),
}

export const createCache = () => new InMemoryCache({ typePolicies })
