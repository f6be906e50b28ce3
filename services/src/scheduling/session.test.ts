import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { anonymous, startLectern, type Lectern, type Person } from '../../test/lectern.ts'
import { Role, User } from '../identity/user.entity.ts'
import { sql } from '../platform/sql.ts'
import { Session } from './session.entity.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const SESSION = `id title description trainer { id name } startsAt endsAt durationMinutes timeZone status cancelReason classLink location
  capacity seatsTaken version createdAt updatedAt`
const RIGHTS = 'viewerCanUpdate viewerCanCancel viewerCanRestore viewerCanComplete viewerCanDelete viewerCanAddTrainees viewerCanMarkAttendance'

let lectern: Lectern
let admin: Person
let trainer: Person
let trainee: Person
let colleague: Person
let stranger: Person

beforeAll(async () => {
  lectern = await startLectern()
  ;({ admin, trainer, trainee } = lectern)
  colleague = await lectern.person({ role: Role.TRAINER, firstName: 'Carla', lastName: 'Colleague' })
  stranger = await lectern.person({ role: Role.TRAINEE, firstName: 'Sami', lastName: 'Stranger' })
})

afterAll(() => lectern.stop())

const from = (milliseconds: number): string => new Date(lectern.clock.now().getTime() + milliseconds).toISOString()
const form = (input: object = {}): object => ({
  title: 'First aid', trainerId: trainer.id, startsAt: from(DAY), durationMinutes: 90, timeZone: 'Africa/Cairo', ...input,
})

/** Asks one mutation; answers its payload, or the code of the fault. */
async function deed(who: Person, verb: string, input: object, selection = `session { ${SESSION} }`) {
  const type = `${verb[0]!.toUpperCase()}${verb.slice(1)}Input!`
  const answer = await lectern.as(who).ask(`mutation Deed($input: ${type}) { ${verb}(input: $input) { ${selection} errors { code field message } } }`, { input })
  return answer.data?.[verb] ?? { fault: answer.errors?.[0]?.extensions.code, message: answer.errors?.[0]?.message }
}

async function made(input: object = {}) {
  const { session, errors } = await deed(admin, 'createSession', form(input))
  expect(errors).toEqual([])
  return session
}

async function seen(who: Person, id: string, selection = SESSION) {
  const { data, errors } = await lectern.as(who).ask(`query ($id: ID!) { session(id: $id) { ${selection} } }`, { id })
  expect(errors).toBeUndefined()
  return data.session
}

async function listed(who: Person, args: string, selection = 'id title', variables: Record<string, unknown> = {}, declared = '') {
  const { data, errors } = await lectern.as(who).ask(`query ${declared} { sessions(${args}) { nodes { ${selection} } totalCount } }`, variables)
  expect(errors).toBeUndefined()
  return data.sessions
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

/** Moves that a session must be in the right state for, with what they need besides. */
const VERSIONED: Record<string, object> = {
  updateSession: { title: 'Changed' }, cancelSession: { reason: 'Storm' }, restoreSession: {}, completeSession: {}, deleteSession: {},
}
const payloadOf = (verb: string): string => (verb === 'deleteSession' ? 'deletedId' : `session { ${SESSION} }`)

describe('who may ask', () => {
  test.each(['session(id: "x") { id }', 'sessions { nodes { id } }'])('nobody signed in: %s', async field => {
    const { errors } = await lectern.as(anonymous).ask(`{ ${field} }`)
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test('nobody signed in: createSession', async () => {
    expect(await deed(anonymous, 'createSession', form())).toMatchObject({ fault: 'UNAUTHENTICATED' })
  })

  test.each(Object.keys(VERSIONED))('nobody signed in: %s', async verb => {
    expect(await deed(anonymous, verb, { id: 'x', version: 1, ...VERSIONED[verb] }, payloadOf(verb))).toMatchObject({ fault: 'UNAUTHENTICATED' })
  })

  test('a trainee creates nothing, a trainer for nobody else, an admin for every trainer', async () => {
    expect(codes(await deed(trainee, 'createSession', form()))).toEqual(['FORBIDDEN'])
    expect(codes(await deed(colleague, 'createSession', form()))).toEqual(['FORBIDDEN at trainerId'])
    expect(codes(await deed(trainer, 'createSession', form()))).toEqual([])
    expect(codes(await deed(admin, 'createSession', form()))).toEqual([])
  })

  test.each([
    ['updateSession', ['admin', 'trainer']],
    ['cancelSession', ['admin', 'trainer']],
    ['restoreSession', ['admin', 'trainer']],
    ['completeSession', ['admin', 'trainer']],
    ['deleteSession', ['admin']],
  ])('%s: %j', async (verb, allowed) => {
    const people = { admin, trainer, colleague, trainee, stranger }
    for (const [name, who] of Object.entries(people)) {
      let session = await made({ startsAt: from(-DAY), traineeIds: [trainee.id] })
      if (verb === 'restoreSession') ({ session } = await deed(admin, 'cancelSession', { id: session.id, version: session.version, reason: 'Storm' }))
      const payload = await deed(who, verb, { id: session.id, version: session.version, ...VERSIONED[verb] }, payloadOf(verb))
      expect([name, codes(payload)]).toEqual([name, allowed.includes(name) ? [] : ['FORBIDDEN']])
    }
  })

  test('an unknown and an invisible session are absent alike', async () => {
    const { id } = await made()
    const unknown = '0'.repeat(26)
    expect(await seen(stranger, id)).toBeNull()
    expect(await seen(stranger, unknown)).toBeNull()
    expect(codes(await deed(admin, 'cancelSession', { id: unknown, version: 1, reason: 'Storm' }))).toEqual(['NOT_FOUND at id'])
  })
})

describe('the law', () => {
  test('a trainee sees the session booked on, its trainer, the own place, and of others their number', async () => {
    const { id } = await made({ traineeIds: [trainee.id, stranger.id] })
    const more = `${SESSION} viewerBooking { id trainee { id } status } bookings { nodes { trainee { id } } totalCount } attendanceCounts { attendance count }`
    const session = await seen(trainee, id, more)
    expect(session).toMatchObject({
      trainer: { id: trainer.id, name: 'Tom Trainer' }, seatsTaken: 2,
      viewerBooking: { trainee: { id: trainee.id }, status: 'BOOKED' },
      bookings: { nodes: [{ trainee: { id: trainee.id } }], totalCount: 1 },
    })
    expect(session.attendanceCounts.find(({ attendance }: { attendance: null }) => attendance === null).count).toBe(1)
    const { data } = await lectern.as(trainee).ask('query ($id: ID!) { user(id: $id) { id name email } }', { id: trainer.id })
    expect(data.user).toEqual({ id: trainer.id, name: 'Tom Trainer', email: null })
  })

  test('taken off, the session and its trainer are out of sight', async () => {
    const newcomer = await lectern.person({ role: Role.TRAINEE })
    const { id } = await made({ trainerId: colleague.id, traineeIds: [newcomer.id] })
    expect(await seen(newcomer, id, 'id viewerBooking { id }')).toMatchObject({ id })
    await deed(admin, 'removeTrainees', { sessionId: id, traineeIds: [newcomer.id] })
    expect(await seen(newcomer, id)).toBeNull()
    expect((await listed(newcomer, 'first: 10')).totalCount).toBe(0)
    const { data } = await lectern.as(newcomer).ask('query ($id: ID!) { user(id: $id) { id } bookings { totalCount } }', { id: colleague.id })
    expect(data).toEqual({ user: null, bookings: { totalCount: 0 } })
  })

  test('a filter by somebody else tells a trainee nothing', async () => {
    await made({ traineeIds: [trainee.id, stranger.id] })
    const ask = (who: Person) => listed(who, 'filter: { traineeId: $id }', 'id', { id: stranger.id }, '($id: ID!)')
    expect((await ask(trainee)).totalCount).toBe(0)
    expect((await ask(admin)).totalCount).toBeGreaterThan(0)
  })

  test('the rights of each, as the session stands', async () => {
    const { id } = await made({ startsAt: from(-MINUTE), traineeIds: [trainee.id] })
    const rights = async (who: Person) => Object.entries(await seen(who, id, RIGHTS)).flatMap(([right, holds]) => (holds ? [right.slice('viewerCan'.length)] : []))
    expect(await rights(admin)).toEqual(['Update', 'Cancel', 'Complete', 'Delete', 'AddTrainees', 'MarkAttendance'])
    expect(await rights(trainer)).toEqual(['Update', 'Cancel', 'Complete', 'AddTrainees', 'MarkAttendance'])
    expect(await rights(colleague)).toEqual([])
    expect(await rights(trainee)).toEqual([])
    await deed(trainer, 'markAttendance', { sessionId: id, marks: [{ traineeId: trainee.id, attendance: 'LATE' }] })
    const { version } = await seen(admin, id)
    await deed(admin, 'cancelSession', { id, version, reason: 'Storm' })
    expect(await rights(admin)).toEqual(['Restore'])
  })
})

describe('what a session is', () => {
  test('it is written down as the form says, trimmed, with its end', async () => {
    const startsAt = '2026-04-01T10:30:00.000Z'
    const session = await made({
      title: '  Fire   safety ', description: 'Line one\r\nLine two', startsAt, capacity: 3, classLink: 'https://meet.example.org/x', location: 'Room 1',
      traineeIds: [trainee.id, trainee.id],
    })
    expect(session).toMatchObject({
      title: 'Fire   safety', description: 'Line one\nLine two', startsAt, endsAt: '2026-04-01T12:00:00.000Z', timeZone: 'Africa/Cairo', status: 'SCHEDULED',
      cancelReason: null, classLink: 'https://meet.example.org/x', location: 'Room 1', capacity: 3, seatsTaken: 1, version: 1, trainer: { id: trainer.id },
    })
  })

  test('a past session may be recorded, none beyond ten years either way', async () => {
    await made({ startsAt: from(-3000 * DAY) })
    for (const days of [-3660, 3660]) {
      expect(codes(await deed(admin, 'createSession', form({ startsAt: from(days * DAY) })))).toEqual(['INVALID at startsAt'])
    }
  })

  test('its form is refused field by field', async () => {
    const wrong = { title: ' ', durationMinutes: 4, capacity: 0 }
    expect(codes(await deed(admin, 'createSession', form(wrong)))).toEqual(['INVALID at title', 'INVALID at durationMinutes', 'INVALID at capacity'])
    expect(codes(await deed(admin, 'createSession', form({ title: 'x'.repeat(201), durationMinutes: 1441 })))).toEqual(['INVALID at title', 'INVALID at durationMinutes'])
    const { id, version } = await made()
    const cleared = { id, version, title: null, startsAt: null, trainerId: null, durationMinutes: null, timeZone: null }
    expect(codes(await deed(admin, 'updateSession', cleared)).toSorted()).toEqual(
      ['durationMinutes', 'startsAt', 'timeZone', 'title', 'trainerId'].map(field => `INVALID at ${field}`))
  })

  test('who holds it is an active trainer or admin, who is booked an active trainee', async () => {
    const gone = await lectern.person({ role: Role.TRAINER, isActive: false })
    const left = await lectern.person({ role: Role.TRAINEE, isActive: false })
    const unknown = '0'.repeat(26)
    expect(codes(await deed(admin, 'createSession', form({ trainerId: trainee.id })))).toEqual(['NOT_A_TRAINER at trainerId'])
    expect(codes(await deed(admin, 'createSession', form({ trainerId: gone.id })))).toEqual(['INACTIVE at trainerId'])
    expect(codes(await deed(admin, 'createSession', form({ trainerId: unknown })))).toEqual(['NOT_FOUND at trainerId'])
    expect(codes(await deed(admin, 'createSession', form({ trainerId: admin.id })))).toEqual([])
    const traineeIds = [trainee.id, colleague.id, left.id, unknown]
    expect(codes(await deed(admin, 'createSession', form({ traineeIds })))).toEqual(
      ['NOT_A_TRAINEE at traineeIds.1', 'INACTIVE at traineeIds.2', 'NOT_FOUND at traineeIds.3'])
    expect(codes(await deed(admin, 'createSession', form({ capacity: 1, traineeIds: [trainee.id, stranger.id] })))).toEqual(['SESSION_FULL at traineeIds'])
  })
})

describe('its moves', () => {
  test('an edit raises the version; an older one is refused', async () => {
    const { id, version } = await made({ location: 'Room 1' })
    const { session } = await deed(trainer, 'updateSession', { id, version, title: 'Second aid', location: null })
    expect(session).toMatchObject({ title: 'Second aid', location: null, timeZone: 'Africa/Cairo', version: version + 1 })
    expect(codes(await deed(admin, 'updateSession', { id, version, title: 'Third aid' }))).toEqual(['CONFLICT at version'])
  })

  test('only an admin hands it to another, who must be able to hold it', async () => {
    const { id, version } = await made()
    expect(codes(await deed(trainer, 'updateSession', { id, version, trainerId: colleague.id }))).toEqual(['FORBIDDEN at trainerId'])
    expect(codes(await deed(admin, 'updateSession', { id, version, trainerId: trainee.id }))).toEqual(['NOT_A_TRAINER at trainerId'])
    expect((await deed(admin, 'updateSession', { id, version, trainerId: colleague.id })).session.trainer.id).toBe(colleague.id)
    expect(codes(await deed(trainer, 'updateSession', { id, version: version + 1, title: 'Mine no more' }))).toEqual(['FORBIDDEN'])
  })

  test('capacity does not fall below what is booked', async () => {
    const { id, version } = await made({ capacity: 5, traineeIds: [trainee.id, stranger.id] })
    expect(codes(await deed(admin, 'updateSession', { id, version, capacity: 1 }))).toEqual(['CAPACITY_BELOW_BOOKED at capacity'])
    expect((await deed(admin, 'updateSession', { id, version, capacity: 2 })).session).toMatchObject({ capacity: 2, seatsTaken: 2 })
    expect((await deed(admin, 'updateSession', { id, version: version + 1, capacity: null })).session.capacity).toBeNull()
  })

  test('cancelled, nothing changes but its restoring; its bookings stay', async () => {
    const { id, version } = await made({ traineeIds: [trainee.id] })
    expect(codes(await deed(admin, 'cancelSession', { id, version, reason: '  ' }))).toEqual(['INVALID at reason'])
    expect(codes(await deed(admin, 'restoreSession', { id, version }))).toEqual(['NOT_CANCELLED'])
    const { session } = await deed(trainer, 'cancelSession', { id, version, reason: 'Storm' })
    expect(session).toMatchObject({ status: 'CANCELLED', cancelReason: 'Storm', seatsTaken: 1 })
    const now = { id, version: session.version }
    expect(await seen(trainee, id, 'status cancelReason')).toEqual({ status: 'CANCELLED', cancelReason: 'Storm' })
    expect(codes(await deed(admin, 'updateSession', { ...now, description: 'More' }))).toEqual(['NOT_SCHEDULED'])
    expect(codes(await deed(admin, 'cancelSession', { ...now, reason: 'Again' }))).toEqual(['NOT_SCHEDULED'])
    expect(codes(await deed(admin, 'completeSession', now))).toEqual(['NOT_SCHEDULED'])
    expect((await deed(admin, 'restoreSession', { ...now, reason: 'Sun' })).session).toMatchObject({ status: 'SCHEDULED', cancelReason: null })
  })

  test('completed, description and class link alone change', async () => {
    const future = await made()
    expect(codes(await deed(admin, 'completeSession', { id: future.id, version: future.version }))).toEqual(['NOT_BEGUN'])
    const { id, version, startsAt } = await made({ startsAt: from(-MINUTE) })
    const { session } = await deed(trainer, 'completeSession', { id, version })
    expect(session.status).toBe('COMPLETED')
    const now = { id, version: session.version }
    expect(codes(await deed(admin, 'updateSession', { ...now, title: 'New', trainerId: colleague.id, capacity: 9 }))).toEqual(
      ['NOT_SCHEDULED at title', 'NOT_SCHEDULED at trainerId', 'NOT_SCHEDULED at capacity'])
    for (const verb of ['cancelSession', 'completeSession']) expect(codes(await deed(admin, verb, { ...now, ...VERSIONED[verb] }))).toEqual(['NOT_SCHEDULED'])
    expect(codes(await deed(admin, 'restoreSession', now))).toEqual(['NOT_CANCELLED'])
    // A form sends all of its fields; those that stay as they are do no harm.
    const kept = { title: 'First aid', startsAt, durationMinutes: 90, trainerId: trainer.id }
    const link = 'https://meet.example.org/recording'
    expect((await deed(admin, 'updateSession', { ...now, ...kept, description: 'Held', classLink: link })).session).toMatchObject({ description: 'Held', classLink: link })
  })

  test('more of them than one statement takes are journalled in one transaction', async () => {
    const ids = await lectern.write(async work => {
      const holder = await work.em.findOneOrFail(User, { id: trainer.id })
      const details = { title: 'One of many', description: null, trainer: holder, startsAt: new Date(from(DAY)), durationMinutes: 60, timeZone: 'UTC', capacity: null, classLink: null, location: null }
      const sessions = Array.from({ length: 2_300 }, () => Session.plan(work.newId(), details, work.now))
      work.em.persist(sessions)
      return sessions.map(({ id }) => id)
    })
    const rows = await lectern.app.services.database.rows(sql`select noun_id from journal where noun = 'Session' and kind = 'CREATED' order by id desc limit 2300`)
    expect(new Set(rows.map(([id]) => id))).toEqual(new Set(ids))
    await lectern.write(async work => work.em.remove(await work.em.find(Session, { id: { $in: ids } })))
  })

  test('it is deleted with its bookings, unless attendance is marked', async () => {
    const { id, version } = await made({ startsAt: from(-MINUTE), traineeIds: [trainee.id, stranger.id] })
    await deed(trainer, 'markAttendance', { sessionId: id, marks: [{ traineeId: trainee.id, attendance: 'PRESENT' }] })
    expect(codes(await deed(admin, 'deleteSession', { id, version }, 'deletedId'))).toEqual(['IN_USE'])
    await deed(trainer, 'markAttendance', { sessionId: id, marks: [{ traineeId: trainee.id, attendance: null }] })
    expect(codes(await deed(admin, 'deleteSession', { id, version: version + 1 }, 'deletedId'))).toEqual(['CONFLICT at version'])
    expect(await deed(admin, 'deleteSession', { id, version }, 'deletedId')).toEqual({ deletedId: id, errors: [] })
    expect(await seen(admin, id)).toBeNull()
    const { data } = await lectern.as(admin).ask('query ($id: ID!) { bookings(filter: { sessionId: $id }) { totalCount } }', { id })
    expect(data.bookings.totalCount).toBe(0)
  })
})

describe('finding sessions', () => {
  test("by beginnings of words of the title and of the trainer's name, whatever case and accents", async () => {
    const { id } = await made({ title: 'Élevage Übung', trainerId: colleague.id })
    const other = await made({ title: 'Ubungsleiter' })
    const found = async (search: string) => (await listed(admin, 'first: 100, filter: { search: $search }', 'id', { search }, '($search: String!)')).nodes.map((node: { id: string }) => node.id)
    expect(await found('elev UBUNG')).toEqual([id])
    expect(await found('ubung')).toEqual(expect.arrayContaining([id, other.id]))
    expect(await found('ubung carla')).toEqual([id])
    expect(await found('bung')).toEqual([])
    const { version } = await seen(admin, id)
    await deed(admin, 'updateSession', { id, version, title: 'Renamed wholly' })
    expect(await found('elev')).toEqual([])
    expect(await found('wholly coll')).toEqual([id])
  })

  test('by place, trainer, status, time and attendance still to mark', async () => {
    const holder = await lectern.person({ role: Role.TRAINER })
    const soon = await made({ trainerId: holder.id, startsAt: from(DAY), location: 'Room 1' })
    const begun = await made({ trainerId: holder.id, startsAt: from(-MINUTE), traineeIds: [trainee.id] })
    const empty = await made({ trainerId: holder.id, startsAt: from(-2 * MINUTE), classLink: 'https://meet.example.org/' })
    const off = await made({ trainerId: holder.id, startsAt: from(-3 * MINUTE), traineeIds: [trainee.id] })
    await deed(admin, 'cancelSession', { id: off.id, version: off.version, reason: 'Storm' })
    const held = async (filter: string, who = admin) =>
      (await listed(who, `filter: { trainerId: $id ${filter} }`, 'id', { id: holder.id }, '($id: ID!)')).nodes.map((node: { id: string }) => node.id)
    expect(await held('')).toEqual([off.id, empty.id, begun.id, soon.id])
    expect(await held('lacksPlace: true')).toEqual([off.id, begun.id])
    expect(await held('lacksPlace: false')).toEqual([empty.id, soon.id])
    expect(await held('needsAttendance: true')).toEqual([begun.id])
    expect(await held('needsAttendance: true', trainee)).toEqual([begun.id])
    expect(await held('needsAttendance: false')).toEqual([off.id, empty.id, soon.id])
    expect(await held('statuses: [CANCELLED, COMPLETED]')).toEqual([off.id])
    expect(await held(`from: "${soon.startsAt}"`)).toEqual([soon.id])
    expect(await held(`to: "${begun.startsAt}"`)).toEqual([off.id, empty.id])
    expect(await held(`endsAfter: "${empty.endsAt}"`)).toEqual([begun.id, soon.id])
    expect(await held(`endsAfter: "${empty.endsAt}", to: "${soon.startsAt}"`)).toEqual([begun.id])
    await deed(admin, 'updateSession', { id: soon.id, version: soon.version, location: null })
    expect(await held('lacksPlace: true')).toEqual([off.id, begun.id, soon.id])
    expect(await held('trainerActive: true')).toHaveLength(4)
    expect(await held('trainerActive: false')).toEqual([])
    await lectern.write(async work => Object.assign(await work.em.findOneOrFail(User, { id: holder.id }), { isActive: false }))
    expect(await held('trainerActive: false')).toHaveLength(4)
    const { data } = await lectern.as(admin).ask('query ($id: ID!) { user(id: $id) { sessionsHeld(first: 2, filter: { statuses: [SCHEDULED] }) { nodes { id } totalCount } } }', { id: holder.id })
    expect(data.user.sessionsHeld).toEqual({ nodes: [{ id: soon.id }, { id: begun.id }], totalCount: 3 })
  })

  test.each(['tomorrow', '2026-03-02', '2026-03-02T09:00:00', '2026-02-30T09:00:00Z', '0000-01-01T00:00:00Z', '0999-12-31T23:59:59Z', '9999-12-31T23:59:59-14:00'])(
    'an instant that is none, or none that MySQL keeps, is an input error: %s', async instant => {
      const { errors } = await lectern.as(admin).ask('query ($instant: DateTime) { sessions(first: 1, filter: { endsAfter: $instant }) { totalCount } }', { instant })
      expect(errors?.map(({ extensions }: { extensions: { code: string } }) => extensions.code)).toEqual(['BAD_USER_INPUT'])
    })

  test.each(['1000-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z'])('the first and the last instant that it keeps are none: %s', async instant => {
    const { errors } = await lectern.as(admin).ask('query ($instant: DateTime) { sessions(first: 1, filter: { endsAfter: $instant, from: $instant }) { totalCount } }', { instant })
    expect(errors).toBeUndefined()
  })

  test('pages of every order walk each session once, forward as backward', async () => {
    const holder = await lectern.person({ role: Role.TRAINER })
    for (let i = 0; i < 17; i++) await made({ trainerId: holder.id, title: `Title ${i % 3}`, startsAt: from((i % 4) * DAY + 10 * DAY).slice(0, 10) + 'T08:00:00Z' })
    const orders = fc.record({ by: fc.constantFrom('STARTS_AT', 'TITLE', 'CREATED_AT'), direction: fc.constantFrom('ASC', 'DESC'), size: fc.integer({ min: 1, max: 18 }) })
    await fc.assert(fc.asyncProperty(orders, async ({ by, direction, size }) => {
      const page = (length: number, cursor: string | null, [many, behind, more, edge]: readonly string[]) => lectern.as(admin).ask(
        `query ($id: ID!, $size: Int!, $cursor: String) {
          sessions(${many}: $size, ${behind}: $cursor, filter: { trainerId: $id }, orderBy: { by: ${by}, direction: ${direction} }) { nodes { id } pageInfo { ${more} ${edge} } }
        }`, { id: holder.id, size: length, cursor })
      const walk = (length: number, forward: boolean) => walkPages((cursor, words) => page(length, cursor, words), 'sessions', forward)
      const whole = await walk(100, true)
      expect(new Set(whole).size).toBe(17)
      expect(await walk(size, true)).toEqual(whole)
      expect(await walk(size, false)).toEqual(whole)
    }), { numRuns: 25, verbose: true })
  }, 60_000)
})

describe('what must always hold', () => {
  test('of two who edit at once one wins, the other is told', async () => {
    const { id, version } = await made()
    const edits = await Promise.all([0, 1, 2, 3].map(i => deed(i % 2 ? admin : trainer, 'updateSession', { id, version, title: `Title ${i}` })))
    const winners = edits.filter(({ errors }) => errors.length === 0)
    expect(winners).toHaveLength(1)
    for (const edit of edits.filter(({ errors }) => errors.length > 0)) expect(codes(edit)).toEqual(['CONFLICT at version'])
    expect(await seen(admin, id, 'title version')).toEqual({ title: winners[0]!.session.title, version: version + 1 })
  })

  test('what is no id names nothing, on every database', async () => {
    const { id } = await made()
    for (const odd of ['', 'é', '💥', 'a\u0000b', "' or 1=1", 'x'.repeat(20_000), ` ${id}`, id.toLowerCase()]) {
      expect(await seen(admin, odd)).toBeNull()
      expect((await listed(admin, 'filter: { trainerId: $id }', 'id', { id: odd }, '($id: ID!)')).totalCount).toBe(0)
      expect((await listed(admin, 'filter: { traineeId: $id }', 'id', { id: odd }, '($id: ID!)')).totalCount).toBe(0)
      expect(codes(await deed(admin, 'cancelSession', { id: odd, version: 1, reason: 'Storm' }))).toEqual(['NOT_FOUND at id'])
      expect(codes(await deed(admin, 'createSession', form({ trainerId: odd, traineeIds: [odd] })))).toEqual(['NOT_FOUND at trainerId', 'NOT_FOUND at traineeIds.0'])
      for (const verb of ['addTrainees', 'removeTrainees']) {
        expect(codes(await deed(admin, verb, { sessionId: id, traineeIds: [odd] }))).toEqual(['NOT_FOUND at traineeIds.0'])
      }
      const { data } = await lectern.as(admin).ask('query ($id: ID!) { bookings(filter: { sessionId: $id, traineeId: $id }) { totalCount } }', { id: odd })
      expect(data.bookings.totalCount).toBe(0)
    }
  })
})

describe('its history', () => {
  test('tells its changes and those of its bookings, newest first; a trainee reads what concerns them', async () => {
    const { id, version } = await made({ traineeIds: [trainee.id, stranger.id] })
    await deed(trainer, 'updateSession', { id, version, title: 'Renamed' })
    await deed(admin, 'cancelSession', { id, version: version + 1, reason: 'Storm' })
    await lectern.settle()
    const history = async (who: Person) =>
      (await seen(who, id, 'history { nodes { verb noun kind fields reason actor { id } before after } totalCount }')).history
    const whole = await history(admin)
    expect(whole.nodes.map((entry: { verb: string; noun: string }) => `${entry.verb} ${entry.noun}`)).toEqual(
      ['cancelSession Session', 'updateSession Session', 'createSession Booking', 'createSession Booking', 'createSession Session'])
    expect(whole.totalCount).toBe(5)
    expect(whole.nodes[0]).toMatchObject({ kind: 'UPDATED', reason: 'Storm', actor: { id: admin.id }, before: { status: 'SCHEDULED' }, after: { status: 'CANCELLED', cancelReason: 'Storm' } })
    expect(whole.nodes[1]).toMatchObject({ fields: ['title'], before: { title: 'First aid' }, after: { title: 'Renamed' } })
    const own = await history(trainee)
    expect(own.nodes).toHaveLength(1)
    expect(own.nodes[0]).toMatchObject({ noun: 'Booking', after: { trainee: trainee.id } })
  })
})

describe('a role', () => {
  test('is kept by who holds sessions to come, and by who is booked on one', async () => {
    const holder = await lectern.person({ role: Role.TRAINER })
    const learner = await lectern.person({ role: Role.TRAINEE })
    const { id, version } = await made({ trainerId: holder.id, traineeIds: [learner.id] })
    const change = async (who: Person, role: Role): Promise<string[]> => {
      const { data } = await lectern.as(admin).ask('query ($id: ID!) { user(id: $id) { version } }', { id: who.id })
      const mutation = 'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { errors { code field } } }'
      return codes((await lectern.as(admin).ask(mutation, { input: { id: who.id, version: data.user.version, role } })).data.updateUser)
    }
    expect(await change(holder, Role.TRAINEE)).toEqual(['IN_USE at role'])
    expect(await change(learner, Role.TRAINER)).toEqual(['IN_USE at role'])
    expect(await change(holder, Role.ADMIN)).toEqual([])
    await deed(admin, 'cancelSession', { id, version, reason: 'Storm' })
    expect(await change(learner, Role.TRAINER)).toEqual([])
  })
})

describe('a session that comes to lie ahead again', () => {
  const change = async (who: Person, role: Role): Promise<void> => lectern.write(async work => void Object.assign(await work.em.findOneOrFail(User, { id: who.id }), { role }))

  test.each<[string, 'NOT_A_TRAINER' | 'NOT_A_TRAINEE', Role]>([
    ['whose trainer is a trainee by now', 'NOT_A_TRAINER', Role.TRAINEE],
    ['whose trainee is a trainer by now', 'NOT_A_TRAINEE', Role.TRAINER],
  ])('is refused, %s', async (_what, code, role) => {
    const [holder, learner] = await Promise.all([Role.TRAINER, Role.TRAINEE].map(was => lectern.person({ role: was }))) as [Person, Person]
    const people = { trainerId: holder.id, traineeIds: [learner.id] }
    const [cancelled, past] = [await made(people), await made({ ...people, startsAt: from(-DAY) })]
    await deed(admin, 'cancelSession', { id: cancelled.id, version: cancelled.version, reason: 'Storm' })
    await change(role === Role.TRAINEE ? holder : learner, role)
    const { version } = await seen(admin, cancelled.id)
    expect(codes(await deed(admin, 'restoreSession', { id: cancelled.id, version }))).toEqual([code])
    expect(codes(await deed(admin, 'updateSession', { id: past.id, version: past.version, startsAt: from(DAY) }))).toEqual([code])
    expect((await seen(admin, cancelled.id)).status).toBe('CANCELLED')
    await change(holder, Role.TRAINER)
    await change(learner, Role.TRAINEE)
    expect(codes(await deed(admin, 'restoreSession', { id: cancelled.id, version }))).toEqual([])
    expect(codes(await deed(admin, 'updateSession', { id: past.id, version: past.version, startsAt: from(DAY) }))).toEqual([])
  })
})

describe('a person', () => {
  test('can be deleted while they hold no session and are booked on none, and what is said beforehand is so', async () => {
    const [holder, learner, other] = await Promise.all([Role.TRAINER, Role.TRAINEE, Role.TRAINEE].map(role => lectern.person({ role }))) as [Person, Person, Person]
    const { id } = await made({ trainerId: holder.id, traineeIds: [learner.id] })
    const told = async (): Promise<boolean[]> => {
      const rights = 'query ($a: ID!, $b: ID!, $c: ID!) { a: user(id: $a) { viewerCanDelete } b: user(id: $b) { viewerCanDelete } c: user(id: $c) { viewerCanDelete } }'
      const { data } = await lectern.as(admin).ask(rights, { a: holder.id, b: learner.id, c: other.id })
      return [data.a, data.b, data.c].map(user => user?.viewerCanDelete)
    }
    expect(await told()).toEqual([false, false, true])
    const remove = async (person: Person): Promise<string[]> => codes(await deed(admin, 'deleteUser', { id: person.id, version: 1 }, 'deletedId'))
    expect([await remove(holder), await remove(learner), await remove(other)]).toEqual([['IN_USE at id'], ['IN_USE at id'], []])
    await deed(admin, 'deleteSession', { id, version: 1 }, 'deletedId')
    expect(await told()).toEqual([true, true, undefined])
  })
})
