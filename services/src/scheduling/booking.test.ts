import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { anonymous, startLectern, type Lectern, type Person } from '../../test/lectern.ts'
import { Role, User } from '../identity/user.entity.ts'
import { sql } from '../platform/sql.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const STATE = `session { id status capacity seatsTaken version bookings(first: 100) { nodes { trainee { id } status attendance markedBy { id } markedAt } } }`

let lectern: Lectern
let admin: Person
let trainer: Person
let trainee: Person
let colleague: Person
let others: Person[]

beforeAll(async () => {
  lectern = await startLectern()
  ;({ admin, trainer, trainee } = lectern)
  colleague = await lectern.person({ role: Role.TRAINER })
  others = []
  for (let i = 0; i < 9; i++) others.push(await lectern.person({ role: Role.TRAINEE }))
})

afterAll(() => lectern.stop())

const from = (milliseconds: number): string => new Date(lectern.clock.now().getTime() + milliseconds).toISOString()

async function deed(who: Person, verb: string, input: object, selection = STATE) {
  const type = `${verb[0]!.toUpperCase()}${verb.slice(1)}Input!`
  const answer = await lectern.as(who).ask(`mutation Deed($input: ${type}) { ${verb}(input: $input) { ${selection} errors { code field message } } }`, { input })
  return answer.data?.[verb] ?? { fault: answer.errors?.[0]?.extensions.code, message: answer.errors?.[0]?.message }
}

async function made(input: object = {}) {
  const form = { title: 'First aid', trainerId: trainer.id, startsAt: from(DAY), durationMinutes: 90, timeZone: 'Africa/Cairo', ...input }
  const { session, errors } = await deed(admin, 'createSession', { ...form })
  expect(errors).toEqual([])
  return session
}

interface Page { readonly nodes: readonly { readonly id: string }[]; readonly pageInfo: Readonly<Record<string, string>> }
type Answer = { readonly data: Readonly<Record<string, Page>> }

const FORWARD = ['first', 'after', 'hasNextPage', 'endCursor']
const BACKWARD = ['last', 'before', 'hasPreviousPage', 'startCursor']

/** The ids of all pages, in the connection's order. */
async function walkPages(page: (cursor: string | null, words: readonly string[]) => Promise<Answer>, field: string, forward: boolean): Promise<string[]> {
  const words = forward ? FORWARD : BACKWARD
  const found: string[] = []
  let cursor: string | null = null
  do {
    const { nodes, pageInfo }: Page = (await page(cursor, words)).data[field]!
    found[forward ? 'push' : 'unshift'](...nodes.map(({ id }) => id))
    cursor = pageInfo[words[2]!] ? pageInfo[words[3]!]! : null
  } while (cursor !== null)
  return found
}

const codes = ({ errors }: { errors: { code: string; field: string | null }[] }) => errors.map(({ code, field }) => (field ? `${code} at ${field}` : code))
const ids = (people: readonly Person[]): string[] => people.map(({ id }) => id)
interface Place { trainee: { id: string }; status: string; attendance: string | null }
const placesOf = (session: { bookings: { nodes: Place[] } }, status = 'BOOKED') =>
  session.bookings.nodes.filter(booking => booking.status === status).map(booking => booking.trainee.id)

const VERBS = ['addTrainees', 'removeTrainees', 'markAttendance'] as const
const inputOf = (verb: string, sessionId: string, traineeId: string): object =>
  verb === 'markAttendance' ? { sessionId, marks: [{ traineeId, attendance: 'PRESENT' }] } : { sessionId, traineeIds: [traineeId] }

