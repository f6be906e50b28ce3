import { argon2id, hash, verify } from 'argon2'
import { availableParallelism } from 'node:os'
import { fault } from '../platform/fault.ts'
import { isStreamSafe } from '../platform/input.ts'
import { type RandomBytes, pick } from '../platform/random.ts'
import { Refusal, refuses } from '../platform/refusal.ts'

declare module '../platform/refusal.ts' {
  interface RefusalCodes {
    WEAK_PASSWORD: true
  }
}
refuses({ WEAK_PASSWORD: 'This password is too easy to guess.' })

/** OWASP's parameters: 19 MiB, two passes, one lane. */
const parameters = { type: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1, hashLength: 32 } as const
// Nobody's password: only its parameters matter, so that an unknown user costs what a known one does.
export const nobodysHash = '$argon2id$v=19$m=19456,p=1,t=2$bm9ib2R5J3Mgc2FsdC4uLg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
const shortest = 12
const longest = 128

/** Hashes cost a core each: so many run, so many wait, the rest is told to come back. */
export interface HashQueue {
  readonly running: number
  readonly waiting: number
  /** What the work needs is prepared when it is nearly its turn, and then for all who wait behind it too, so that one statement can read it. */
  run<T, P = void>(work: (prepared: P) => Promise<T>, prepare?: () => Promise<P>): Promise<T>
}

interface Place { readonly begin: () => void; readonly prepare: () => void }

/**
 * One more than there are cores, so that none stands idle while the next is handed over. libuv has four threads, for files and names too: one is
 * left to them.
 */
const mostRunning = Math.min(availableParallelism() + 1, 3)

export function hashQueue(inFlight = mostRunning, room = inFlight * 32): HashQueue {
  let running = 0
  const waiting: Place[] = []
  /** For how many of those who wait, from the first on, that is done. */
  let prepared = 0
  const prepareNext = (): void => {
    if (prepared >= Math.min(inFlight, waiting.length)) return
    for (const { prepare } of waiting.slice(prepared)) prepare()
    prepared = waiting.length
  }
  /** Whoever ends hands over its place, so that nobody who comes later slips in between. */
  const giveOn = (): void => {
    const next = waiting.shift()
    if (next === undefined) return void running--
    next.begin()
    prepared--
    prepareNext()
  }
  return {
    get running() {
      return running
    },
    get waiting() {
      return waiting.length
    },
    async run<T, P>(work: (prepared: P) => Promise<T>, prepare = async () => undefined as P) {
      const { promise: ready, resolve } = Promise.withResolvers<P>()
      // That it failed is heard of when its turn comes.
      ready.catch(() => {})
      const place = { prepare: () => resolve(Promise.try(prepare)) }
      if (running < inFlight) {
        running++
        place.prepare()
      } else {
        if (waiting.length >= room) throw fault('RATE_LIMITED', 'Too many people sign in at this moment. Try again soon.', { retryAfter: 2 })
        await new Promise<void>(begin => {
          waiting.push({ ...place, begin })
          prepareNext()
        })
      }
      try {
        return await work(await ready)
      } finally {
        giveOn()
      }
    },
  }
}

export function hashPassword(queue: HashQueue, password: string): Promise<string> {
  return queue.run(() => hash(normalized(password), parameters))
}

/** Whom `read` finds, if it is their password. Nobody is found at the same price: one hash. */
export async function verifyPassword<Owner extends { readonly passwordHash: string }>(
  queue: HashQueue, read: () => Promise<Owner | undefined>, password: string,
): Promise<Owner | undefined> {
  return queue.run(async owner => {
    const isPossible = owner !== undefined && password.length <= 2 * longest
    const matches = await verify(owner?.passwordHash ?? nobodysHash, isPossible ? normalized(password) : '')
    return isPossible && matches ? owner : undefined
  }, read)
}

export interface PasswordOwner {
  readonly username: string
  readonly names: readonly string[]
  readonly email: string | null
}

/** Throws a Refusal WEAK_PASSWORD that says why. Length counts, kinds of characters do not. */
export async function checkPassword(password: string, owner: PasswordOwner, field: string | null = 'password'): Promise<void> {
  const weakness = lengthWeakness(password) ?? ownNameWeakness(password, owner) ?? (await guessWeakness(password))
  if (weakness !== null) throw new Refusal('WEAK_PASSWORD', field, weakness)
}

// Told by telephone or copied by hand: no pair of these is mistaken for one another. 25 letters, 18 times: 83 bits.
const clearLetters = 'acdefghjkmnprtuwxy2345678'

/** Readable, and different for everybody: `kx74pm-a8wnrt-d5hgcu`. */
export function temporaryPassword(random: RandomBytes): string {
  const group = () => Array.from({ length: 6 }, () => clearLetters[pick(random, clearLetters.length)]).join('')
  return [group(), group(), group()].join('-')
}

/** The same characters typed on another keyboard or system are the same password. */
function normalized(password: string): string {
  return isStreamSafe(password) ? password.normalize('NFKC') : password
}

function lengthWeakness(password: string): string | null {
  const length = [...normalized(password)].length
  if (length < shortest) return `Use at least ${shortest} characters; a few words do well.`
  if (length > longest) return `Use at most ${longest} characters.`
  return null
}

function ownNameWeakness(password: string, owner: PasswordOwner): string | null {
  const own = [owner.username, ...owner.names, ...(owner.email?.split('@') ?? []), 'lectern']
    .flatMap(name => [name, ...name.split(/[\s._@-]+/)])
    .map(name => normalized(name).toLowerCase())
    .filter(name => name.length >= 3)
    .sort((a, b) => b.length - a.length)
  const rest = own.reduce((left, name) => left.replaceAll(name, ''), normalized(password).toLowerCase())
  return rest.length < 8 && rest.length < normalized(password).length ? 'Use something other than your own names.' : null
}

async function guessWeakness(password: string): Promise<string | null> {
  const text = normalized(password).toLowerCase()
  if (isRepetition(text) || isRun(text)) return 'Repetitions and rows of characters are guessed first. Use a few words instead.'
  const common = await commonPasswords()
  const core = unmasked(text)
  const isPadded = text.length - core.length <= 8 && common.has(core)
  return common.has(text) || isPadded ? 'This is one of the passwords that are guessed first. Use a few words instead.' : null
}

/** `passwordpassword`, `abcabcabcabc`: something shorter, written again and again. */
function isRepetition(text: string): boolean {
  return (text + text).indexOf(text, 1) <= text.length / 2
}

/** `abcdefghijkl`, `987654321098`: each character is the next or the last but one. */
function isRun(text: string): boolean {
  const step = (by: number) => [...text].slice(1).filter((letter, at) => (letter.codePointAt(0)! - text.codePointAt(at)! - by) % 10 === 0).length
  return Math.max(step(1), step(-1)) >= text.length - 2
}

const masks: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }

/** `P4ssw0rd2026!` is `password`: what is put before and behind, and letters written as digits, come first in every guess. */
function unmasked(text: string): string {
  return text.replace(/^[^a-z]+|[^a-z]+$/g, '').replace(/[013457@$!]/g, sign => masks[sign] ?? sign)
}

let common: Promise<ReadonlySet<string>> | null = null

/** Read at the first use: 49,000 of them, some 40 ms. */
function commonPasswords(): Promise<ReadonlySet<string>> {
  common ??= import('@zxcvbn-ts/language-common').then(({ dictionary }) => new Set(dictionary['passwords-common']))
  return common
}

declare module '../platform/context.ts' {
  interface Services {
    readonly hashes: HashQueue
  }
}
