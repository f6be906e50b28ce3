import type { Cast, Person } from './cast.ts'
import type { Dice } from './dice.ts'

/** Something that somebody is about to do. */
export interface Intent {
  readonly verb: string
  readonly query: string
  readonly input: object
  /** Whether it changes something for certain, when it is acknowledged. */
  readonly isSure: boolean
  /** What the writer knows afterwards; null when it was refused. `isClear`: no attempt can have been done unseen, or be done yet. */
  readonly learn: (payload: Payload | null, isClear: boolean) => void
  /** Asked after a refusal, for what the writer did not know. */
  readonly look?: { readonly query: string; readonly input: string; readonly learn: (data: Readonly<Record<string, unknown>>) => void }
}
type Payload = Readonly<Record<string, unknown>>

interface Known { readonly id: string; version: number; status: string; trainerId: string; readonly hasBegun: boolean; isMarked: boolean }
/** Whether somebody is in something, as far as their writer knows. */
type Standing = 'in' | 'out' | 'unknown'

/** What all writers know together of the sessions: a notice board, right most of the time. */
export interface Board { readonly sessions: Map<string, Known>; readonly people: Map<string, { version: number; role: string }> }
export const emptyBoard = (): Board => ({ sessions: new Map(), people: new Map() })

interface ToldSession { readonly id: string; readonly version: number; readonly status: string; readonly trainer: { readonly id: string } }

const MOST_SESSIONS = 30
const [TRANSFORM_FIRST, TRANSFORM_EACH] = [3, 15]
const SESSION = 'session { id version status trainer { id } }'
const mutation = (verb: string, answers: string): string =>
  `mutation ($input: ${verb[0]!.toUpperCase()}${verb.slice(1)}Input!) { ${verb}(input: $input) { ${answers} errors { code field } } }`

export interface Desk { readonly person: Person; readonly cast: Cast; readonly board: Board; readonly dice: Dice; /** Whose places nobody else gives or takes. */ readonly charges: readonly Person[] }

