import { describe, expect, test } from 'vitest'
import { placeOf, timelineOf } from './timeline.ts'

const mara = { id: 'm', name: 'Mara' }
const omar = { id: 'o', name: 'Omar' }

const session = (id: string, trainer: typeof mara, from: string, to: string) => ({
  id,
  trainer,
  startsAt: `2026-11-24T${from}:00Z`,
  endsAt: `2026-11-24T${to}:00Z`,
})

describe('timelineOf', () => {
  test('gives each trainer a lane, whoever begins earliest first', () => {
    const { lanes } = timelineOf([session('a', mara, '10:00', '11:00'), session('b', omar, '09:00', '10:00')], '2026-11-24', 'UTC')
    expect(lanes.map(({ trainer }) => trainer.name)).toEqual(['Omar', 'Mara'])
  })

  test('puts what overlaps one under the other', () => {
    const { lanes } = timelineOf([session('a', mara, '10:00', '11:00'), session('b', mara, '10:30', '12:00')], '2026-11-24', 'UTC')
    expect(lanes[0]?.rows).toBe(2)
    expect(lanes[0]?.blocks.map(({ column }) => column)).toEqual([0, 1])
  })

  test('shows the working day, and whatever reaches beyond it', () => {
    expect(timelineOf([session('a', mara, '10:00', '11:00')], '2026-11-24', 'UTC')).toMatchObject({ first: 8, last: 18 })
    expect(timelineOf([session('a', mara, '06:30', '20:15')], '2026-11-24', 'UTC')).toMatchObject({ first: 6, last: 21 })
  })

  test('reads the times in the zone of the reader', () => {
    const { lanes } = timelineOf([session('a', mara, '10:00', '11:00')], '2026-11-24', 'Africa/Cairo')
    expect(lanes[0]?.blocks[0]).toMatchObject({ from: 720, to: 780 })
  })
})

test('a minute stands where the ruler has it', () => {
  expect(placeOf(8 * 60, { first: 8, last: 18 })).toBe(0)
  expect(placeOf(13 * 60, { first: 8, last: 18 })).toBe(50)
})