describe('who may ask', () => {
  test('nobody signed in: bookings', async () => {
    const { errors } = await lectern.as(anonymous).ask('{ bookings { nodes { id } } }')
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test.each(VERBS)('nobody signed in: %s', async verb => {
    expect(await deed(anonymous, verb, inputOf(verb, 'x', 'y'))).toMatchObject({ fault: 'UNAUTHENTICATED' })
  })

  test.each(VERBS)('%s: an admin, and the trainer who holds the session', async verb => {
    const allowed = { admin: true, trainer: true, colleague: false, trainee: false, stranger: false }
    const people = { admin, trainer, colleague, trainee, stranger: others[0]! }
    for (const [name, who] of Object.entries(people)) {
      const { id } = await made({ startsAt: from(0), traineeIds: [trainee.id] })
      const payload = await deed(who, verb, inputOf(verb, id, trainee.id))
      expect([name, codes(payload)]).toEqual([name, allowed[name as keyof typeof allowed] ? [] : ['FORBIDDEN']])
    }
  })

  test('an unknown session is refused at its field', async () => {
    for (const verb of VERBS) expect(codes(await deed(admin, verb, inputOf(verb, '0'.repeat(26), trainee.id)))).toEqual(['NOT_FOUND at sessionId'])
  })

  test('a trainee sees the own bookings, staff see all', async () => {
    const { id } = await made({ traineeIds: [trainee.id, others[0]!.id] })
    const seen = async (who: Person) => {
      const { data } = await lectern.as(who).ask('query ($id: ID!) { bookings(filter: { sessionId: $id }) { nodes { trainee { id } } totalCount } }', { id })
      return data.bookings.nodes.map((booking: Place) => booking.trainee.id).toSorted()
    }
    expect(await seen(trainee)).toEqual([trainee.id])
    expect(await seen(others[1]!)).toEqual([])
    for (const who of [admin, trainer, colleague]) expect(await seen(who)).toEqual([trainee.id, others[0]!.id].toSorted())
  })
})

describe('places', () => {
  test('adding is all or none, and safe to repeat', async () => {
    const [one, two, three] = others as [Person, Person, Person]
    const { id, version } = await made({ capacity: 2, traineeIds: [one.id] })
    const full = await deed(admin, 'addTrainees', { sessionId: id, traineeIds: ids([one, two, three]) })
    expect(codes(full)).toEqual(['SESSION_FULL at traineeIds'])
    expect(full.errors[0].message).toBe('Only one seat is left.')
    const { session } = await deed(trainer, 'addTrainees', { sessionId: id, traineeIds: ids([one, two, two]) })
    expect(session).toMatchObject({ seatsTaken: 2, version })
    expect(placesOf(session)).toEqual(ids([one, two]))
    expect(codes(await deed(admin, 'addTrainees', { sessionId: id, traineeIds: ids([two, one]) }))).toEqual([])
    expect(codes(await deed(admin, 'addTrainees', { sessionId: id, traineeIds: ids([three]) }))).toEqual(['SESSION_FULL at traineeIds'])
  })

  test('only active trainees are booked; whoever is booked already is not asked again', async () => {
    const left = await lectern.person({ role: Role.TRAINEE })
    const { id } = await made({ traineeIds: [left.id] })
    await lectern.write(async work => Object.assign(await work.em.findOneOrFail(User, { id: left.id }), { isActive: false }))
    const gone = await lectern.person({ role: Role.TRAINEE, isActive: false })
    const traineeIds = [left.id, colleague.id, gone.id, '0'.repeat(26), trainee.id]
    expect(codes(await deed(admin, 'addTrainees', { sessionId: id, traineeIds }))).toEqual(
      ['NOT_A_TRAINEE at traineeIds.1', 'INACTIVE at traineeIds.2', 'NOT_FOUND at traineeIds.3'])
    expect((await deed(admin, 'addTrainees', { sessionId: id, traineeIds: [left.id, trainee.id] })).session.seatsTaken).toBe(2)
  })

  test('a booking taken off is kept as CANCELLED and becomes BOOKED again', async () => {
    const { id } = await made({ traineeIds: [trainee.id] })
    const { session } = await deed(trainer, 'removeTrainees', { sessionId: id, traineeIds: [trainee.id], reason: 'Ill' })
    expect([placesOf(session), placesOf(session, 'CANCELLED'), session.seatsTaken]).toEqual([[], [trainee.id], 0])
    expect(codes(await deed(trainer, 'removeTrainees', { sessionId: id, traineeIds: [trainee.id] }))).toEqual([])
    expect(codes(await deed(trainer, 'removeTrainees', { sessionId: id, traineeIds: [others[0]!.id, 'nobody'] }))).toEqual(
      ['NOT_BOOKED at traineeIds.0', 'NOT_FOUND at traineeIds.1'])
    const again = await deed(trainer, 'addTrainees', { sessionId: id, traineeIds: [trainee.id] })
    expect([placesOf(again.session), placesOf(again.session, 'CANCELLED')]).toEqual([[trainee.id], []])
  })

  test('a session that is completed or cancelled keeps its people', async () => {
    const done = await made({ startsAt: from(-MINUTE), traineeIds: [trainee.id] })
    await deed(admin, 'completeSession', { id: done.id, version: done.version })
    const off = await made({ startsAt: from(-MINUTE), traineeIds: [trainee.id] })
    await deed(admin, 'cancelSession', { id: off.id, version: off.version, reason: 'Storm' })
    for (const { id } of [done, off]) {
      for (const verb of ['addTrainees', 'removeTrainees']) expect(codes(await deed(admin, verb, inputOf(verb, id, trainee.id)))).toEqual(['NOT_SCHEDULED'])
    }
    expect(codes(await deed(admin, 'markAttendance', inputOf('markAttendance', done.id, trainee.id)))).toEqual([])
    expect(codes(await deed(admin, 'markAttendance', inputOf('markAttendance', off.id, trainee.id)))).toEqual(['NOT_SCHEDULED'])
  })
})

describe('attendance', () => {
  test('from 15 minutes before the start, by whom and when; null takes it back', async () => {
    const { id, version } = await made({ startsAt: from(15 * MINUTE + 20_000), traineeIds: [trainee.id, others[0]!.id] })
    const marks = [{ traineeId: trainee.id, attendance: 'LATE' }, { traineeId: others[0]!.id, attendance: 'PRESENT' }]
    expect(codes(await deed(trainer, 'markAttendance', { sessionId: id, marks }))).toEqual(['NOT_BEGUN'])
    lectern.clock.advance(21_000)
    const { session } = await deed(trainer, 'markAttendance', { sessionId: id, marks })
    const mine = (state: typeof session) => state.bookings.nodes.find((booking: Place) => booking.trainee.id === trainee.id)
    expect(mine(session)).toMatchObject({ attendance: 'LATE', markedBy: { id: trainer.id }, markedAt: expect.stringMatching(/^2026-/) })
    expect(session.version).toBe(version)
    // The same mark again is no news: whoever marked first stays.
    expect(mine((await deed(admin, 'markAttendance', { sessionId: id, marks })).session).markedBy.id).toBe(trainer.id)
    const { data } = await lectern.as(admin).ask('query ($id: ID!) { session(id: $id) { attendanceCounts { attendance count } } }', { id })
    expect(data.session.attendanceCounts).toEqual([
      { attendance: 'PRESENT', count: 1 }, { attendance: 'LATE', count: 1 }, { attendance: 'EXCUSED', count: 0 }, { attendance: 'ABSENT', count: 0 }, { attendance: null, count: 0 },
    ])
    const back = await deed(admin, 'markAttendance', { sessionId: id, marks: [{ traineeId: trainee.id, attendance: null }] })
    expect(mine(back.session)).toMatchObject({ attendance: null, markedBy: null, markedAt: null })
  })

  test('only of who is booked, each once, all or none', async () => {
    const { id } = await made({ startsAt: from(0), traineeIds: [trainee.id, others[0]!.id] })
    await deed(admin, 'removeTrainees', { sessionId: id, traineeIds: [others[0]!.id] })
    const mark = (traineeId: string) => ({ traineeId, attendance: 'PRESENT' })
    const marks = [mark(trainee.id), mark(others[0]!.id), mark(others[1]!.id), mark('0'.repeat(26))]
    expect(codes(await deed(admin, 'markAttendance', { sessionId: id, marks }))).toEqual(
      ['NOT_BOOKED at marks.1.traineeId', 'NOT_BOOKED at marks.2.traineeId', 'NOT_FOUND at marks.3.traineeId'])
    expect(codes(await deed(admin, 'markAttendance', { sessionId: id, marks: [mark(trainee.id), mark(trainee.id)] }))).toEqual(['INVALID at marks.1.traineeId'])
    const { data } = await lectern.as(trainee).ask('query ($id: ID!) { session(id: $id) { viewerBooking { attendance markedBy { id } } } }', { id })
    expect(data.session.viewerBooking).toEqual({ attendance: null, markedBy: null })
  })
})

describe('finding bookings', () => {
  test('by session, trainee, status, attendance and time; of a user the latest start first', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const past = await made({ startsAt: from(-2 * DAY), traineeIds: [person.id] })
    const later = await made({ startsAt: from(3 * DAY), traineeIds: [person.id] })
    const off = await made({ startsAt: from(DAY), traineeIds: [person.id] })
    await deed(admin, 'removeTrainees', { sessionId: off.id, traineeIds: [person.id] })
    await deed(admin, 'markAttendance', { sessionId: past.id, marks: [{ traineeId: person.id, attendance: 'EXCUSED' }] })
    const found = async (filter: string, order = 'orderBy: { by: STARTS_AT, direction: ASC }') => {
      const { data } = await lectern.as(admin).ask(`query ($id: ID!) { bookings(filter: { traineeId: $id ${filter} }, ${order}) { nodes { session { id } } } }`, { id: person.id })
      return data.bookings.nodes.map(({ session }: { session: { id: string } }) => session.id)
    }
    expect(await found('')).toEqual([past.id, off.id, later.id])
    expect(await found('', 'orderBy: { by: CREATED_AT, direction: ASC }')).toEqual([past.id, later.id, off.id])
    expect(await found('statuses: [CANCELLED]')).toEqual([off.id])
    expect(await found('attendance: [EXCUSED, LATE]')).toEqual([past.id])
    expect(await found('marked: true')).toEqual([past.id])
    expect(await found('marked: false')).toEqual([off.id, later.id])
    expect(await found(`from: "${from(0)}", to: "${from(2 * DAY)}"`)).toEqual([off.id])
    const { data } = await lectern.as(person).ask('query ($id: ID!) { user(id: $id) { bookings { nodes { session { id } } totalCount } } }', { id: person.id })
    expect(data.user.bookings).toEqual({ nodes: [{ session: { id: later.id } }, { session: { id: past.id } }], totalCount: 2 })
  })

  test('a session that is moved takes its bookings along, and nobody hears of those', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const moved = await made({ startsAt: from(DAY), traineeIds: [person.id] })
    const stays = await made({ startsAt: from(2 * DAY), traineeIds: [person.id] })
    const mine = `query ($id: ID!, $from: DateTime) {
      bookings(filter: { traineeId: $id, from: $from }, orderBy: { by: STARTS_AT, direction: ASC }) { nodes { updatedAt session { id } } }
      journal(filter: { noun: "Booking" }, first: 1) { nodes { id } }
    }`
    const ask = async (after?: string) => (await lectern.as(admin).ask(mine, { id: person.id, from: after })).data
    await lectern.settle()
    const before = await ask()
    lectern.clock.advance(MINUTE)
    await deed(admin, 'updateSession', { id: moved.id, version: moved.version, startsAt: from(3 * DAY) })
    await lectern.settle()
    const after = await ask()
    expect(before.bookings.nodes.map(({ session }: { session: { id: string } }) => session.id)).toEqual([moved.id, stays.id])
    expect(after).toEqual({ ...before, bookings: { nodes: before.bookings.nodes.toReversed() } })
    expect((await ask(from(2.5 * DAY))).bookings.nodes).toEqual([before.bookings.nodes[0]])
  })

  test('pages of both orders walk each booking once, forward as backward', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    for (let i = 0; i < 11; i++) await made({ startsAt: `2026-05-0${1 + (i % 3)}T08:00:00Z`, traineeIds: [person.id] })
    const orders = fc.record({ by: fc.constantFrom('STARTS_AT', 'CREATED_AT'), direction: fc.constantFrom('ASC', 'DESC'), size: fc.integer({ min: 1, max: 12 }) })
    await fc.assert(fc.asyncProperty(orders, async ({ by, direction, size }) => {
      const page = (length: number, cursor: string | null, [many, behind, more, edge]: readonly string[]) => lectern.as(person).ask(
        `query ($size: Int!, $cursor: String) {
          bookings(${many}: $size, ${behind}: $cursor, orderBy: { by: ${by}, direction: ${direction} }) { nodes { id } pageInfo { ${more} ${edge} } }
        }`, { size: length, cursor })
      const walk = (length: number, forward: boolean) => walkPages((cursor, words) => page(length, cursor, words), 'bookings', forward)
      const whole = await walk(100, true)
      expect(new Set(whole).size).toBe(11)
      expect(await walk(size, true)).toEqual(whole)
      expect(await walk(size, false)).toEqual(whole)
    }), { numRuns: 15, verbose: true })
  }, 60_000)
})

