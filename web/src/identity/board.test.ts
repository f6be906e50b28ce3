import { expect, test } from 'vitest'
import { pairsOf, reverse, withMoves } from './board.ts'
import type { Board } from './board.ts'

const [noor, adam] = [{ id: 'n', name: 'Noor' }, { id: 'a', name: 'Adam' }]
const board: Board = {
  without: [adam],
  withoutTotal: 1,
  trainers: [{ id: 'm', name: 'Mara', trainees: [noor], total: 1 }, { id: 'o', name: 'Omar', trainees: [], total: 0 }],
}
const [mara, omar] = board.trainers as [Board['trainers'][number], Board['trainers'][number]]

test('who is assigned waits no longer', () => {
  const next = withMoves(board, [{ trainee: adam, to: omar }])
  expect(next.without).toEqual([])
  expect(next.withoutTotal).toBe(0)
  expect(next.trainers[1]).toMatchObject({ trainees: [adam], total: 1 })
})

test('whoever loses the last trainer waits again', () => {
  const next = withMoves(board, [{ trainee: noor, from: mara }])
  expect(next.without).toEqual([noor, adam])
  expect(next.trainers[0]?.total).toBe(0)
})

test('a move and its reverse leave the board as it was', () => {
  const move = { trainee: noor, from: mara, to: omar }
  expect(withMoves(board, [move, reverse(move)])).toEqual(board)
})

test('assigning twice is assigning once', () => {
  const move = { trainee: noor, to: mara }
  expect(withMoves(board, [move, move])).toEqual(board)
  expect([...pairsOf(board).keys()]).toEqual(['m n'])
})
