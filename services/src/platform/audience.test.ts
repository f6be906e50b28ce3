import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isMySql, journalAfter, newClub, newMembership, newPerson, openClubHouse, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Membership, Person } from '../../test/clubs.ts'
import type { Work } from './context.ts'
import { hearingOf, kindTo } from './feed.ts'

let house: ClubHouse
let seen = 0

beforeAll(async () => {
  house = await openClubHouse()
})
afterAll(() => house.close())

type Act = 'rename' | 'join' | 'leave' | 'note' | 'give' | 'close'
interface Step { readonly act: Act; readonly club: number; readonly person: number; readonly host: number }

/** What stands, and who sees what of it, told by hand: the law of the clubs a second time. */
interface World {
  readonly people: readonly string[]
  readonly clubs: Map<string, { host: string }>
  readonly memberships: Map<string, { club: string; member: string; isIn: boolean }>
}
const STAFFER = 'nobody of these'

function seenBy(world: World, viewer: string): Set<string> {
  const { people, clubs, memberships } = world
  const inside = [...memberships].filter(([, { member, isIn }]) => member === viewer && isIn)
  if (viewer === STAFFER) return new Set([...people.map(id => `Person ${id}`), ...[...clubs.keys()].map(id => `Club ${id}`), ...[...memberships.keys()].map(id => `Membership ${id}`)])
  return new Set([
    `Person ${viewer}`, ...inside.map(([id]) => `Membership ${id}`), ...inside.map(([, { club }]) => `Club ${club}`),
    ...inside.map(([, { club }]) => `Person ${clubs.get(club)!.host}`),
  ])
}

/** Does what a step says in the database and in the model; answers what everybody who sees it is told. */
async function play(work: Work, world: World, { act, club: c, person: p, host: h }: Step): Promise<string[]> {
  const [clubId, personId, hostId] = [[...world.clubs.keys()][c % Math.max(1, world.clubs.size)], world.people[p]!, world.people[h]!]
  if (clubId === undefined) return []
  const club = await work.em.findOneOrFail(Club, { id: clubId })
  const standing = [...world.memberships].find(([, { club: of, member }]) => of === clubId && member === personId)
  if (act === 'rename') {
    club.title = `${club.title}'`
    return [`Club ${clubId}`]
  }
  if (act === 'give') {
    if (world.clubs.get(clubId)!.host === hostId) return []
    club.host = work.em.getReference(Person, hostId)
    world.clubs.set(clubId, { host: hostId })
    return [`Club ${clubId}`]
  }
  if (act === 'close') {
    const memberships = await work.em.find(Membership, { club: clubId })
    for (const membership of memberships) work.em.remove(membership)
    work.em.remove(club)
    world.clubs.delete(clubId)
    for (const { id } of memberships) world.memberships.delete(id)
    return [`Club ${clubId}`, ...memberships.map(({ id }) => `Membership ${id}`)]
  }
  if (!standing) {
    if (act !== 'join') return []
    const made = newMembership(work, club, work.em.getReference(Person, personId))
    work.em.persist(made)
    world.memberships.set(made.id, { club: clubId, member: personId, isIn: true })
    return [`Club ${clubId}`, `Membership ${made.id}`]
  }
  const [id, entry] = standing
  const membership = await work.em.findOneOrFail(Membership, { id })
  if (act === 'note') {
    membership.note = `${membership.note ?? ''}!`
    return [`Membership ${id}`]
  }
  if (entry.isIn === (act === 'join')) return []
  membership.state = act === 'join' ? 'IN' : 'OUT'
  entry.isIn = act === 'join'
  return [`Club ${clubId}`, `Membership ${id}`]
}

const step = fc.record<Step>({
  act: fc.constantFrom('rename', 'join', 'join', 'join', 'leave', 'note', 'give', 'close'), club: fc.nat(2), person: fc.nat(2), host: fc.integer({ min: 3, max: 4 }),
})

test('whatever happens, who saw it or sees it is told what it is to them, each once, and nobody else', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async steps => {
    const world = await house.write(async work => {
      const people = Array.from({ length: 5 }, () => newPerson(work))
      const clubs = [3, 4, 3].map(host => newClub(work, people[host]!))
      work.em.persist([...people, ...clubs])
      return { people: people.map(({ id }) => id), clubs: new Map(clubs.map(({ id, host }) => [id, { host: host.id }])), memberships: new Map() } as World
    })
    seen = (await journalAfter(house, seen)).at(-1)?.id ?? seen
    const viewers = [STAFFER, ...world.people]
    for (const each of steps) {
      const before = new Map(viewers.map(viewer => [viewer, seenBy(world, viewer)]))
      const told = await house.write(work => play(work, world, each))
      const rows = await journalAfter(house, seen)
      seen = rows.at(-1)?.id ?? seen
      for (const viewer of viewers) {
        const [then, now] = [before.get(viewer)!, seenBy(world, viewer)]
        const due = [...now.difference(then)].map(thing => `CREATED ${thing}`)
          .concat([...then.difference(now)].map(thing => `REMOVED ${thing}`), told.filter(thing => then.has(thing) && now.has(thing)).map(thing => `UPDATED ${thing}`))
        const as = viewer === STAFFER ? viewerOf('', 'STAFF') : viewerOf(viewer)
        const heard = rows.map(row => `${kindTo(hearingOf(row.audience), as)} ${row.noun} ${row.nounId}`).filter(line => !line.startsWith('undefined'))
        expect(heard.toSorted(), `${each.act} as ${viewer}`).toEqual(due.toSorted())
      }
    }
  }), { numRuns: isMySql ? 6 : 25 })
}, 120_000)

test('sight that two deeds end at once, each on its own way, is ended for both once', async () => {
  for (let i = 0; i < 5; i++) {
    const { host, member, memberships } = await house.write(async work => {
      const [host, member] = [newPerson(work), newPerson(work)]
      const clubs = [newClub(work, host), newClub(work, host)]
      const memberships = clubs.map(club => newMembership(work, club, member))
      work.em.persist([host, member, ...clubs, ...memberships])
      return { host, member, memberships }
    })
    seen = (await journalAfter(house, seen)).at(-1)?.id ?? seen
    const meet = meeting(memberships.length)
    await Promise.all(memberships.map(({ id }) => house.write(async work => {
      const membership = await work.em.findOneOrFail(Membership, { id })
      // On SQLite the one has ended before the other begins.
      if (isMySql) await meet()
      membership.state = 'OUT'
    })))
    const told = (await journalAfter(house, seen)).filter(({ noun, nounId }) => noun === 'Person' && nounId === host.id)
    expect(told.map(({ audience }) => kindTo(hearingOf(audience), viewerOf(member.id)))).toEqual(['REMOVED'])
  }
})

/** Where so many wait for each other, once: who comes later passes. */
function meeting(expected: number): () => Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  let come = 0
  return () => {
    if (++come >= expected) resolve()
    return promise
  }
}
