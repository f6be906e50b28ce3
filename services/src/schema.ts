// The law comes first: what has no line here is seen and asked by nobody.
import './identity/identity.policy.ts'
import './scheduling/scheduling.policy.ts'
import './reporting/reporting.policy.ts'
import type { Class } from './platform/noun.ts'

/** Every resolver, in stair order. */
export const resolvers: readonly Class[] = []