/** What somebody at this desk may want next; each writer keeps what it knows of its own charges. */
export function intentsOf({ person, cast, board, dice, charges }: Desk): () => Intent {
  const places = new Map<string, Standing>()
  const pairs = new Map<string, Standing>()
  const isAdmin = person.role === 'ADMIN'
  let count = 0
  let turn = 0
  const mine = (): Known[] => [...board.sessions.values()].filter(({ trainerId }) => isAdmin || trainerId === person.id)

  const learnSession = (payload: Payload | null, begun = false): void => {
    const told = payload?.['session'] as ToldSession | null | undefined
    if (!told) return
    const known = board.sessions.get(told.id)
    if (known && known.version > told.version) return
    const now = { version: told.version, status: told.status, trainerId: told.trainer.id }
    board.sessions.set(told.id, known ? Object.assign(known, now) : { id: told.id, hasBegun: begun, isMarked: false, ...now })
  }
  const lookAt = (known: Known): Intent['look'] => ({
    query: `query ($input: ID!) { session(id: $input) ${SESSION.replace('session ', '')} }`, input: known.id,
    learn: data => (data['session'] ? learnSession(data) : void board.sessions.delete(known.id)),
  })

  const create = (): Intent => {
    const begun = dice.chance(0.5)
    const startsAt = new Date(Date.now() + (begun ? -1 : 1) * 3_600_000 * dice.between(2, 200)).toISOString()
    const trainerId = isAdmin ? dice.pick(cast.trainers).id : person.id
    const invited = charges.filter(() => dice.chance(0.4)).map(({ id }) => id)
    const input = { title: `${person.username} ${++count}`, trainerId, startsAt, durationMinutes: 60, timeZone: 'Africa/Cairo', traineeIds: invited, capacity: dice.pick([2, 4, null]) }
    return {
      verb: 'createSession', query: mutation('createSession', SESSION), input, isSure: true,
      learn: payload => {
        learnSession(payload, begun)
        const { id } = (payload?.['session'] ?? {}) as { id?: string }
        if (id) for (const trainee of invited) places.set(`${id} ${trainee}`, 'in')
      },
    }
  }

  const edit = (verb: string, known: Known, changes: object): Intent => ({
    verb, query: mutation(verb, SESSION), input: { id: known.id, version: known.version, ...changes }, isSure: true,
    learn: payload => learnSession(payload), look: lookAt(known),
  })

  const place = (known: Known): Intent => {
    const trainee = dice.pick(charges)
    const at = `${known.id} ${trainee.id}`
    const standing = places.get(at) ?? 'out'
    const isIn = standing === 'unknown' ? dice.chance(0.5) : standing === 'in'
    const verb = isIn ? 'removeTrainees' : 'addTrainees'
    return {
      verb, query: mutation(verb, SESSION), input: { sessionId: known.id, traineeIds: [trainee.id] }, isSure: standing !== 'unknown',
      learn: (payload, isClear) => {
        learnSession(payload)
        note(places, at, isIn, payload, isClear)
      },
      look: lookAt(known),
    }
  }

  const mark = (known: Known): Intent => {
    const trainee = dice.pick(charges)
    known.isMarked = true
    return {
      verb: 'markAttendance', query: mutation('markAttendance', SESSION),
      input: { sessionId: known.id, marks: [{ traineeId: trainee.id, attendance: dice.pick(['PRESENT', 'LATE', 'EXCUSED']) }] }, isSure: false,
      learn: payload => learnSession(payload), look: lookAt(known),
    }
  }

  const remove = (known: Known): Intent => ({
    verb: 'deleteSession', query: mutation('deleteSession', 'deletedId'), input: { id: known.id, version: known.version }, isSure: true,
    learn: payload => {
      if (payload) board.sessions.delete(known.id)
    },
    look: lookAt(known),
  })

  const assign = (): Intent => {
    const [trainee, trainer] = [dice.pick(charges), dice.pick(cast.trainers)]
    const at = `${trainee.id} ${trainer.id}`
    const standing = pairs.get(at) ?? 'out'
    const isIn = standing === 'unknown' ? dice.chance(0.5) : standing === 'in'
    const verb = isIn ? 'unassignTrainee' : 'assignTrainee'
    return {
      verb, query: mutation(verb, isIn ? 'unassignedId' : 'assignment { id }'), input: { traineeId: trainee.id, trainerId: trainer.id }, isSure: standing !== 'unknown',
      learn: (payload, isClear) => note(pairs, at, isIn, payload, isClear),
    }
  }

  const learnPerson = (payload: Payload | null): void => {
    const told = payload?.['user'] as { id: string; version: number; role: string } | null | undefined
    if (told && told.version > (board.people.get(told.id)?.version ?? 0)) board.people.set(told.id, { version: told.version, role: told.role })
  }
  const revise = (whom: Person, changes: object): Intent => {
    const known = board.people.get(whom.id) ?? { version: 1, role: whom.role }
    return {
      verb: 'updateUser', query: mutation('updateUser', 'user { id version role }'), input: { id: whom.id, version: known.version, ...changes }, isSure: true,
      learn: payload => learnPerson(payload),
      look: { query: 'query ($input: ID!) { user(id: $input) { id version role } }', input: whom.id, learn: learnPerson },
    }
  }
  const rename = (): Intent => revise(dice.pick([...cast.trainers, ...charges]), { lastName: `${person.username} ${++count}`, phone: String(1_000 + count) })
  const transform = (): Intent => revise(cast.changeling, { role: board.people.get(cast.changeling.id)?.role === 'TRAINEE' ? 'TRAINER' : 'TRAINEE' })

  return () => {
    // Not left to chance, which seldom comes to it in a short run.
    if (person === cast.admins[0] && turn++ % TRANSFORM_EACH === TRANSFORM_FIRST) return transform()
    const sessions = mine()
    if (sessions.length < 3 || (sessions.length < MOST_SESSIONS && dice.chance(0.12))) return create()
    const known = dice.pick(sessions)
    const roll = dice.share()
    if (isAdmin && roll < 0.08) return assign()
    if (isAdmin && roll < 0.16) return rename()
    if (isAdmin && roll < 0.2) return edit('updateSession', known, { trainerId: dice.pick(cast.trainers).id, title: `${person.username} ${++count}` })
    if (isAdmin && roll < 0.25 && !known.isMarked) return remove(known)
    if (roll < 0.34) return known.status === 'CANCELLED' ? edit('restoreSession', known, {}) : edit('cancelSession', known, { reason: `${person.username} ${++count}` })
    if (roll < 0.44 && known.hasBegun) return mark(known)
    return roll < 0.62 ? edit('updateSession', known, { title: `${person.username} ${++count}` }) : place(known)
  }
}

/** What became of a place. Where an earlier attempt may have been done, or may be done yet, nobody can say any more. */
function note(places: Map<string, Standing>, at: string, wasIn: boolean, payload: Payload | null, isClear: boolean): void {
  if (!isClear) places.set(at, 'unknown')
  else if (payload && places.get(at) !== 'unknown') places.set(at, wasIn ? 'out' : 'in')
}
