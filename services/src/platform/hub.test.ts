import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isMySql, journalAfter, newClub, newMembership, newPerson, openClubHouse, staff, viewerOf, type ClubHouse } from '../../test/club-house.ts'
import { Club, Membership, Person } from '../../test/clubs.ts'
import { systemClock, virtualClock, type Clock } from './clock.ts'
import type { Database } from './database.ts'
import { BEGINNING, feedCursor, FEED_REACH, hearingOf, kindTo, readFeedCursor, type FeedChange } from './feed.ts'
import { createHub, type Hub, type Listener } from './hub.ts'
import { nounOf, type Class } from './noun.ts'
import { createRelay } from './relay.ts'
import { sql } from './sql.ts'
import type { Follower } from './telling.ts'
import type { Viewer } from './viewer.ts'
import { findForChange } from './write.ts'

let house: ClubHouse
let host: Person
const hubs: Hub[] = []

beforeAll(async () => {
  house = await openClubHouse()
  host = await makePerson()
})
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.stop()
})
afterAll(() => house.close())

const makePerson = (): Promise<Person> => house.write(async work => {
  const made = newPerson(work)
  work.em.persist(made)
  return made
})
const makeClub = (details: Partial<Club> = {}): Promise<Club> => house.write(async work => {
  const made = newClub(work, work.em.getReference(Person, host.id), details)
  work.em.persist(made)
  return made
})
const rename = (club: Pick<Club, 'id'>, title: string): Promise<void> => house.write(async work => {
  const loaded = await findForChange(work, Club, club.id)
  loaded.title = title
})

async function openHub({ database = house.database, clock = systemClock, listeners = [], beforePoll = () => {} }: {
  database?: Database; clock?: Clock; listeners?: Listener[]; beforePoll?: () => void
} = {}): Promise<Hub> {
  const hub = await createHub({ database, clock, log: house.services.log, beforePoll }, listeners)
  hubs.push(hub)
  return hub
}

interface Listening extends Follower {
  readonly heard: FeedChange[]
  readonly changes: () => FeedChange[]
  readonly positions: () => number[]
  /** How often it was cut off because a change could not be told. */
  readonly losses: () => number
}

let people = 0
function listener(viewer: Viewer, type: Class, { groupKey = `group ${++people}`, render }: { groupKey?: string; render?: Follower['render'] } = {}): Listening {
  const heard: FeedChange[] = []
  let losses = 0
  const changes = (): FeedChange[] => heard.filter(({ kind }) => kind !== 'BOOKMARK' && kind !== 'RESET')
  return {
    viewer, noun: nounOf(type), groupKey, heard, changes,
    positions: () => changes().map(({ cursor }) => readFeedCursor(cursor).position),
    render: render ?? (change => Promise.resolve(JSON.stringify(change))),
    send: payloads => heard.push(...payloads.map(payload => JSON.parse(payload) as FeedChange)),
    isBehind: () => false,
    lose: () => losses++,
    losses: () => losses,
  }
}

async function relayed(...given: readonly Hub[]): Promise<void> {
  await createRelay(house.database, () => {}).run()
  for (const hub of given) await hub.settle()
}

/** What a viewer must have heard of a noun behind a position, from the table alone. */
async function due(viewer: Viewer, type: Class, after: number): Promise<number[]> {
  const rows = await journalAfter(house)
  return rows.filter(row => row.noun === type.name && row.position !== null && row.position > after && kindTo(hearingOf(row.audience), viewer) !== undefined)
    .map(({ position }) => position!).toSorted((a, b) => a - b)
}