describe('what must always hold', () => {
  test('capacity is never exceeded, whoever books at once', async () => {
    const groups = fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 6 })
    await fc.assert(fc.asyncProperty(groups, fc.integer({ min: 1, max: 8 }), async (wanted, capacity) => {
      const { id } = await made({ capacity })
      const answers = await Promise.all(wanted.map((group, i) => deed(i % 2 ? admin : trainer, 'addTrainees', { sessionId: id, traineeIds: group.map(n => others[n]!.id) })))
      const { data } = await lectern.as(admin).ask(`query ($id: ID!) { ${STATE.replace('session', 'session(id: $id)')} }`, { id })
      const placed = new Set(placesOf(data.session))
      const asked = new Set<string>()
      for (const [i, answer] of answers.entries()) {
        if (answer.errors.length > 0) expect(codes(answer)).toEqual(['SESSION_FULL at traineeIds'])
        else for (const n of wanted[i]!) asked.add(others[n]!.id)
      }
      expect(placed.size).toBeLessThanOrEqual(capacity)
      expect(data.session.seatsTaken).toBe(placed.size)
      // All or none: exactly those of the groups that were let in are booked.
      expect(placed).toEqual(asked)
    }), { numRuns: 12, verbose: true })
  }, 60_000)

  test('nor by a capacity that is lowered meanwhile', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 5 }), fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 3, maxLength: 8 }), async (lowered, people) => {
      const { id, version } = await made({ capacity: 9 })
      const add = (n: number) => deed(trainer, 'addTrainees', { sessionId: id, traineeIds: [others[n]!.id] })
      const lower = () => deed(admin, 'updateSession', { id, version, capacity: lowered })
      const answers = await Promise.all([...people.slice(0, 2).map(add), lower(), ...people.slice(2).map(add)])
      for (const answer of answers) expect(['SESSION_FULL at traineeIds', 'CAPACITY_BELOW_BOOKED at capacity', undefined]).toContain(codes(answer)[0])
      const { data } = await lectern.as(admin).ask('query ($id: ID!) { session(id: $id) { capacity seatsTaken } }', { id })
      expect(data.session.seatsTaken).toBeLessThanOrEqual(data.session.capacity)
    }), { numRuns: 12, verbose: true })
  }, 60_000)

  test('any sequence of moves leads where a small model says', async () => {
    const move = fc.oneof(
      fc.record({ kind: fc.constant('add'), who: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: fc.constant('remove'), who: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 2 }) }),
      fc.record({ kind: fc.constant('mark'), who: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 2 }), mark: fc.constantFrom('PRESENT', 'LATE', 'EXCUSED', 'ABSENT', null) }),
      fc.record({ kind: fc.constant('capacity'), to: fc.option(fc.integer({ min: 1, max: 5 })) }),
      fc.record({ kind: fc.constantFrom('cancel', 'restore', 'complete', 'delete') }),
    )
    await fc.assert(fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 14 }), fc.boolean(), async (moves, begun) => {
      const session = await made({ startsAt: from(begun ? -MINUTE : DAY), capacity: 4 })
      const model = new Model(begun, session.version)
      for (const step of moves as Move[]) {
        const [verb, rest] = requestOf(step)
        const versioned = verb === 'addTrainees' || verb === 'removeTrainees' || verb === 'markAttendance'
        const input = versioned ? { sessionId: session.id, ...rest } : { id: session.id, version: model.version, ...rest }
        const answer = await deed(admin, verb, input, verb === 'deleteSession' ? 'deletedId' : STATE)
        const expected = model.apply(step)
        expect([step, answer.errors[0]?.code]).toEqual([step, expected])
        if (model.deleted) return
        if (verb === 'deleteSession' || expected) continue
        expect(answer.session).toMatchObject({ status: model.status, capacity: model.capacity, seatsTaken: model.booked.size, version: model.version })
        expect(new Set(placesOf(answer.session))).toEqual(new Set([...model.booked].map(n => others[n]!.id)))
      }
    }), { numRuns: 20, verbose: true })
  }, 90_000)
})

