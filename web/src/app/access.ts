import { RefreshSignInDocument } from '../generated/identity/signIn.ts'
import type { SignedInFragment } from '../generated/operations.ts'
import { post } from './post.ts'

// The access token lives in memory alone; the refresh token in a cookie that no script can read. All tabs share one
// sign-in: one of them renews it at a time, and tells the others.

interface Access {
  token: string
  receivedAt: number
  expiresAt: number
  mustChangePassword: boolean
}

type Told = { kind: 'renewed'; access: Access } | { kind: 'ended' }

/** Says only that somebody signed in here before, so that a first visit need not ask. */
const hint = 'lectern-signed-in'
const channel = new BroadcastChannel('lectern-access')

let access: Access | undefined
let renewing: Promise<Access | undefined> | undefined

/** Nobody has signed in on this browser, as far as it knows: no need to ask, nor to load what stands behind. */
export const isStranger = () => access === undefined && localStorage.getItem(hint) === null

/** Where signing in leads back to. */
export const signInPath = (to: string) => (to === '/' ? '/sign-in' : `/sign-in?${new URLSearchParams({ to })}`)

const subjectOf = (token: string): unknown => {
  try {
    const claims = token.split('.')[1] ?? ''
    return (JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sub?: unknown }).sub
  } catch {
    return undefined
  }
}

function toSignIn(back: boolean): void {
  const { pathname, search } = window.location
  // A whole new page: nothing that the last viewer read stays in memory.
  window.location.assign(signInPath(back ? pathname + search : '/'))
}

channel.onmessage = ({ data }: MessageEvent<Told>) => {
  if (data.kind === 'ended') {
    if (access) toSignIn(true)
    return
  }
  if (access && subjectOf(access.token) !== subjectOf(data.access.token)) {
    window.location.reload()
    return
  }
  access = data.access
}

const tell = (told: Told) => channel.postMessage(told)

/** Takes what signing in or renewing gave; undefined when it was refused. */
export function accept(payload: SignedInFragment): Access | undefined {
  if (!payload.accessToken || !payload.expiresAt) return undefined
  access = {
    token: payload.accessToken,
    receivedAt: Date.now(),
    expiresAt: Date.parse(payload.expiresAt),
    mustChangePassword: payload.mustChangePassword ?? false,
  }
  localStorage.setItem(hint, '1')
  tell({ kind: 'renewed', access })
  return access
}

async function renewNow(stale: string | undefined): Promise<Access | undefined> {
  // Another tab may have renewed it while this one waited for the lock.
  if (access && access.token !== stale) return access
  const { refreshSignIn } = await post(RefreshSignInDocument, {})
  const renewed = accept(refreshSignIn)
  if (!renewed) forget()
  return renewed
}

function forget(): void {
  access = undefined
  localStorage.removeItem(hint)
}

const withLock = <Result>(work: () => Promise<Result>): Promise<Result> =>
  // Web Locks want a secure context; over plain http on another machine the server's grace for two tabs must do.
  'locks' in navigator ? navigator.locks.request('lectern-renew', work) : work()

/** A new token for one that is not good any more; undefined when the sign-in has ended. Rejects when nobody answers. */
export function renewAccess(stale?: string): Promise<Access | undefined> {
  renewing ??= withLock(() => renewNow(stale)).finally(() => {
    renewing = undefined
  })
  return renewing
}

// Neither the server's clock nor this one has to be right: a token is renewed early only when it is old by both.
const isOld = ({ receivedAt, expiresAt }: Access) =>
  expiresAt - Date.now() < 30_000 && Date.now() - receivedAt > 60_000

/** What to send along; undefined when nobody is signed in. */
export async function freshAccess(): Promise<Access | undefined> {
  if (access && !isOld(access)) return access
  if (isStranger()) return undefined
  return renewAccess(access?.token)
}

export const freshToken = async () => (await freshAccess())?.token

/** The temporary password is changed: the token at hand is good for everything from now on. */
export function passwordWasChanged(): void {
  if (access) access = { ...access, mustChangePassword: false }
}

/** The sign-in has ended, here or elsewhere. `remember`: come back to this page, or begin anew. */
export function accessEnded({ remember }: { remember: boolean } = { remember: true }): void {
  forget()
  tell({ kind: 'ended' })
  toSignIn(remember)
}
