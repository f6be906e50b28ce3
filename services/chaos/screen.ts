import { setTimeout as passed } from 'node:timers/promises'
import { createClient, type Client } from 'graphql-ws'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import { NOUNS, type Heard, type NounName, type RoleName, type Stream, type Values } from './evidence.ts'

/** What a screen follows, and what it shows of each noun. */
const SHOWS: Readonly<Record<NounName, string>> = {
  User: 'id lastName role version email phone',
  Session: 'id title status version seatsTaken trainer { id }',
  Booking: 'id status attendance session { id } trainee { id }',
  Assignment: 'id trainer { id } trainee { id }',
}

const fieldOf = (noun: NounName): string => noun.toLowerCase()
const documentOf = (noun: NounName): string => `subscription Follow($after: String) {
  ${fieldOf(noun)}Changed(after: $after) { cursor kind id fields ${fieldOf(noun)} { ${SHOWS[noun]} } }
}`

interface Message { readonly cursor: string; readonly kind: Heard['kind']; readonly id: string | null; readonly fields: readonly string[]; readonly [noun: string]: unknown }

/** The right to this socket has ended. */
const FORBIDDEN = 4403
const KEEP_ALIVE_MS = 2_000
const PONG_MS = 2_000
const LONGEST_WAIT_MS = 700

export interface Screen {
  readonly streams: readonly Stream[]
  /** How often it came back. */
  readonly returns: () => number
  readonly close: () => Promise<void>
}

/** A screen that somebody leaves open: follows four nouns over one socket, and comes back with its last cursors, now here, now there. */
export function openScreen(person: Person, ports: readonly number[], dice: Dice): Screen {
  const streams = NOUNS.map(noun => ({ viewerId: person.id, noun, connections: [] as { after: number | null; heard: Heard[] }[], cursor: undefined as string | undefined }))
  let isClosed = false
  let openings = 0
  let client: Client | undefined

  const follow = (stream: (typeof streams)[number], socket: Client): Promise<void> => {
    const heard: Heard[] = []
    stream.connections.push({ after: stream.cursor === undefined ? null : readCursor(stream.cursor).position, heard })
    return new Promise(resolve => {
      socket.subscribe<Record<string, Message>>({ query: documentOf(stream.noun), variables: { after: stream.cursor } }, {
        next: ({ data }) => {
          const message = data?.[`${fieldOf(stream.noun)}Changed`]
          // An error in the place of a change: whoever comes back hears it once more.
          if (!message) return socket.terminate()
          stream.cursor = message.cursor
          heard.push(heardOf(stream.noun, message))
        },
        error: () => resolve(),
        complete: () => resolve(),
      })
    })
  }

  const live = async (): Promise<void> => {
    while (!isClosed) {
      const socket = socketTo(dice.pick(ports), person, () => openings++)
      let isRefused = false
      socket.on('closed', event => {
        isRefused = (event as { code?: number }).code === FORBIDDEN
      })
      client = socket
      const ends = streams.map(stream => follow(stream, socket))
      await Promise.race(ends)
      socket.terminate()
      await Promise.all(ends)
      await socket.dispose()
      if (isRefused && !isClosed) await person.signInAgain()
      if (!isClosed) await passed(dice.between(50, LONGEST_WAIT_MS))
    }
  }
  const living = live()

  return {
    streams,
    returns: () => Math.max(0, openings - 1),
    close: async () => {
      isClosed = true
      client?.terminate()
      await living
    },
  }
}

function socketTo(port: number, { token }: Person, onOpen: () => void): Client {
  let pongIsLate: NodeJS.Timeout | undefined
  const client = createClient({
    url: `ws://127.0.0.1:${port}/graphql`, lazy: true, retryAttempts: 0, keepAlive: KEEP_ALIVE_MS, connectionAckWaitTimeout: 2 * PONG_MS,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
    on: {
      connected: onOpen,
      ping: received => {
        if (!received) pongIsLate = setTimeout(() => client.terminate(), PONG_MS)
      },
      pong: received => {
        if (received) clearTimeout(pongIsLate)
      },
      closed: () => clearTimeout(pongIsLate),
    },
  })
  return client
}

/** Where in the feed a cursor points, and as whom: clients need not know, the proof does. */
function readCursor(cursor: string): { position: number; role: RoleName } {
  const parts = Buffer.from(cursor, 'base64url').toString().split('.')
  return { position: Number(parts[0]), role: parts.at(-1) as RoleName }
}

function heardOf(noun: NounName, { cursor, kind, id, fields, [fieldOf(noun)]: thing }: Message): Heard {
  return { kind, id, fields, ...readCursor(cursor), thing: thing ? flat(thing as Values) : null }
}

const flat = (thing: Values): Values =>
  Object.fromEntries(Object.entries(thing).map(([field, value]) => [field, typeof value === 'object' && value !== null ? (value as { id: string }).id : value]))