interface Move { kind: 'add' | 'remove' | 'mark' | 'capacity' | 'cancel' | 'restore' | 'complete' | 'delete'; who: number[]; mark: string | null; to: number | null }

function requestOf({ kind, who, mark, to }: Move): [string, object] {
  switch (kind) {
    case 'add': return ['addTrainees', { traineeIds: who.map(n => others[n]!.id) }]
    case 'remove': return ['removeTrainees', { traineeIds: who.map(n => others[n]!.id) }]
    case 'mark': return ['markAttendance', { marks: who.map(n => ({ traineeId: others[n]!.id, attendance: mark })) }]
    case 'capacity': return ['updateSession', { capacity: to }]
    case 'cancel': return ['cancelSession', { reason: 'Storm' }]
    case 'restore': return ['restoreSession', {}]
    case 'complete': return ['completeSession', {}]
    case 'delete': return ['deleteSession', {}]
  }
}

/** What the rules of the trade say, told again as briefly as they can be. */
class Model {
  status = 'SCHEDULED'
  capacity: number | null = 4
  booked = new Set<number>()
  known = new Set<number>()
  marked = new Map<number, string>()
  deleted = false
  readonly begun: boolean
  version: number

  constructor(begun: boolean, version: number) {
    this.begun = begun
    this.version = version
  }

