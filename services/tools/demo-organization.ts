/** Fills an empty Lectern with a believable organisation, through the same moves and the same journal as people do. */
import { Temporal } from 'temporal-polyfill'
import type { App } from '../src/app.ts'
import { Assignment } from '../src/identity/assignment.entity.ts'
import { Organization, ORGANIZATION_ID } from '../src/identity/organization.entity.ts'
import { logPasswordChange } from '../src/identity/password-change.service.ts'
import { PasswordAction } from '../src/identity/password-change.entity.ts'
import { hashPassword } from '../src/identity/password.service.ts'
import { Role, User } from '../src/identity/user.entity.ts'
import { systemClock, type Clock } from '../src/platform/clock.ts'
import { createContext, noCookie, type Work } from '../src/platform/context.ts'
import { seededRandom } from '../src/platform/random.ts'
import { system, type Viewer } from '../src/platform/viewer.ts'
import { transact } from '../src/platform/write.ts'
import { Attendance, Booking } from '../src/scheduling/booking.entity.ts'
import { Session, SessionStatus, type SessionDetails } from '../src/scheduling/session.entity.ts'
import { CANCEL_REASONS, FIRST_NAMES, LAST_NAMES, PLACES, SCRIPT_NAMES, TITLES, TRAINERS, ZONES } from './demo-people.ts'

const TRAINEES = 300
const SESSIONS = 1000
const DAYS_AROUND = 50
const BATCH = 50
const DAY_MS = 86_400_000

/** Repeatable choices: the demonstration is the same on every machine, but for today. */
function chooser(seed: number): { below: (limit: number) => number; one: <T>(of: readonly T[]) => T } {
  const random = seededRandom(seed)
  const below = (limit: number): number => {
    const [a = 0, b = 0, c = 0] = random(3)
    return ((a << 16) | (b << 8) | c) % limit
  }
  return { below, one: of => of[below(of.length)]! }
}

interface Named { readonly username: string; readonly firstName: string; readonly lastName: string; readonly role: Role }

const HANA: Named = { username: 'hana', firstName: 'Hana', lastName: 'Farouk', role: Role.ADMIN }

function staff(): Named[] {
  const trainers = TRAINERS.map(([firstName, lastName]) => ({ username: latin(firstName), firstName, lastName, role: Role.TRAINER }))
  return trainers.map(taken(new Set(['admin', HANA.username])))
}

function trainees(): Named[] {
  const names = Array.from({ length: TRAINEES }, (_, i) => ({
    firstName: FIRST_NAMES[i % FIRST_NAMES.length]!,
    lastName: LAST_NAMES[(i * 7 + Math.floor(i / FIRST_NAMES.length)) % LAST_NAMES.length]!,
  }))
  names[0] = { firstName: 'Noor', lastName: 'Saleh' }
  for (const [i, [firstName, lastName]] of SCRIPT_NAMES.entries()) names[20 + i * 9] = { firstName, lastName }
  const used = new Set<string>(['admin', 'hana', ...TRAINERS.map(([first]) => latin(first))])
  return names.map((name, i) => ({ ...name, username: i === 0 ? 'noor' : latin(`${name.firstName}.${name.lastName}`) || `trainee.${i}`, role: Role.TRAINEE })).map(taken(used))
}

function latin(text: string): string {
  return text.normalize('NFKD').replaceAll(/[^A-Za-z.]/g, '').toLowerCase().replaceAll(/^\.+|\.+$/g, '')
}

/** The first to ask for a username gets it, the next one a number behind it. */
function taken(used: Set<string>): (person: Named) => Named {
  return person => {
    const base = person.username.length < 3 ? `person.${person.username}` : person.username
    let username = base
    for (let n = 2; used.has(username); n++) username = `${base}${n}`
    used.add(username)
    return { ...person, username }
  }
}

/** The clock of a past that is being made: people came and sessions were planned long before today. */
export interface Past {
  readonly clock: Clock
  /** So many days before today it is from now on. */
  readonly daysAgo: (days: number) => void
}

