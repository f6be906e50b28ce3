import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { viewerOf } from '../../test/club-house.ts'
import { feedCursor, hearingOf, kindTo, readFeedCursor, type Place } from './feed.ts'

const role = fc.constantFrom('ADMIN', 'TRAINER', 'TRAINEE')
const place = fc.record<Place>({ position: fc.nat(), at: fc.date({ min: new Date(0), max: new Date('2200-01-01'), noInvalidDate: true }).map(at => at.toISOString()) })

describe('a cursor of the feed', () => {
  test('comes back as it was written', () => {
    fc.assert(fc.property(place, role, (at, as) => {
      expect(readFeedCursor(feedCursor(at, as))).toEqual({ ...at, role: as })
    }))
  })

  test('is none of ours in any other spelling', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String(), fc.tuple(place, role, fc.string({ minLength: 1 })).map(([at, as, more]) => feedCursor(at, as) + more)), text => {
      try {
        const cursor = readFeedCursor(text)
        expect(feedCursor(cursor, cursor.role)).toBe(text)
      } catch (error) {
        expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } })
      }
    }))
  })
})

describe('an audience', () => {
  const people = fc.uniqueArray(fc.constantFrom('ADMIN', 'TRAINER', 'ann', 'ben', 'cem', 'dan'))

  test('tells each viewer what a change is to them: they saw it before, see it after, both, or neither', () => {
    fc.assert(fc.property(people, people, role, fc.constantFrom('ann', 'ben', 'cem', 'dan', 'eve'), (before, after, as, id) => {
      const [then, now] = [new Set(before), new Set(after)]
      const audience = { gain: [...now.difference(then)], keep: [...now.intersection(then)], lose: [...then.difference(now)] }
      const isOf = (some: ReadonlySet<string>): boolean => some.has(as) || some.has(id)
      const due = isOf(then) ? (isOf(now) ? 'UPDATED' : 'REMOVED') : isOf(now) ? 'CREATED' : undefined
      expect(kindTo(hearingOf(audience), viewerOf(id, as))).toBe(due)
    }))
  })
})