describe('the relay', () => {
  test('gives a backlog longer than its batches one position each, in the order of writing, once', async () => {
    await house.write(async work => work.em.persist(Array.from({ length: 1203 }, () => newPerson(work))) as never)
    const heads: number[] = []
    const relay = createRelay(house.database, head => heads.push(head))
    await Promise.all([relay.run(), relay.run(), relay.run()])
    const positions = (await house.database.rows(sql`select position from journal order by id`)).map(([position]) => position)
    expect(positions).toEqual(positions.map((_, i) => i + 1))
    expect(heads.at(-1)).toBe(positions.length)
    heads.length = 0
    await relay.run()
    expect(heads).toEqual([])
  })

  test('is one of several: positions stay contiguous and agree with the order of commits', async () => {
    const databases = [house.database, await house.openAgain()]
    const relays = databases.map(database => createRelay(database, () => {}))
    const clubs = [await makeClub(), await makeClub(), await makeClub()]
    const acknowledged = new Map(clubs.map(({ id }) => [id, 0]))
    const writer = async (seed: number): Promise<void> => {
      for (let i = 0; i < 12; i++) {
        const club = clubs[(seed + i * 7) % clubs.length]!
        await rename(club, `${seed}.${i}`)
        acknowledged.set(club.id, acknowledged.get(club.id)! + 1)
        void relays[seed % relays.length]!.run().catch(() => {})
      }
    }
    await Promise.all([0, 1, 2, 3].map(writer))
    await Promise.all(relays.map(relay => relay.run()))
    const rows = (await journalAfter(house)).toSorted((a, b) => a.position! - b.position!)
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, i) => i + 1))
    for (const { id, title } of clubs) {
      // Each begins with what the one before it left: the order of positions is the order of commits.
      const own = rows.filter(({ nounId, kind }) => nounId === id && kind === 'UPDATED')
      expect(own).toHaveLength(acknowledged.get(id)!)
      const begun = own.map(({ before }) => before!['title'])
      expect(begun).toEqual([title, ...own.slice(0, -1).map(({ after }) => after!['title'])])
    }
  })
})

describe('following', () => {
  test('begins with a BOOKMARK and goes on with what comes', async () => {
    await relayed()
    const hub = await openHub()
    const staffer = listener(staff, Club)
    await hub.join(staffer, undefined)
    expect(staffer.heard).toMatchObject([{ kind: 'BOOKMARK', id: null, fields: [], cursor: feedCursor(hub.head(), 'STAFF') }])
    const club = await makeClub()
    await rename(club, 'New')
    await relayed(hub)
    expect(staffer.changes()).toMatchObject([{ kind: 'CREATED', id: club.id }, { kind: 'UPDATED', id: club.id, fields: ['title'] }])
  })

  test('tells coming into sight, change and going out of sight, to whom it concerns alone', async () => {
    const [ann, ben] = [await makePerson(), await makePerson()]
    const club = await makeClub()
    await relayed()
    const hub = await openHub()
    const [hers, his] = [listener(viewerOf(ann.id), Club), listener(viewerOf(ben.id), Club)]
    await Promise.all([hub.join(hers, undefined), hub.join(his, undefined)])
    const membership = await house.write(async work => {
      const made = newMembership(work, work.em.getReference(Club, club.id), work.em.getReference(Person, ann.id))
      work.em.persist(made)
      return made
    })
    await rename(club, 'Seen')
    await house.write(async ({ em }) => void em.remove(await em.findOneOrFail(Membership, { id: membership.id })))
    await rename(club, 'Unseen')
    await relayed(hub)
    expect(hers.changes().map(({ kind, id, fields }) => [kind, id, fields])).toEqual([
      ['CREATED', club.id, ['members']], ['UPDATED', club.id, ['title']], ['REMOVED', club.id, []],
    ])
    expect(his.changes()).toEqual([])
  })

  test('renders once for a group and sends to each; a member that left hears nothing', async () => {
    await relayed()
    const hub = await openHub()
    let renders = 0
    const render = (change: FeedChange): Promise<string> => {
      renders += change.kind === 'BOOKMARK' ? 0 : 1
      return Promise.resolve(JSON.stringify(change))
    }
    const group = Array.from({ length: 5 }, () => listener(staff, Club, { groupKey: 'staff', render }))
    for (const each of group) await hub.join(each, undefined)
    hub.leave(group[4]!)
    expect(hub.followers()).toBe(4)
    await makeClub()
    await relayed(hub)
    expect(renders).toBe(1)
    expect(group.map(each => each.changes().length)).toEqual([1, 1, 1, 1, 0])
  })

  test('one whose rendering fails, or a listener of the house that fails, costs nobody else a change', async () => {
    await relayed()
    const hub = await openHub({ listeners: [() => {
      throw new Error('a listener broke')
    }] })
    const broken = listener(staff, Club, { render: change => (change.id === null ? Promise.resolve(JSON.stringify(change)) : Promise.reject(new Error('no'))) })
    const sound = listener(staff, Club)
    await hub.join(broken, undefined)
    await hub.join(sound, undefined)
    await makeClub()
    await makeClub()
    await relayed(hub)
    expect(sound.changes()).toHaveLength(2)
    // Whose own rendering failed is cut off, rather than never hearing of it, and is told nothing more.
    expect([broken.losses(), sound.losses(), hub.followers()]).toEqual([1, 0, 1])
  })
})

