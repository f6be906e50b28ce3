import type { Class } from './platform/noun.ts'

/** Every resolver, in stair order. */
export const resolvers: readonly Class[] = []
