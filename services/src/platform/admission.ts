import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Cancel, Clock } from './clock.ts'

/** So many a second, in steps: a step that comes late lets in no more for it, so a busy process is not made busier. */
const STEP_MS = 50
const A_STEP = 10
/** At that rate the last of the line waits a quarter of a minute, which every client does. */
const LONGEST_LINE = 3_000
/** A whole company may stand behind one address. */
const MOST_OF_ADDRESS = 5_000
const COME_AGAIN_SECONDS = 10

/** Lets WebSockets in at a bounded rate: when a server has gone, all that it had come to the others at once. */
export interface Admission {
  /** Calls `enter` when it is its turn; who cannot be taken is told to come again. */
  readonly arrive: (socket: Duplex, address: string, enter: () => void) => void
  readonly waiting: () => number
  /** Sends who waits elsewhere, and whoever comes. */
  readonly close: () => void
}

export function createAdmission(clock: Clock): Admission {
  const line = new Map<Duplex, () => void>()
  const ofAddress = tally()
  let left = A_STEP
  let stepping: Cancel | undefined
  let isClosed = false

  const letIn = (): void => {
    for (const [socket, enter] of line) {
      if (left === 0) break
      line.delete(socket)
      left--
      enter()
    }
    if (left < A_STEP) stepping ??= clock.later(STEP_MS, step)
  }
  const step = (): void => {
    stepping = undefined
    left = A_STEP
    letIn()
  }

  return {
    arrive(socket, address, enter) {
      if (isClosed || line.size >= LONGEST_LINE) return refuseUpgrade(socket, 503, COME_AGAIN_SECONDS)
      if (ofAddress.of(address) >= MOST_OF_ADDRESS) return refuseUpgrade(socket, 429, COME_AGAIN_SECONDS)
      ofAddress.add(address)
      socket.once('close', () => {
        ofAddress.remove(address)
        line.delete(socket)
      })
      line.set(socket, enter)
      letIn()
    },
    waiting: () => line.size,
    close() {
      isClosed = true
      stepping?.()
      for (const socket of line.keys()) refuseUpgrade(socket, 503, COME_AGAIN_SECONDS)
      line.clear()
    },
  }
}

export function refuseUpgrade(socket: Duplex, status: number, comeAgainSeconds?: number): void {
  const retryAfter = comeAgainSeconds === undefined ? '' : `Retry-After: ${comeAgainSeconds}\r\n`
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n${retryAfter}Content-Length: 0\r\n\r\n`)
}

export interface Tally {
  readonly of: (key: string) => number
  readonly add: (key: string) => void
  readonly remove: (key: string) => void
}

/** How many stand under each key; keys that nobody stands under are forgotten. */
export function tally(): Tally {
  const counts = new Map<string, number>()
  const of = (key: string): number => counts.get(key) ?? 0
  return {
    of,
    add: key => void counts.set(key, of(key) + 1),
    remove: key => {
      if (of(key) > 1) counts.set(key, of(key) - 1)
      else counts.delete(key)
    },
  }
}
