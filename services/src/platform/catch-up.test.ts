import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isMySql, newClub, staff } from '../../test/club-house.ts'
import { Club, Person } from '../../test/clubs.ts'
import { listener, openFeedHouse, type FeedHouse, type Listening } from '../../test/feed-house.ts'
import { virtualClock, type VirtualClock } from './clock.ts'
import type { Database } from './database.ts'
import { BEGINNING, feedCursor, FEED_REACH, readFeedCursor, type FeedChange } from './feed.ts'
import type { Hub } from './hub.ts'
import { createRelay } from './relay.ts'
import type { Follower } from './telling.ts'

let feed: FeedHouse
beforeAll(async () => {
  feed = await openFeedHouse()
})
afterEach(() => feed.stopHubs())
afterAll(() => feed.close())

describe('coming back', () => {
  test('from a cursor: what was missed, once, in order, then the BOOKMARK', async () => {
    await feed.relayed()
    const hub = await feed.openHub()
    const cursor = feedCursor(hub.head(), 'STAFF')
    const before = hub.head().position
    for (let i = 0; i < 5; i++) await feed.makeClub()
    await feed.relayed(hub)
    const late = listener(staff, Club)
    await hub.join(late, cursor)
    expect(late.positions()).toEqual(await feed.due(staff, Club, before))
    expect(late.heard.at(-1)!.kind).toBe('BOOKMARK')
    // From the table, by a hub that has just begun and remembers nothing.
    const fresh = listener(staff, Club)
    await (await feed.openHub()).join(fresh, cursor)
    expect(fresh.changes()).toEqual(late.changes())
    expect(fresh.heard.at(-1)!.cursor).toBe(late.heard.at(-1)!.cursor)
  })

  test('from a cursor too old, of another role or of the future: RESET, then the BOOKMARK', async () => {
    await feed.relayed()
    const hub = await feed.openHub()
    const { position, at } = hub.head()
    const old = { position: position - FEED_REACH - 1 < 0 ? 999_999_999 : 1, at }
    for (const cursor of [feedCursor(old, 'STAFF'), feedCursor(hub.head(), 'MEMBER'), feedCursor({ position: position + 1, at }, 'STAFF')]) {
      const back = listener(staff, Club)
      await hub.join(back, cursor)
      expect(back.heard.map(({ kind }) => kind)).toEqual(['RESET', 'BOOKMARK'])
    }
  })

  test('from a cursor that was given for another entry, as before a backup took the place of the database: RESET', async () => {
    await feed.makeClub()
    await feed.relayed()
    const { position, at } = (await feed.openHub()).head()
    const another = new Date(Date.parse(at) - 1).toISOString()
    // Near the head it is known from memory, far behind it from the table.
    for (const place of [{ position, at: another }, { position: 1, at: another }]) {
      const back = listener(staff, Club)
      await (await feed.openHub()).join(back, feedCursor(place, 'STAFF'))
      expect(back.heard.map(({ kind }) => kind)).toEqual(['RESET', 'BOOKMARK'])
    }
  })

  test('to another hub that has not heard of it yet: nothing is asked anew', async () => {
    await feed.relayed()
    const [one, other] = [await feed.openHub(), await feed.openHub()]
    const first = listener(staff, Club)
    await one.join(first, undefined)
    await feed.makeClub()
    await feed.relayed(one)
    const { cursor } = first.heard.at(-1)!
    const again = listener(staff, Club)
    await other.join(again, cursor)
    expect(again.heard.map(({ kind }) => kind)).toEqual(['BOOKMARK'])
  })

  test.each(['', 'none', '1.0.STAFF', ...['1', '-1.0.STAFF', '01.0.STAFF', '1.STAFF', '1.00.STAFF'].map(text => Buffer.from(text).toString('base64url')), `${feedCursor(BEGINNING, 'STAFF')}=`, `${feedCursor(BEGINNING, 'STAFF')} `, 'A'.repeat(5000)])('a cursor that is none is refused: %j', async cursor => {
    const hub = await feed.openHub()
    await expect(hub.join(listener(staff, Club), cursor)).rejects.toThrow('none of ours')
    expect(hub.followers()).toBe(0)
  })
})

