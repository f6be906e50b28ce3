import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { journalAfter, newMembership, staff, viewerOf } from '../../test/club-house.ts'
import { Club, Membership, Person } from '../../test/clubs.ts'
import { listener, openFeedHouse, type FeedHouse } from '../../test/feed-house.ts'
import { virtualClock } from './clock.ts'
import type { Database } from './database.ts'
import { entriesAfter, feedCursor, readEntry, readFeedCursor, type FeedChange } from './feed.ts'

let feed: FeedHouse
beforeAll(async () => {
  feed = await openFeedHouse()
})
afterEach(() => feed.stopHubs())
afterAll(() => feed.close())

describe('following', () => {
  test('begins with a BOOKMARK and goes on with what comes', async () => {
    await feed.relayed()
    const hub = await feed.openHub()
    const staffer = listener(staff, Club)
    await hub.join(staffer, undefined)
    expect(staffer.heard).toMatchObject([{ kind: 'BOOKMARK', id: null, fields: [], cursor: feedCursor(hub.head(), 'STAFF') }])
    const club = await feed.makeClub()
    await feed.rename(club, 'New')
    await feed.relayed(hub)
    expect(staffer.changes()).toMatchObject([{ kind: 'CREATED', id: club.id }, { kind: 'UPDATED', id: club.id, fields: ['title'] }])
  })

  test('tells coming into sight, change and going out of sight, to whom it concerns alone', async () => {
    const [ann, ben] = [await feed.makePerson(), await feed.makePerson()]
    const club = await feed.makeClub()
    await feed.relayed()
    const hub = await feed.openHub()
    const [hers, his] = [listener(viewerOf(ann.id), Club), listener(viewerOf(ben.id), Club)]
    await Promise.all([hub.join(hers, undefined), hub.join(his, undefined)])
    const membership = await feed.house.write(async work => {
      const made = newMembership(work, work.em.getReference(Club, club.id), work.em.getReference(Person, ann.id))
      work.em.persist(made)
      return made
    })
    await feed.rename(club, 'Seen')
    await feed.house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Membership, { id: membership.id })))
    await feed.rename(club, 'Unseen')
    await feed.relayed(hub)
    expect(hers.changes().map(({ kind, id, fields }) => [kind, id, fields])).toEqual([
      ['CREATED', club.id, ['members']], ['UPDATED', club.id, ['title']], ['REMOVED', club.id, []],
    ])
    expect(his.changes()).toEqual([])
  })

  test('renders once for a group and sends to each; a member that left hears nothing', async () => {
    await feed.relayed()
    const hub = await feed.openHub()
    let renders = 0
    const render = (change: FeedChange): Promise<string> => {
      renders += change.kind === 'BOOKMARK' ? 0 : 1
      return Promise.resolve(JSON.stringify(change))
    }
    const group = Array.from({ length: 5 }, () => listener(staff, Club, { groupKey: 'staff', render }))
    for (const each of group) await hub.join(each, undefined)
    hub.leave(group[4]!)
    expect(hub.followers()).toBe(4)
    await feed.makeClub()
    await feed.relayed(hub)
    expect(renders).toBe(1)
    expect(group.map(each => each.changes().length)).toEqual([1, 1, 1, 1, 0])
  })

  test('one whose rendering fails, or a listener of the house that fails, costs nobody else a change', async () => {
    await feed.relayed()
    const hub = await feed.openHub({ listeners: [() => {
      throw new Error('a listener broke')
    }] })
    const broken = listener(staff, Club, { render: change => (change.id === null ? Promise.resolve(JSON.stringify(change)) : Promise.reject(new Error('no'))) })
    const sound = listener(staff, Club)
    await hub.join(broken, undefined)
    await hub.join(sound, undefined)
    await feed.makeClub()
    await feed.makeClub()
    await feed.relayed(hub)
    expect(sound.changes()).toHaveLength(2)
    // Whose own rendering failed is cut off, rather than never hearing of it, and is told nothing more.
    expect([broken.losses(), sound.losses(), hub.followers()]).toEqual([1, 0, 1])
  })
})