  apply({ kind, who, mark, to }: Move): string | undefined {
    const scheduled = this.status === 'SCHEDULED'
    switch (kind) {
      case 'add': {
        const after = new Set([...this.booked, ...who])
        if (!scheduled) return 'NOT_SCHEDULED'
        if (after.size > this.booked.size && after.size > (this.capacity ?? Infinity)) return 'SESSION_FULL'
        this.booked = after
        for (const n of who) this.known.add(n)
        return undefined
      }
      case 'remove':
        if (!scheduled) return 'NOT_SCHEDULED'
        if (who.some(n => !this.known.has(n))) return 'NOT_BOOKED'
        for (const n of who) this.booked.delete(n)
        return undefined
      case 'mark':
        if (this.status === 'CANCELLED') return 'NOT_SCHEDULED'
        if (!this.begun) return 'NOT_BEGUN'
        if (who.some(n => !this.booked.has(n))) return 'NOT_BOOKED'
        for (const n of who) if (mark) this.marked.set(n, mark); else this.marked.delete(n)
        return undefined
      case 'capacity':
        if (to === this.capacity) return undefined
        if (!scheduled) return 'NOT_SCHEDULED'
        if (to !== null && to < this.booked.size) return 'CAPACITY_BELOW_BOOKED'
        this.capacity = to
        return this.raise()
      case 'cancel': return scheduled ? this.become('CANCELLED') : 'NOT_SCHEDULED'
      case 'restore': return this.status === 'CANCELLED' ? this.become('SCHEDULED') : 'NOT_CANCELLED'
      case 'complete': return !scheduled ? 'NOT_SCHEDULED' : this.begun ? this.become('COMPLETED') : 'NOT_BEGUN'
      case 'delete':
        if (this.marked.size > 0) return 'IN_USE'
        this.deleted = true
        return undefined
    }
  }

