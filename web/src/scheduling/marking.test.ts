import { expect, it } from 'vitest'
import { createMarking } from './marking.ts'
import type { Mark, MarkOf } from './marking.ts'

/** A server that answers when it is told to. */
function deskOf(served: Record<string, Mark> = {}) {
  const asked: { marks: readonly MarkOf[]; answer: (saved: boolean) => void }[] = []
  const marking = createMarking((marks) => new Promise((answer) => asked.push({ marks, answer })))
  const stands = (traineeId: string): Mark => {
    const { pending } = marking.state()
    return pending.has(traineeId) ? (pending.get(traineeId) ?? null) : (served[traineeId] ?? null)
  }
  return {
    asked,
    marking,
    stands,
    mark: (traineeId: string, attendance: Mark) => marking.mark([{ traineeId, attendance }], stands),
    /** The server's answer, and everything that follows from it at once. */
    answer: async (saved: boolean) => {
      const { marks, answer } = asked.shift()!
      if (saved) for (const { traineeId, attendance } of marks) served[traineeId] = attendance
      answer(saved)
      await new Promise((resolve) => setImmediate(resolve))
      return marks
    },
  }
}

it('a mark stands before the server has answered, and after', async () => {
  const { mark, stands, answer, marking } = deskOf()
  mark('noor', 'PRESENT')
  expect(stands('noor')).toBe('PRESENT')
  expect(await answer(true)).toEqual([{ traineeId: 'noor', attendance: 'PRESENT' }])
  expect(stands('noor')).toBe('PRESENT')
  expect(marking.state().pending.size).toBe(0)
})

it('a refused mark goes back to how it was, and nothing is left to undo', async () => {
  const { mark, stands, answer, marking } = deskOf({ noor: 'ABSENT' })
  mark('noor', 'PRESENT')
  await answer(false)
  expect(stands('noor')).toBe('ABSENT')
  expect(marking.undo()).toBeUndefined()
})

it('what is marked meanwhile is sent together and afterwards, and outlives the refusal of what was before', async () => {
  const { mark, stands, answer, asked } = deskOf()
  mark('noor', 'PRESENT')
  mark('adam', 'LATE')
  mark('noor', 'ABSENT')
  expect(asked).toHaveLength(1)
  await answer(false)
  expect([stands('noor'), stands('adam')]).toEqual(['ABSENT', 'LATE'])
  expect(await answer(true)).toEqual([{ traineeId: 'adam', attendance: 'LATE' }, { traineeId: 'noor', attendance: 'ABSENT' }])
  expect([stands('noor'), stands('adam')]).toEqual(['ABSENT', 'LATE'])
})

it('undo marks what stood before, step by step', async () => {
  const { mark, stands, answer, marking } = deskOf({ noor: 'EXCUSED' })
  mark('noor', 'PRESENT')
  await answer(true)
  mark('noor', 'LATE')
  await answer(true)
  expect(marking.undo()).toEqual({ traineeId: 'noor', attendance: 'PRESENT' })
  await answer(true)
  expect(marking.undo()).toEqual({ traineeId: 'noor', attendance: 'EXCUSED' })
  expect(stands('noor')).toBe('EXCUSED')
  await answer(true)
  expect(marking.undo()).toBeUndefined()
})

it('marking somebody as they stand asks nothing', () => {
  const { mark, asked } = deskOf({ noor: 'PRESENT' })
  mark('noor', 'PRESENT')
  expect(asked).toHaveLength(0)
})

it('sends a full house in parts', async () => {
  const { marking, answer, stands } = deskOf()
  marking.mark(Array.from({ length: 450 }, (_, index) => ({ traineeId: `t${index}`, attendance: 'PRESENT' as const })), stands)
  const sizes = [(await answer(true)).length, (await answer(true)).length, (await answer(true)).length]
  expect(sizes).toEqual([200, 200, 50])
  expect(marking.state().pending.size).toBe(0)
})