/** The longest that anybody has been with Delta Training. */
const FOUNDED_DAYS_AGO = 600

export function past(): Past {
  let offset = FOUNDED_DAYS_AGO * DAY_MS
  return {
    clock: { now: () => new Date(Date.now() - offset), later: systemClock.later.bind(systemClock) },
    daysAgo: days => {
      offset = days * DAY_MS
    },
  }
}

/** Answers false when somebody lives here already; the clock shows today when it is done. */
export async function fillDemo(app: App, { daysAgo }: Past, password: string): Promise<boolean> {
  const { services } = app
  const { count } = await as(app, system, 'createUser', async work => ({ count: await work.em.count(User, {}) }))
  if (count > 1) {
    daysAgo(0)
    return false
  }
  const hash = await hashPassword(services.hashes, password)
  const choose = chooser(20_261_121)
  await as(app, system, 'updateOrganization', nameOrganization)
  const viewer = await as(app, system, 'createUser', work => Promise.resolve(person(addPerson(work, HANA, hash, 0), Role.ADMIN)))
  const people = await addPeople(app, viewer, hash, daysAgo)
  await assign(app, viewer, people, choose)
  const agenda: Agenda = new Map()
  await plan(app, viewer, people, choose, agenda, daysAgo)
  await bustle(app, viewer, agenda, daysAgo)
  daysAgo(0)
  await app.settle()
  return true
}

function as<T>(app: App, viewer: Viewer, verb: string, act: (work: Work) => Promise<T>): Promise<T> {
  const context = createContext(app.services, { viewer, requestId: 'demo', ip: '', userAgent: undefined, cookie: noCookie, selection: new Map() })
  return transact(context, { verb, reason: null, prepared: undefined }, act)
}

function person(id: string, role: Role): Viewer {
  return { ...system, kind: 'user', id, role }
}

async function nameOrganization(work: Work): Promise<void> {
  const organization = await work.em.findOneOrFail(Organization, { id: ORGANIZATION_ID })
  Object.assign(organization, { name: 'Delta Training', timeZone: 'Africa/Cairo', locale: 'en' })
}

interface People { readonly trainers: readonly string[]; readonly trainees: readonly string[] }

async function addPeople(app: App, viewer: Viewer, hash: string, daysAgo: Past['daysAgo']): Promise<People> {
  const ids = { trainers: [] as string[], trainees: [] as string[] }
  const all = [...staff(), ...trainees()]
  for (let i = 0; i < all.length; i += BATCH) {
    daysAgo(FOUNDED_DAYS_AGO - 1 - Math.floor((i / all.length) * (FOUNDED_DAYS_AGO - 12)))
    await as(app, viewer, 'createUser', work => {
      for (const [j, person] of all.slice(i, i + BATCH).entries()) {
        const id = addPerson(work, person, hash, i + j)
        if (person.role === Role.TRAINER) ids.trainers.push(id)
        if (person.role === Role.TRAINEE) ids.trainees.push(id)
      }
      return Promise.resolve()
    })
  }
  return ids
}

function addPerson(work: Work, person: Named, hash: string, i: number): string {
  const details = { ...person, email: `${person.username}@delta-training.example`, phone: i % 3 === 0 ? `+20 100 555 ${String(1000 + i)}` : null, timeZone: null, locale: null }
  const user = User.make(work.newId(), details, { hash, expiresAt: new Date(work.now.getTime() + 7 * DAY_MS) })
  // A few have not chosen a password of their own yet, and a few have left.
  if (person.role !== Role.TRAINEE || i % 23 !== 0) user.takePassword(hash)
  if (person.role === Role.TRAINEE && i % 41 === 0) user.deactivate()
  work.em.persist(user)
  logPasswordChange(work, user, PasswordAction.CREATED)
  return user.id
}

