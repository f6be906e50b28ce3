import type { Deed, Evidence, Heard, JournalRow, NounName, RoleName, Stream, Values } from './evidence.ts'
import { NOUNS } from './evidence.ts'
import { replay } from './past.ts'
import { CONTACT } from './sight.ts'

/** People of an invented afternoon, by their ids. */
export const PEOPLE: Readonly<Record<string, RoleName>> = { ada: 'ADMIN', tom: 'TRAINER', tess: 'TRAINER', ann: 'TRAINEE', ben: 'TRAINEE' }

export interface Step {
  readonly act: 'plan' | 'rename' | 'give' | 'book' | 'cancel' | 'assign' | 'unassign' | 'delete' | 'revise'
  readonly session: number
  readonly trainee: 'ann' | 'ben'
  readonly trainer: 'tom' | 'tess'
  /** Whether every screen is cut after it. */
  readonly cuts: boolean
}

/** An afternoon as it would leave its traces if everything went as promised: the journal, the tables, the writers and the screens. */
export function liveThrough(steps: readonly Step[]): Evidence {
  const journal: JournalRow[] = []
  const things = new Map<string, Values>()
  const deeds: Deed[] = []
  const cuts: number[] = []
  const write = (requestId: string, noun: NounName, id: string, kind: JournalRow['kind'], after: Values | null = null): void => {
    if (kind === 'REMOVED') things.delete(`${noun} ${id}`)
    else if (after) things.set(`${noun} ${id}`, { ...things.get(`${noun} ${id}`), ...after })
    journal.push({ position: journal.length + 1, requestId, noun, id, kind, fields: Object.keys(after ?? {}), after })
  }
  const perform = (verb: string, act: (requestId: string) => void): void => {
    const [name, requestId] = [`deed ${deeds.length}`, `deed ${deeds.length}-1`]
    act(requestId)
    if (journal.at(-1)?.requestId !== requestId) return
    deeds.push({ name, verb, isSure: true, attempts: [{ requestId, sentAt: 10 * deeds.length }], outcome: 'acknowledged', answeredAt: 10 * deeds.length + 5 })
  }
  for (const [id, role] of Object.entries(PEOPLE)) perform('createUser', request => write(request, 'User', id, 'CREATED', { role, lastName: 'Before', phone: '100', email: `${id}@example.org` }))
  const beginning = journal.length
  for (const step of steps) {
    perform(step.act, request => play(step, request, things, write))
    if (step.cuts) cuts.push(journal.length)
  }
  const tables = Object.fromEntries(NOUNS.map(noun => [noun, new Map([...things].filter(([name]) => name.startsWith(`${noun} `)).map(([name, values]) => [name.split(' ')[1]!, values]))]))
  return { journal, withoutPosition: 0, tables: tables as unknown as Evidence['tables'], deeds, streams: heardBy(journal, beginning, cuts), isIdempotent: true }
}

type Write = (requestId: string, noun: NounName, id: string, kind: JournalRow['kind'], after?: Values | null) => void

function play({ act, session, trainee, trainer }: Step, request: string, things: ReadonlyMap<string, Values>, write: Write): void {
  const [id, booking, pair] = [`s${session}`, `b${session}-${trainee}`, `a-${trainee}-${trainer}`]
  const [standing, booked, assigned] = [things.get(`Session ${id}`), things.get(`Booking ${booking}`), things.has(`Assignment ${pair}`)]
  const isIn = booked?.['status'] === 'BOOKED'
  // More rows than are needed harm nobody: they are told to those alone whose sight they move.
  const touch = (): void => {
    write(request, 'Session', id, 'TOUCHED')
    write(request, 'User', String(standing!['trainer']), 'TOUCHED')
  }
  if (act === 'plan' && !standing) write(request, 'Session', id, 'CREATED', { title: 'New', trainer, status: 'SCHEDULED' })
  if (act === 'rename' && standing) write(request, 'Session', id, 'UPDATED', { title: request })
  if (act === 'revise') write(request, 'User', trainer, 'UPDATED', { lastName: request })
  if (act === 'give' && standing && standing['trainer'] !== trainer) {
    write(request, 'Session', id, 'UPDATED', { trainer })
    for (const person of ['tom', 'tess']) write(request, 'User', person, 'TOUCHED')
  }
  if (act === 'book' && standing && !isIn) {
    write(request, 'Booking', booking, booked ? 'UPDATED' : 'CREATED', booked ? { status: 'BOOKED' } : { session: id, trainee, status: 'BOOKED' })
    touch()
  }
  if (act === 'cancel' && standing && isIn) {
    write(request, 'Booking', booking, 'UPDATED', { status: 'CANCELLED' })
    touch()
  }
  if (act === 'delete' && standing) {
    for (const [name, { session: of }] of things) if (name.startsWith('Booking ') && of === id) write(request, 'Booking', name.split(' ')[1]!, 'REMOVED')
    write(request, 'Session', id, 'REMOVED')
    write(request, 'User', String(standing['trainer']), 'TOUCHED')
  }
  if ((act === 'assign' && !assigned) || (act === 'unassign' && assigned)) {
    write(request, 'Assignment', pair, act === 'assign' ? 'CREATED' : 'REMOVED', act === 'assign' ? { trainee, trainer } : null)
    write(request, 'User', trainer, 'TOUCHED')
  }
}

/** Everybody's screens, which hear what is due to them and nothing else, and come back after each cut with their last cursor. */
function heardBy(journal: readonly JournalRow[], beginning: number, cuts: readonly number[]): Stream[] {
  const viewers = Object.entries(PEOPLE).map(([id, role]) => ({ id, role }))
  const past = replay(journal, viewers)
  return viewers.flatMap(eyes => NOUNS.map((noun): Stream => {
    const dues = past.dues(eyes, noun).toSorted((a, b) => a.position - b.position)
    const bookmark = (position: number): Heard => ({ kind: 'BOOKMARK', position, role: eyes.role, id: null, fields: [], thing: null })
    const ends = [...new Set([...cuts, past.head])]
    return {
      viewerId: eyes.id, noun,
      connections: ends.map((end, i) => {
        const start = i === 0 ? beginning : ends[i - 1]!
        const heard = dues.filter(({ position }) => position > start && position <= end).map(({ deed, position, id, kind }): Heard => {
          const state = past.statesFrom(noun, id, deed)[0]!
          const mayRead = past.seesFrom(eyes, 'Contact', id, deed)
          const thing = kind === 'REMOVED' ? null : mayRead || noun !== 'User' ? state : { ...state, ...Object.fromEntries(CONTACT.map(field => [field, null])) }
          return { kind, position, role: eyes.role, id, fields: [], thing }
        })
        return { after: i === 0 ? null : start, heard: i === 0 ? [bookmark(start), ...heard] : [...heard, bookmark(end)] }
      }),
    }
  }))
}