describe('coming back', () => {
  test('from a cursor: what was missed, once, in order, then the BOOKMARK', async () => {
    await relayed()
    const hub = await openHub()
    const cursor = feedCursor(hub.head(), 'STAFF')
    const before = hub.head().position
    for (let i = 0; i < 5; i++) await makeClub()
    await relayed(hub)
    const late = listener(staff, Club)
    await hub.join(late, cursor)
    expect(late.positions()).toEqual(await due(staff, Club, before))
    expect(late.heard.at(-1)!.kind).toBe('BOOKMARK')
    // From the table, by a hub that has just begun and remembers nothing.
    const fresh = listener(staff, Club)
    await (await openHub()).join(fresh, cursor)
    expect(fresh.changes()).toEqual(late.changes())
    expect(fresh.heard.at(-1)!.cursor).toBe(late.heard.at(-1)!.cursor)
  })

  test('from a cursor too old, of another role or of the future: RESET, then the BOOKMARK', async () => {
    await relayed()
    const hub = await openHub()
    const { position, at } = hub.head()
    const old = { position: position - FEED_REACH - 1 < 0 ? 999_999_999 : 1, at }
    for (const cursor of [feedCursor(old, 'STAFF'), feedCursor(hub.head(), 'MEMBER'), feedCursor({ position: position + 1, at }, 'STAFF')]) {
      const back = listener(staff, Club)
      await hub.join(back, cursor)
      expect(back.heard.map(({ kind }) => kind)).toEqual(['RESET', 'BOOKMARK'])
    }
  })

  test('from a cursor that was given for another entry, as before a backup took the place of the database: RESET', async () => {
    await makeClub()
    await relayed()
    const { position, at } = (await openHub()).head()
    const another = new Date(Date.parse(at) - 1).toISOString()
    // Near the head it is known from memory, far behind it from the table.
    for (const place of [{ position, at: another }, { position: 1, at: another }]) {
      const back = listener(staff, Club)
      await (await openHub()).join(back, feedCursor(place, 'STAFF'))
      expect(back.heard.map(({ kind }) => kind)).toEqual(['RESET', 'BOOKMARK'])
    }
  })

  test('to another hub that has not heard of it yet: nothing is asked anew', async () => {
    await relayed()
    const [one, other] = [await openHub(), await openHub()]
    const first = listener(staff, Club)
    await one.join(first, undefined)
    await makeClub()
    await relayed(one)
    const { cursor } = first.heard.at(-1)!
    const again = listener(staff, Club)
    await other.join(again, cursor)
    expect(again.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK'])
  })

  test.each(['', 'none', '1.0.STAFF', ...['1', '-1.0.STAFF', '01.0.STAFF', '1.STAFF', '1.00.STAFF'].map(text => Buffer.from(text).toString('base64url')), `${feedCursor(BEGINNING, 'STAFF')}=`, `${feedCursor(BEGINNING, 'STAFF')} `, 'A'.repeat(5000)])('a cursor that is none is refused: %j', async cursor => {
    const hub = await openHub()
    await expect(hub.join(listener(staff, Club), cursor)).rejects.toThrow('none of ours')
    expect(hub.followers()).toBe(0)
  })
})

test('many who come back at once share each reading of the journal, and take turns', async () => {
  await makeClub()
  await relayed()
  let reads = 0
  let rendering = 0
  let most = 0
  const rows: Database['rows'] = (...given) => {
    reads++
    return house.database.rows(...given)
  }
  const hub = await openHub({ database: { ...house.database, rows }, clock: virtualClock() })
  reads = 0
  const render: Follower['render'] = async change => {
    most = Math.max(most, ++rendering)
    await new Promise(resolve => setImmediate(resolve))
    rendering--
    return JSON.stringify(change)
  }
  const crowd = Array.from({ length: 40 }, () => listener(staff, Club, { render: change => (change.kind === 'BOOKMARK' ? Promise.resolve(JSON.stringify(change)) : render(change)) }))
  await Promise.all(crowd.map(follower => hub.join(follower, feedCursor(BEGINNING, 'STAFF'))))
  const wanted = await due(staff, Club, 0)
  for (const follower of crowd) expect(follower.positions()).toEqual(wanted)
  expect(reads).toBeLessThanOrEqual(Math.ceil(hub.head().position / 500))
  expect(most).toBe(8)
})

test('equals who come back at once, each from where it stood, are told by one rendering what they have missed together', async () => {
  await relayed()
  const hub = await openHub()
  const cursors = [feedCursor(hub.head(), 'STAFF')]
  const begun = hub.head().position
  for (let i = 0; i < 6; i++) {
    await makeClub()
    await relayed(hub)
    cursors.push(feedCursor(hub.head(), 'STAFF'))
  }
  const rendered: number[] = []
  const render: Follower['render'] = change => {
    rendered.push(change.kind === 'BOOKMARK' ? 0 : readFeedCursor(change.cursor).position)
    return Promise.resolve(JSON.stringify(change))
  }
  const wanted = await due(staff, Club, begun)
  const crowd = Array.from({ length: 30 }, () => listener(staff, Club, { groupKey: 'staff', render }))
  await Promise.all(crowd.map((follower, i) => hub.join(follower, cursors[i % 3])))
  for (const [i, follower] of crowd.entries()) expect(follower.positions()).toEqual(wanted.slice(i % 3))
  // The first comes by itself; the others have gathered meanwhile.
  expect(rendered.filter(position => position === wanted.at(-1)).length).toBeLessThanOrEqual(2)
  expect(rendered.length).toBeLessThanOrEqual(2 * (wanted.length + 1))
})

describe('a slow reader', () => {
  test('is caught up no faster than it reads, while others are served', async () => {
    await relayed()
    const clock = virtualClock()
    const hub = await openHub({ clock })
    const cursor = feedCursor(hub.head(), 'STAFF')
    await house.write(async work => work.em.persist(Array.from({ length: 60 }, () => newClub(work, work.em.getReference(Person, host.id)))) as never)
    await relayed(hub)
    let isBehind = true
    const reader = listener(staff, Club)
    const slow: Listening = { ...reader, isBehind: () => isBehind && reader.heard.length > 0 }
    const caughtUp = hub.join(slow, cursor)
    await clock.advance(1_000)
    const early = slow.changes().length
    expect(early).toBeGreaterThan(0)
    expect(early).toBeLessThan(60)
    const other = listener(staff, Club)
    await hub.join(other, undefined)
    await makeClub()
    await relayed(hub)
    expect(other.changes()).toHaveLength(1)
    isBehind = false
    await clock.advance(1_000)
    await caughtUp
    expect(slow.changes()).toHaveLength(61)
  })

  test('that leaves meanwhile is not waited for, and hears nothing more', async () => {
    await relayed()
    const clock = virtualClock()
    const hub = await openHub({ clock })
    const cursor = feedCursor(hub.head(), 'STAFF')
    await house.write(async work => work.em.persist(Array.from({ length: 60 }, () => newClub(work, work.em.getReference(Person, host.id)))) as never)
    await relayed(hub)
    const slow: Listening = { ...listener(staff, Club), isBehind: () => true }
    const caughtUp = hub.join(slow, cursor)
    await clock.advance(500)
    const heard = slow.heard.length
    hub.leave(slow)
    await clock.advance(500)
    await caughtUp
    expect(slow.heard.length).toBe(heard)
    expect(hub.followers()).toBe(0)
  })
})

describe('however it is cut', () => {
  test('writers, two hubs, and readers cut and rejoined at random: no gap, no repetition, one order', async () => {
    const plan = fc.array(fc.record({ reader: fc.integer({ min: 0, max: 3 }), act: fc.constantFrom('write', 'write', 'cut', 'relay', 'rejoin'), hub: fc.integer({ min: 0, max: 1 }) }), { minLength: 20, maxLength: 60 })
    await fc.assert(fc.asyncProperty(plan, async steps => {
      await relayed()
      const both = [await openHub(), await openHub()]
      const begun = both[0]!.head()
      const readers = Array.from({ length: 4 }, (_, i) => ({ cursor: feedCursor(begun, 'STAFF'), seen: [] as number[], live: undefined as { hub: Hub; follower: Follower } | undefined, i }))
      const busy: Promise<unknown>[] = []
      const rejoin = (reader: (typeof readers)[number], hub: Hub): void => {
        if (reader.live) return
        const follower: Follower = {
          ...listener(staff, Club, { groupKey: reader.i < 2 ? 'shared' : `own ${reader.i}` }),
          send: payloads => {
            // A cut line carries nothing more.
            if (reader.live?.follower !== follower) return
            for (const { kind, cursor } of payloads.map(payload => JSON.parse(payload) as FeedChange)) {
              reader.cursor = cursor
              if (kind !== 'BOOKMARK') reader.seen.push(kind === 'RESET' ? -1 : readFeedCursor(cursor).position)
            }
          },
        }
        reader.live = { hub, follower }
        busy.push(hub.join(follower, reader.cursor).then(() => {
          if (reader.live?.follower !== follower) hub.leave(follower)
        }))
      }
      const cut = (reader: (typeof readers)[number]): void => {
        reader.live?.hub.leave(reader.live.follower)
        reader.live = undefined
      }
      for (const { reader, act, hub } of steps) {
        if (act === 'write') busy.push(makeClub())
        else if (act === 'relay') busy.push(createRelay(house.database, () => both.forEach(each => each.wake())).run())
        else if (act === 'cut') cut(readers[reader]!)
        else rejoin(readers[reader]!, both[hub]!)
        if (hub === 0) await new Promise(resolve => setImmediate(resolve))
      }
      await Promise.all(busy.splice(0))
      await relayed(...both)
      for (const reader of readers) rejoin(reader, both[reader.i % 2]!)
      await Promise.all(busy)
      await relayed(...both)
      const wanted = await due(staff, Club, begun.position)
      for (const { seen, i } of readers) expect(seen, `reader ${i}`).toEqual(wanted)
      for (const hub of hubs.splice(0)) await hub.stop()
    }), { numRuns: isMySql ? 8 : 15 })
  }, 60_000)
})

describe('without a bell', () => {
  test('the poll finds what came, and runs the relay before', async () => {
    await relayed()
    const clock = virtualClock()
    let polls = 0
    const hub = await openHub({ clock, beforePoll: () => polls++ })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    await makeClub()
    await relayed()
    expect(reader.changes()).toEqual([])
    await clock.advance(500)
    await hub.settle()
    expect(polls).toBe(1)
    expect(reader.changes()).toHaveLength(1)
  })

  test('a right that ends is heard of within a second, and before anything more is told to whose it was', async () => {
    await relayed()
    const clock = virtualClock()
    const reads: Promise<unknown>[] = []
    const rows: Database['rows'] = statement => {
      const read = house.database.rows(statement)
      reads.push(read)
      return read
    }
    const [ended, other] = [listener(staff, Club, { groupKey: 'staff' }), listener(staff, Club, { groupKey: 'staff' })]
    const hub = await openHub({ clock, database: { ...house.database, rows }, listeners: [({ noun }) => {
      if (noun === Membership.name) hub.leave(ended)
    }] })
    await Promise.all([hub.join(ended, undefined), hub.join(other, undefined)])
    await hub.settle()
    // Three that come together: the right ends with the second.
    const club = await makeClub()
    await house.write(async work => void work.em.persist(newMembership(work, work.em.getReference(Club, club.id), work.em.getReference(Person, host.id))))
    await rename(club, 'Not for all')
    await relayed()
    reads.length = 0
    await clock.advance(1_000)
    await Promise.all(reads)
    await new Promise(resolve => setImmediate(resolve))
    expect(ended.changes()).toEqual([])
    expect(other.changes().map(({ kind }) => kind)).toEqual(['CREATED', 'UPDATED', 'UPDATED'])
    expect(hub.followers()).toBe(1)
  })

  test('idle streams get a BOOKMARK now and then', async () => {
    await relayed()
    const clock = virtualClock()
    const hub = await openHub({ clock })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    for (let i = 0; i < 2; i++) {
      await clock.advance(30_500)
      await hub.settle()
    }
    expect(reader.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK', 'BOOKMARK', 'BOOKMARK'])
  })

  test('a BOOKMARK never runs ahead of a change that is still being told', async () => {
    await relayed()
    const clock = virtualClock()
    const hub = await openHub({ clock })
    let tellOn: () => void = () => {}
    const told = new Promise<void>(resolve => {
      tellOn = resolve
    })
    const slow = listener(staff, Club, { render: async change => {
      if (change.kind !== 'BOOKMARK') await told
      return JSON.stringify(change)
    } })
    await hub.join(slow, undefined)
    await makeClub()
    await relayed()
    const settled = hub.settle()
    while (hub.head().position < (await journalAfter(house)).length) await new Promise(resolve => setImmediate(resolve))
    await clock.advance(30_000)
    tellOn()
    await settled
    const positions = slow.heard.map(({ cursor }) => readFeedCursor(cursor).position)
    expect(positions).toEqual(positions.toSorted((a, b) => a - b))
    expect(slow.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK', 'CREATED', 'BOOKMARK'])
  })

  test('a database that does not answer delays, and loses nothing', async () => {
    await relayed()
    const clock = virtualClock()
    let isDown = false
    const rows: Database['rows'] = statement => (isDown ? Promise.reject(new Error('gone away')) : house.database.rows(statement))
    const hub = await openHub({ clock, database: { ...house.database, rows } })
    const reader = listener(staff, Club)
    await hub.join(reader, undefined)
    isDown = true
    await makeClub()
    await relayed()
    await clock.advance(3_000)
    isDown = false
    await clock.advance(1_000)
    await hub.settle()
    expect(reader.changes()).toHaveLength(1)
  })

  test('a stopped hub tells and polls no more', async () => {
    const clock = virtualClock()
    let polls = 0
    const hub = await openHub({ clock, beforePoll: () => polls++ })
    await hub.stop()
    await clock.advance(60_000)
    expect(polls).toBe(0)
  })
})
