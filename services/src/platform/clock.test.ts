import { expect, it } from 'vitest'
import { sleep, systemClock, virtualClock } from './clock.ts'

it('runs what falls due in order, each at its own time', async () => {
  const clock = virtualClock('2026-03-29T00:00:00Z')
  const seen: string[] = []
  const note = (what: string) => seen.push(`${what} ${clock.now().toISOString().slice(17, 23)}`)
  clock.later(200, () => note('b'))
  clock.later(100, () => {
    note('a')
    clock.later(50, () => note('a2'))
  })
  clock.later(200, () => note('c'))
  await clock.advance(199)
  expect(seen).toEqual(['a 00.100', 'a2 00.150'])
  await clock.advance(1)
  expect(seen.slice(2)).toEqual(['b 00.200', 'c 00.200'])
})

it('lets a loop that sleeps run on', async () => {
  const clock = virtualClock()
  let rounds = 0
  void (async () => {
    for (;;) {
      await sleep(clock, 10)
      rounds++
    }
  })()
  await clock.advance(100)
  expect(rounds).toBe(10)
})

it('takes back what was cancelled', async () => {
  const clock = virtualClock()
  const cancel = clock.later(10, () => expect.unreachable())
  cancel()
  await clock.advance(20)
})

it('jumps without moving what waits', async () => {
  const clock = virtualClock('2026-01-01T00:00:00Z')
  let ran = false
  clock.later(1_000, () => (ran = true))
  clock.jump(new Date('2030-01-01T00:00:00Z'))
  await clock.advance(999)
  expect(ran).toBe(false)
  await clock.advance(1)
  expect(ran).toBe(true)
  expect(clock.now().toISOString()).toBe('2030-01-01T00:00:01.000Z')
})

it('is the machine\'s own time outside of tests', async () => {
  const before = Date.now()
  await sleep(systemClock, 5)
  expect(systemClock.now().getTime()).toBeGreaterThanOrEqual(before + 4)
  systemClock.later(5, () => expect.unreachable())()
})
