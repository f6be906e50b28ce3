import { User } from '../identity/user.entity.ts'
import type { Config } from '../platform/config.ts'
import { createContext, noCookie, type Context, type Services } from '../platform/context.ts'
import { keyRing, type KeyRing } from '../platform/keys.ts'
import { mayAsk } from '../platform/permission.ts'
import { readById, selecting } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { signedPath, verifiedGrant } from '../platform/signature.ts'
import { system, type Viewer } from '../platform/viewer.ts'
import { ReportStatus, type Report } from './report.entity.ts'

const LINK_LIFETIME = 5 * 60_000

export const REPORTS_PATH = '/reports/'

const ringOf = (config: Config): KeyRing => keyRing(config.secrets, 'report link')

/** Where the viewer fetches a report; null while there is nothing to fetch. */
export function linkTo({ id, status, expiresAt }: Pick<Row<Report>, 'id' | 'status' | 'expiresAt'>, { config, clock, viewer }: Context): string | null {
  const now = clock.now().getTime()
  if (status !== ReportStatus.READY || expiresAt === null || Date.parse(expiresAt) <= now || viewer.kind !== 'user') return null
  return signedPath(ringOf(config), { path: `${REPORTS_PATH}${id}`, subject: id, user: viewer.id, expiresAt: new Date(now + LINK_LIFETIME) })
}

/** For whom a link was signed; null when it was tampered with, or its time is over. */
export function userOfLink({ config, clock }: Services, url: string, reportId: string): string | null {
  return verifiedGrant(ringOf(config), clock, { method: 'GET', url, subject: reportId })?.user ?? null
}

/** A context of the user as they are now; null when they may not ask `verb` any more, whatever they could before. */
export async function contextOf(services: Services, userId: string, verb: string, requestId: string): Promise<Context | null> {
  const request = { viewer: system, requestId, ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() }
  const context = createContext(services, request)
  const user = await readById(selecting(context, { User: ['role', 'isActive', 'mustChangePassword'] }), User, userId)
  if (!user?.isActive || user.mustChangePassword) return null
  const viewer: Viewer = { kind: 'user', id: userId, role: user.role, signInId: '', mustChangePassword: false }
  return mayAsk(viewer, verb) ? createContext(services, { ...request, viewer }) : null
}