test('many who come back at once share each reading of the journal, and take turns', async () => {
  await feed.makeClub()
  await feed.relayed()
  let reads = 0
  let rendering = 0
  let most = 0
  const rows: Database['rows'] = (...given) => {
    reads++
    return feed.house.database.rows(...given)
  }
  const hub = await feed.openHub({ database: { ...feed.house.database, rows }, clock: virtualClock() })
  reads = 0
  const render: Follower['render'] = async change => {
    most = Math.max(most, ++rendering)
    await new Promise(resolve => setImmediate(resolve))
    rendering--
    return JSON.stringify(change)
  }
  const crowd = Array.from({ length: 40 }, () => listener(staff, Club, { render: change => (change.kind === 'BOOKMARK' ? Promise.resolve(JSON.stringify(change)) : render(change)) }))
  await Promise.all(crowd.map(follower => hub.join(follower, feedCursor(BEGINNING, 'STAFF'))))
  const wanted = await feed.due(staff, Club, 0)
  for (const follower of crowd) expect(follower.positions()).toEqual(wanted)
  expect(reads).toBeLessThanOrEqual(Math.ceil(hub.head().position / 500))
  expect(most).toBe(8)
})

test('equals who come back at once, each from where it stood, are told by one rendering what they have missed together', async () => {
  await feed.relayed()
  const hub = await feed.openHub()
  const cursors = [feedCursor(hub.head(), 'STAFF')]
  const begun = hub.head().position
  for (let i = 0; i < 6; i++) {
    await feed.makeClub()
    await feed.relayed(hub)
    cursors.push(feedCursor(hub.head(), 'STAFF'))
  }
  const rendered: number[] = []
  const render: Follower['render'] = change => {
    rendered.push(change.kind === 'BOOKMARK' ? 0 : readFeedCursor(change.cursor).position)
    return Promise.resolve(JSON.stringify(change))
  }
  const wanted = await feed.due(staff, Club, begun)
  const crowd = Array.from({ length: 30 }, () => listener(staff, Club, { groupKey: 'staff', render }))
  await Promise.all(crowd.map((follower, i) => hub.join(follower, cursors[i % 3])))
  for (const [i, follower] of crowd.entries()) expect(follower.positions()).toEqual(wanted.slice(i % 3))
  // The first comes by itself; the others have gathered meanwhile.
  expect(rendered.filter(position => position === wanted.at(-1)).length).toBeLessThanOrEqual(2)
  expect(rendered.length).toBeLessThanOrEqual(2 * (wanted.length + 1))
})

describe('a slow reader', () => {
  /** A hub, and where somebody stands who has missed sixty clubs of it. */
  const sixtyBehind = async (): Promise<{ clock: VirtualClock; hub: Hub; cursor: string }> => {
    await feed.relayed()
    const clock = virtualClock()
    const hub = await feed.openHub({ clock })
    const cursor = feedCursor(hub.head(), 'STAFF')
    await feed.house.write(async work => work.em.persist(Array.from({ length: 60 }, () => newClub(work, work.em.getReference(Person, feed.host.id)))) as never)
    await feed.relayed(hub)
    return { clock, hub, cursor }
  }

  test('is caught up no faster than it reads, while others are served', async () => {
    const { clock, hub, cursor } = await sixtyBehind()
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
    await feed.makeClub()
    await feed.relayed(hub)
    expect(other.changes()).toHaveLength(1)
    isBehind = false
    await clock.advance(1_000)
    await caughtUp
    expect(slow.changes()).toHaveLength(61)
  })

  test('that leaves meanwhile is not waited for, and hears nothing more', async () => {
    const { clock, hub, cursor } = await sixtyBehind()
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
      await feed.relayed()
      const both = [await feed.openHub(), await feed.openHub()]
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
        if (act === 'write') busy.push(feed.makeClub())
        else if (act === 'relay') busy.push(createRelay(feed.house.database, () => both.forEach(each => each.wake())).run())
        else if (act === 'cut') cut(readers[reader]!)
        else rejoin(readers[reader]!, both[hub]!)
        if (hub === 0) await new Promise(resolve => setImmediate(resolve))
      }
      await Promise.all(busy.splice(0))
      await feed.relayed(...both)
      for (const reader of readers) rejoin(reader, both[reader.i % 2]!)
      await Promise.all(busy)
      await feed.relayed(...both)
      const wanted = await feed.due(staff, Club, begun.position)
      for (const { seen, i } of readers) expect(seen, `reader ${i}`).toEqual(wanted)
      await feed.stopHubs()
    }), { numRuns: isMySql ? 8 : 15 })
  }, 60_000)
})
