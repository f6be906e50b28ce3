import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FAULT_KINDS, planFaults, type PlanOptions } from './plan.ts'

const options = fc.record<PlanOptions>({
  seed: fc.nat(1_000_000), milliseconds: fc.integer({ min: 0, max: 600_000 }), database: fc.constantFrom('mysql', 'sqlite'), servers: fc.integer({ min: 1, max: 4 }),
})

describe('a plan', () => {
  test('is the same for the same seed', () => {
    fc.assert(fc.property(options, given => {
      expect(planFaults(given)).toEqual(planFaults(given))
    }))
  })

  test('comes in its time, in order, to servers that there are, and hurts nothing that is hurt already', () => {
    fc.assert(fc.property(options, given => {
      const plan = planFaults(given)
      const ends = new Map<string, number>()
      let before = 0
      for (const { at, kind, server, lasts } of plan) {
        expect(at).toBeGreaterThanOrEqual(before)
        expect(at).toBeLessThan(given.milliseconds)
        expect(server).toBeLessThan(given.servers)
        const same = `${kind} ${server}`
        expect(ends.get(same) ?? 0).toBeLessThanOrEqual(at)
        ends.set(same, at + lasts)
        before = at
      }
    }))
  })

  test('hurts an embedded database only as part of its server', () => {
    const kinds = new Set(planFaults({ seed: 1, milliseconds: 3_600_000, database: 'sqlite', servers: 1 }).map(({ kind }) => kind))
    expect([...kinds].every(kind => /^(server|sockets)/.test(kind))).toBe(true)
  })

  test('that is long enough holds every kind', () => {
    const kinds = new Set(planFaults({ seed: 1, milliseconds: 3_600_000, database: 'mysql', servers: 2 }).map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(FAULT_KINDS))
  })
})
