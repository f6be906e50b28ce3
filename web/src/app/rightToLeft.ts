import { deferred } from './deferred.ts'

/** Emotion's styles with their sides turned. */
export const rightToLeftCache = deferred(async () => (await import('./rightToLeftCache.ts')).cache)