  become(status: string): undefined {
    this.status = status
    return this.raise()
  }

  raise(): undefined {
    this.version++
    return undefined
  }
}

describe('the journal and who hears of it', () => {
  async function journalOf(verb: string, sessionId: string) {
    const rows = await lectern.app.services.database.rows(
      sql`select noun, noun_id, kind, fields, audience, reason, root_id, about_id, actor_id from journal where verb = ${verb} and (root_id = ${sessionId} or noun = 'User') order by id`)
    const json = (raw: unknown) => (typeof raw === 'string' ? JSON.parse(raw) : raw)
    return rows.map(([noun, nounId, kind, fields, audience, reason, rootId, aboutId, actorId]) =>
      ({ noun, nounId, kind, fields: json(fields), audience: json(audience), reason, rootId, aboutId, actorId }))
  }

  test('a booking touches its session, and moves the sight of it and of its trainer', async () => {
    const [one, two] = [await lectern.person({ role: Role.TRAINEE }), await lectern.person({ role: Role.TRAINEE })]
    const holder = await lectern.person({ role: Role.TRAINER })
    const { id } = await made({ trainerId: holder.id, traineeIds: [one.id] })
    await deed(holder, 'addTrainees', { sessionId: id, traineeIds: [two.id] })
    const added = (await journalOf('addTrainees', id)).filter(row => row.actorId === holder.id)
    expect(added.find(row => row.noun === 'Booking')).toMatchObject({ kind: 'CREATED', rootId: id, aboutId: two.id, audience: { gain: ['ADMIN', 'TRAINER', two.id], keep: [], lose: [] } })
    expect(added.find(row => row.noun === 'Session')).toMatchObject({
      kind: 'TOUCHED', nounId: id, fields: ['seatsTaken'], audience: { gain: [two.id], keep: ['ADMIN', 'TRAINER', one.id], lose: [] },
    })
    expect(added.find(row => row.noun === 'User')).toMatchObject({ kind: 'TOUCHED', nounId: holder.id, fields: [], audience: { gain: [two.id], keep: [], lose: [] } })
    expect(added).toHaveLength(3)

    await deed(holder, 'removeTrainees', { sessionId: id, traineeIds: [two.id], reason: 'Ill' })
    const removed = (await journalOf('removeTrainees', id)).filter(row => row.actorId === holder.id)
    expect(removed.find(row => row.noun === 'Booking')).toMatchObject({ kind: 'UPDATED', reason: 'Ill', fields: ['status'], audience: { gain: [], keep: ['ADMIN', 'TRAINER'], lose: [two.id] } })
    expect(removed.find(row => row.noun === 'Session')?.audience).toEqual({ gain: [], keep: ['ADMIN', 'TRAINER', one.id], lose: [two.id] })
    expect(removed.find(row => row.noun === 'User')?.audience).toEqual({ gain: [], keep: [], lose: [two.id] })
  })

  test('a mark changes the booking alone', async () => {
    const { id } = await made({ startsAt: from(0), traineeIds: [trainee.id] })
    await deed(trainer, 'markAttendance', { sessionId: id, marks: [{ traineeId: trainee.id, attendance: 'PRESENT' }] })
    const rows = (await journalOf('markAttendance', id)).filter(row => row.noun !== 'User')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ noun: 'Booking', kind: 'UPDATED', fields: ['attendance', 'markedBy', 'markedAt'], audience: { keep: ['ADMIN', 'TRAINER', trainee.id] } })
  })

  test('a session handed over or deleted moves the sight of its trainers', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const holder = await lectern.person({ role: Role.TRAINER })
    const { id, version } = await made({ trainerId: holder.id, traineeIds: [person.id] })
    await deed(admin, 'updateSession', { id, version, trainerId: colleague.id })
    const handed = (await journalOf('updateSession', id)).filter(row => row.noun === 'User' && [holder.id, colleague.id].includes(String(row.nounId)))
    expect(handed.find(row => row.nounId === holder.id)?.audience).toEqual({ gain: [], keep: [], lose: [person.id] })
    expect(handed.find(row => row.nounId === colleague.id)?.audience).toEqual({ gain: [person.id], keep: [], lose: [] })
    await deed(admin, 'deleteSession', { id, version: version + 1 }, 'deletedId')
    const gone = await journalOf('deleteSession', id)
    expect(gone.find(row => row.noun === 'Session')).toMatchObject({ kind: 'REMOVED', audience: { gain: [], keep: [], lose: ['ADMIN', 'TRAINER', person.id] } })
    expect(gone.find(row => row.noun === 'Booking')).toMatchObject({ kind: 'REMOVED', audience: { lose: ['ADMIN', 'TRAINER', person.id] } })
    expect(gone.find(row => row.noun === 'User' && row.nounId === colleague.id)?.audience).toEqual({ gain: [], keep: [], lose: [person.id] })
  })

  test('live: a trainee hears a session come into sight, change and go', async () => {
    const person = await lectern.person({ role: Role.TRAINEE })
    const { id } = await made({ trainerId: colleague.id })
    const sessions = await lectern.follow(person, 'subscription { sessionChanged { kind id fields session { id seatsTaken viewerBooking { status } } } }')
    const bookings = await lectern.follow(person, 'subscription { bookingChanged { kind id fields booking { id attendance session { id } } } }')
    for (const followed of [sessions, bookings]) await followed.until(({ kind }) => kind === 'BOOKMARK')
    await deed(admin, 'addTrainees', { sessionId: id, traineeIds: [others[0]!.id] })
    await deed(admin, 'addTrainees', { sessionId: id, traineeIds: [person.id] })
    await lectern.settle()
    expect(await sessions.until(({ kind }) => kind === 'CREATED')).toMatchObject({ id, session: { seatsTaken: 2, viewerBooking: { status: 'BOOKED' } } })
    expect(await bookings.until(({ kind }) => kind === 'CREATED')).toMatchObject({ booking: { session: { id } } })
    await deed(admin, 'addTrainees', { sessionId: id, traineeIds: [others[1]!.id] })
    await lectern.settle()
    expect(await sessions.until(({ kind }) => kind === 'UPDATED')).toMatchObject({ id, fields: ['seatsTaken'], session: { seatsTaken: 3 } })
    await deed(admin, 'removeTrainees', { sessionId: id, traineeIds: [person.id] })
    await lectern.settle()
    expect(await sessions.until(({ kind }) => kind === 'REMOVED')).toEqual({ kind: 'REMOVED', id, fields: expect.anything(), session: null })
    expect(await bookings.until(({ kind }) => kind === 'REMOVED')).toMatchObject({ booking: null })
    // Of the others not a word: neither their bookings nor what came before one's own.
    expect(bookings.messages.filter(({ kind }) => kind !== 'BOOKMARK')).toHaveLength(2)
    expect(sessions.messages.filter(({ kind }) => kind !== 'BOOKMARK')).toHaveLength(3)
  })
})
