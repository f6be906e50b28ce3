import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createTurns, type Turns } from './turns.ts'

/** Whether it has got its place by now; what it was refused with, when it was refused. */
function watch(taking: Promise<void>): { state: string } {
  const watched = { state: 'waits' }
  taking.then(() => (watched.state = 'has'), (error: { extensions?: { code: string }; message: string }) => (watched.state = error.extensions?.code ?? error.message))
  return watched
}
const settled = () => new Promise(setImmediate)

describe('turns', () => {
  test('are taken in the order of coming', async () => {
    const turns = createTurns({ places: 1 })
    const watched = Array.from({ length: 3 }, () => watch(turns.take()))
    for (const has of [1, 2, 3]) {
      await settled()
      expect(watched.map(({ state }) => state)).toEqual(watched.map((_, i) => (i < has ? 'has' : 'waits')))
      turns.give()
    }
  })

  test('too many who wait are turned away at once', async () => {
    const turns = createTurns({ places: 1, queue: 1 })
    const watched = Array.from({ length: 3 }, () => watch(turns.take()))
    await settled()
    expect(watched.map(({ state }) => state)).toEqual(['has', 'waits', 'UNAVAILABLE'])
  })

  test('nobody waits for ever', async () => {
    const turns = createTurns({ places: 1, patience: 1 })
    await turns.take()
    await expect(turns.take()).rejects.toMatchObject({ extensions: { code: 'UNAVAILABLE' } })
    expect(turns.waiting()).toBe(0)
  })

  test('who is called away waits no more', async () => {
    const turns = createTurns({ places: 1 })
    await turns.take()
    const end = new AbortController()
    const watched = watch(turns.take(end.signal))
    end.abort(new Error('gone'))
    await settled()
    expect([watched.state, turns.waiting()]).toEqual(['gone', 0])
    await expect(turns.take(end.signal)).rejects.toThrow('gone')
  })

  test('whatever comes and goes, no place is lost and none is had twice', async () => {
    const deed = fc.constantFrom('take', 'give', 'leave')
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.array(deed, { maxLength: 40 }), async (places, deeds) => {
      const turns = createTurns({ places, queue: 4 })
      const all: { readonly end: AbortController; readonly watched: { state: string } }[] = []
      const those = (state: string) => all.filter(({ watched }) => watched.state === state)
      for (const what of deeds) {
        if (what === 'take') all.push(taker(turns))
        else if (what === 'leave') those('waits').at(-1)?.end.abort(new Error('gone'))
        else if (those('has').length > 0) {
          those('has')[0]!.watched.state = 'gave'
          turns.give()
        }
        await settled()
        expect(those('has').length).toBeLessThanOrEqual(places)
        expect(turns.waiting()).toBe(those('waits').length)
        if (those('waits').length > 0) expect(those('has').length).toBe(places)
      }
    }))
  })

  test('however work comes and ends, no more runs at once than there are places, in turn, and all of it', async () => {
    await fc.assert(fc.asyncProperty(fc.scheduler(), fc.integer({ min: 1, max: 4 }), fc.array(fc.boolean(), { maxLength: 20 }), async (scheduler, most, works) => {
      const { within } = createTurns({ places: most, queue: Infinity, patience: Infinity })
      const begun: number[] = []
      let running = 0
      let highest = 0
      const all = Promise.allSettled(works.map((fails, i) => within(async () => {
        begun.push(i)
        highest = Math.max(highest, ++running)
        await scheduler.schedule(Promise.resolve(), String(i))
        running--
        if (fails) throw new Error('failed')
        return i
      })))
      await scheduler.waitFor(all)
      expect(begun).toEqual(works.map((_, i) => i))
      expect(highest).toBe(Math.min(most, works.length))
      expect((await all).map(({ status }) => status === 'rejected')).toEqual(works)
    }))
  })
})

function taker(turns: Turns): { readonly end: AbortController; readonly watched: { state: string } } {
  const end = new AbortController()
  return { end, watched: watch(turns.take(end.signal)) }
}
