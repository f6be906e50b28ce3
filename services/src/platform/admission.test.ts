import { PassThrough } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { createAdmission, tally } from './admission.ts'
import { virtualClock } from './clock.ts'

const said = (socket: PassThrough): string => String(socket.read() ?? '')

describe('admission', () => {
  test('3,000 at once are let in at 200 a second, in the order they came, and none is lost', async () => {
    const clock = virtualClock()
    const admission = createAdmission(clock)
    const entered: number[] = []
    for (let i = 0; i < 3_000; i++) admission.arrive(new PassThrough(), `10.0.0.${i % 100}`, () => entered.push(i))
    expect(entered).toHaveLength(10)
    await clock.advance(1_000)
    expect(entered).toHaveLength(210)
    await clock.advance(14_000)
    expect(entered).toEqual(Array.from({ length: 3_000 }, (_, i) => i))
    expect(admission.waiting()).toBe(0)
  })

  test('beyond the line, and beyond what one address may hold, one is told to come again', async () => {
    const clock = virtualClock()
    const admission = createAdmission(clock)
    const turnedAway = (address: string): string => {
      const socket = new PassThrough()
      admission.arrive(socket, address, () => {})
      return said(socket)
    }
    const waiting = Array.from({ length: 3_010 }, () => turnedAway('one')).filter(answer => answer !== '')
    expect(waiting).toEqual([])
    expect(turnedAway('one')).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n[^]*Retry-After: 10\r\n/)
    await clock.advance(10_000)
    expect(Array.from({ length: 1_990 }, () => turnedAway('one')).filter(answer => answer !== '')).toEqual([])
    expect(turnedAway('one')).toContain('429 Too Many Requests')
    expect(turnedAway('another')).toBe('')
  })

  test('who goes away keeps no place, in the line or of its address', async () => {
    const clock = virtualClock()
    const admission = createAdmission(clock)
    const sockets = Array.from({ length: 20 }, () => new PassThrough())
    const entered: PassThrough[] = []
    for (const socket of sockets) admission.arrive(socket, 'one', () => entered.push(socket))
    const closed = new Promise<void>(resolve => sockets[15]!.once('close', resolve))
    sockets[15]!.destroy()
    await closed
    expect(admission.waiting()).toBe(9)
    await clock.advance(1_000)
    expect(entered).toEqual(sockets.filter(socket => socket !== sockets[15]))
  })

  test('once closed, who waits and who comes is sent elsewhere', () => {
    const admission = createAdmission(virtualClock())
    const sockets = Array.from({ length: 12 }, () => new PassThrough())
    for (const socket of sockets.slice(0, 11)) admission.arrive(socket, 'one', () => {})
    admission.close()
    admission.arrive(sockets[11]!, 'one', () => {})
    expect(sockets.map(said).map(answer => answer.slice(9, 12))).toEqual([...Array.from({ length: 10 }, () => ''), '503', '503'])
  })
})

test('a tally forgets whom nobody stands under', () => {
  const counts = tally()
  counts.add('a')
  counts.add('a')
  counts.remove('a')
  expect(counts.of('a')).toBe(1)
  counts.remove('a')
  counts.remove('a')
  expect(counts.of('a')).toBe(0)
})