async function assign(app: App, viewer: Viewer, { trainers, trainees: assigned }: People, { one }: ReturnType<typeof chooser>): Promise<void> {
  await as(app, viewer, 'assignTrainee', work => {
    for (const [i, id] of assigned.entries()) {
      // One in forty waits for a trainer.
      if (i % 40 === 7) continue
      const trainer = i === 0 ? trainers[1]! : one(trainers)
      work.em.persist(Assignment.make(work.newId(), work.em.getReference(User, id), work.em.getReference(User, trainer), work.now))
    }
    return Promise.resolve()
  })
}

async function plan(app: App, viewer: Viewer, people: People, choose: ReturnType<typeof chooser>, agenda: Agenda, daysAgo: Past['daysAgo']): Promise<void> {
  const today = new Date()
  for (let i = 0; i < SESSIONS; i += BATCH) {
    daysAgo(DAYS_AROUND + 15 - Math.floor((i / SESSIONS) * 15))
    await as(app, viewer, 'createSession', async work => {
      const users = await work.em.find(User, { id: { $in: [...people.trainers, ...people.trainees] } })
      const byId = new Map(users.map(user => [user.id, user]))
      for (let n = i; n < i + BATCH; n++) addSession(work, n, people, byId, choose, today, agenda)
    })
  }
}

function addSession(work: Work, n: number, people: People, users: ReadonlyMap<string, User>, choose: ReturnType<typeof chooser>, today: Date, agenda: Agenda): void {
  const { below, one } = choose
  const trainer = users.get(people.trainers[n % people.trainers.length]!)!
  const timeZone = ZONES[(n % people.trainers.length) % ZONES.length]!
  const isOnline = below(3) === 0
  const capacity = [8, 10, 12, 14, 16, 20, null][below(7)] ?? null
  const durationMinutes = [45, 60, 60, 90, 90, 120, 180][below(7)]!
  const startsAt = freeStart(agenda, trainer.id, durationMinutes, () => startOf(n, timeZone, today, below))
  const session = Session.plan(work.newId(), {
    title: one(TITLES), description: null, trainer, startsAt, durationMinutes, timeZone, capacity,
    classLink: isOnline ? `https://meet.delta-training.example/${n}` : null,
    location: isOnline || below(25) === 0 ? null : one(PLACES),
  }, work.now)
  work.em.persist(session)
  const bookings = book(work, session, people, users, choose, agenda)
  settleSession(session, bookings, trainer, n, today, choose)
}

/** In milliseconds. */
interface Span { readonly from: number; readonly to: number }
/** When each person is busy. */
type Agenda = Map<string, Span[]>

function spanOf(start: Date, durationMinutes: number): Span {
  return { from: start.getTime(), to: start.getTime() + durationMinutes * 60_000 }
}

function takeIfFree(agenda: Agenda, person: string, span: Span): boolean {
  const busy = agenda.get(person) ?? []
  if (busy.some(({ from, to }) => from < span.to && span.from < to)) return false
  agenda.set(person, [...busy, span])
  return true
}

/** Nobody holds two sessions at once, but on a day that is full. */
function freeStart(agenda: Agenda, trainer: string, durationMinutes: number, choose: () => Date): Date {
  let start = choose()
  for (let tries = 0; tries < 50 && !takeIfFree(agenda, trainer, spanOf(start, durationMinutes)); tries++) start = choose()
  return start
}

/** Working hours of working days, dense around today: the tenth part of all sessions is today's or tomorrow's neighbour. */
function startOf(n: number, timeZone: string, now: Date, below: (limit: number) => number): Date {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).startOfDay()
  const day = n % 71 === 0 ? 0 : below(2 * DAYS_AROUND + 1) - DAYS_AROUND
  const hour = 8 + below(9)
  const start = today.add({ days: day }).with({ hour, minute: one([0, 0, 30, 15], below) })
  return new Date(start.epochMilliseconds)
}

function one<T>(of: readonly T[], below: (limit: number) => number): T {
  return of[below(of.length)]!
}