describe('without a bell', () => {
  test('the poll finds what came, and runs the relay before', async () => {
    await feed.relayed()
    const clock = virtualClock()
    let polls = 0
    const hub = await feed.openHub({ clock, beforePoll: () => polls++ })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    await feed.makeClub()
    await feed.relayed()
    expect(reader.changes()).toEqual([])
    await clock.advance(500)
    await hub.settle()
    expect(polls).toBe(1)
    expect(reader.changes()).toHaveLength(1)
  })

  test('what is given along is not read again; given late, out of turn or twice, it is told once and in its place', async () => {
    await feed.relayed()
    let reads = 0
    const rows: Database['rows'] = statement => {
      reads++
      return feed.house.database.rows(statement)
    }
    const hub = await feed.openHub({ clock: virtualClock(), database: { ...feed.house.database, rows } })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    const clubs = [await feed.makeClub(), await feed.makeClub(), await feed.makeClub()]
    await feed.relayed()
    const [first, second, third] = (await feed.house.database.rows(entriesAfter(hub.head().position, 3))).map(readEntry)
    const told = (): (string | null)[] => reader.changes().map(({ id }) => id)
    reads = 0
    hub.wake([first!])
    await vi.waitFor(() => expect(told()).toEqual([clubs[0]!.id]))
    expect(reads).toBe(0)
    hub.wake([third!])
    hub.wake()
    hub.wake([second!, third!])
    hub.wake([first!])
    await hub.settle()
    expect(told()).toEqual(clubs.map(({ id }) => id))
    expect(hub.head()).toMatchObject({ position: third!.position, at: third!.at })
  })

  test('who rings while something is told means the table, whatever another gives at the same time', async () => {
    await feed.relayed()
    const hub = await feed.openHub({ clock: virtualClock() })
    const held = Promise.withResolvers<void>()
    const reader = listener(staff, Club, { render: async change => {
      if (change.kind !== 'BOOKMARK') await held.promise
      return JSON.stringify(change)
    } })
    await hub.join(reader, undefined)
    const clubs = [await feed.makeClub(), await feed.makeClub(), await feed.makeClub()]
    await feed.relayed()
    const [first, second] = (await feed.house.database.rows(entriesAfter(hub.head().position, 2))).map(readEntry)
    hub.wake([first!])
    await vi.waitFor(() => expect(hub.head().position).toBe(first!.position))
    hub.wake()
    hub.wake([second!])
    held.resolve()
    await vi.waitFor(() => expect(reader.changes().map(({ id }) => id)).toEqual(clubs.map(({ id }) => id)))
  })

  test('a right that ends is heard of within a second, and before anything more is told to whose it was', async () => {
    await feed.relayed()
    const clock = virtualClock()
    const reads: Promise<unknown>[] = []
    const rows: Database['rows'] = statement => {
      const read = feed.house.database.rows(statement)
      reads.push(read)
      return read
    }
    const [ended, other] = [listener(staff, Club, { groupKey: 'staff' }), listener(staff, Club, { groupKey: 'staff' })]
    const hub = await feed.openHub({ clock, database: { ...feed.house.database, rows }, listeners: [({ noun }) => {
      if (noun === Membership.name) hub.leave(ended)
    }] })
    await Promise.all([hub.join(ended, undefined), hub.join(other, undefined)])
    await hub.settle()
    // Three that come together: the right ends with the second.
    const club = await feed.makeClub()
    await feed.house.write(async work => void work.em.persist(newMembership(work, work.em.getReference(Club, club.id), work.em.getReference(Person, feed.host.id))))
    await feed.rename(club, 'Not for all')
    await feed.relayed()
    reads.length = 0
    await clock.advance(1_000)
    await Promise.all(reads)
    await new Promise(resolve => setImmediate(resolve))
    expect(ended.changes()).toEqual([])
    expect(other.changes().map(({ kind }) => kind)).toEqual(['CREATED', 'UPDATED', 'UPDATED'])
    expect(hub.followers()).toBe(1)
  })

  test('idle streams get a BOOKMARK now and then', async () => {
    await feed.relayed()
    const clock = virtualClock()
    const hub = await feed.openHub({ clock })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    for (let i = 0; i < 2; i++) {
      await clock.advance(30_500)
      await hub.settle()
    }
    expect(reader.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK', 'BOOKMARK', 'BOOKMARK'])
  })

  test('a BOOKMARK never runs ahead of a change that is still being told', async () => {
    await feed.relayed()
    const clock = virtualClock()
    const hub = await feed.openHub({ clock })
    let tellOn: () => void = () => {}
    const told = new Promise<void>(resolve => {
      tellOn = resolve
    })
    const slow = listener(staff, Club, { render: async change => {
      if (change.kind !== 'BOOKMARK') await told
      return JSON.stringify(change)
    } })
    await hub.join(slow, undefined)
    await feed.makeClub()
    await feed.relayed()
    const settled = hub.settle()
    while (hub.head().position < (await journalAfter(feed.house)).length) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(30_000)
    tellOn()
    await settled
    const positions = slow.heard.map(({ cursor }) => readFeedCursor(cursor).position)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(slow.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK', 'CREATED', 'BOOKMARK'])
  })

  test('a database that does not answer delays, and loses nothing', async () => {
    await feed.relayed()
    const clock = virtualClock()
    let isDown = false
    const rows: Database['rows'] = statement => (isDown ? Promise.reject(new Error('gone away')) : feed.house.database.rows(statement))
    const hub = await feed.openHub({ clock, database: { ...feed.house.database, rows } })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    isDown = true
    await feed.makeClub()
    await feed.relayed()
    await clock.advance(3_000)
    isDown = false
    await clock.advance(1_000)
    await hub.settle()
    expect(reader.changes()).toHaveLength(1)
  })

  test('a stopped hub tells and polls no more', async () => {
    const clock = virtualClock()
    let polls = 0
    const hub = await feed.openHub({ clock, beforePoll: () => polls++ })
    await hub.stop()
    await clock.advance(60_000)
    expect(polls).toBe(0)
  })
})