function book(work: Work, session: Session, people: People, users: ReadonlyMap<string, User>, { below }: ReturnType<typeof chooser>, agenda: Agenda): Booking[] {
  const wanted = Math.min(session.capacity ?? 12, 4 + below(12))
  const first = below(people.trainees.length)
  const ids = Array.from({ length: wanted }, (_, i) => people.trainees[(first + i * 13) % people.trainees.length]!)
  // Noor learns a lot: the trainee of the demonstration has something to see.
  if (below(12) === 0) ids[0] = people.trainees[0]!
  const span = spanOf(session.startsAt, session.durationMinutes)
  return [...new Set(ids)].filter(id => takeIfFree(agenda, id, span)).map(id => {
    const booking = Booking.make(work.newId(), session, users.get(id)!)
    work.em.persist(booking)
    return booking
  })
}

/** What is past was held and marked, but for a few; a few were cancelled. */
function settleSession(session: Session, bookings: readonly Booking[], by: User, n: number, now: Date, { below, one: choose }: ReturnType<typeof chooser>): void {
  if (n % 17 === 3) return session.cancel(choose(CANCEL_REASONS), now)
  const began = session.startsAt.getTime() < now.getTime()
  if (!began) return
  const forgotten = below(40) === 0 ? 3 : 0
  for (const booking of bookings.slice(forgotten)) booking.mark(attendanceOf(below(100)), by, new Date(session.startsAt.getTime() + below(20) * 60_000))
  const ended = session.startsAt.getTime() + session.durationMinutes * 60_000 < now.getTime()
  if (ended && forgotten === 0) session.complete(now)
}

/** What the morning brought, so that the first look finds people at work: somebody moves, somebody cancels, somebody adds and marks. */
async function bustle(app: App, admin: Viewer, agenda: Agenda, daysAgo: Past['daysAgo']): Promise<void> {
  const minutesAgo = (minutes: number): void => daysAgo(minutes / (24 * 60))
  const coming = { status: SessionStatus.SCHEDULED, startsAt: { $gt: new Date() }, trainer: { isActive: true } }
  const found = await as(app, system, 'createSession', work => work.em.find(Session, coming, { orderBy: { startsAt: 'asc' }, limit: 30 }))
  const [moved, placed, called, filled] = [found[4]!, found[7]!, found[11]!, found[15]!]
  const holder = (session: Session): Viewer => person(session.trainer.id, Role.TRAINER)
  const revise = (session: Session, details: SessionDetails): Promise<void> =>
    as(app, holder(session), 'updateSession', async work =>
      (await work.em.findOneOrFail(Session, { id: session.id })).revise(details, await work.em.count(Booking, { session: session.id }), work.now))

  minutesAgo(140)
  await revise(moved, { startsAt: new Date(moved.startsAt.getTime() + 30 * 60_000) })
  minutesAgo(75)
  await revise(placed, { location: 'Hall A', classLink: null })
  minutesAgo(31)
  await as(app, holder(called), 'cancelSession', async work => (await work.em.findOneOrFail(Session, { id: called.id })).cancel('Trainer ill', work.now))
  minutesAgo(6)
  await as(app, admin, 'addTrainees', async work => {
    const session = await work.em.findOneOrFail(Session, { id: filled.id })
    const booked = await work.em.find(Booking, { session: session.id })
    const others = await work.em.find(User, { role: Role.TRAINEE, isActive: true, id: { $nin: booked.map(({ trainee }) => trainee.id) } }, { limit: 40 })
    const free = others.filter(({ id }) => takeIfFree(agenda, id, spanOf(session.startsAt, session.durationMinutes))).slice(0, 2)
    if (session.capacity !== null && booked.length + free.length > session.capacity) return
    for (const trainee of free) work.em.persist(Booking.make(work.newId(), session, trainee))
  })
}

function attendanceOf(percent: number): Attendance {
  if (percent < 84) return Attendance.PRESENT
  if (percent < 92) return Attendance.LATE
  return percent < 96 ? Attendance.EXCUSED : Attendance.ABSENT
}
