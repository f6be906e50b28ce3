import { expect, test } from 'vitest'
import { nextSelection } from './filterSelection.ts'
import { sparkline } from './sparkline.ts'
import { nextSort, shownColumns } from './tableModel.ts'

const column = (field: string, name = false) => ({ field, header: field, cell: () => field, name })

test('the name of the thing cannot be left out', () => {
  const columns = [column('title', true), column('place'), column('seats')]
  expect(shownColumns(columns, ['title', 'seats']).map(({ field }) => field)).toEqual(['title', 'place'])
})

test('the second click on a header turns the order, another header begins anew', () => {
  expect(nextSort(null, 'title')).toEqual({ field: 'title', direction: 'asc' })
  expect(nextSort({ field: 'title', direction: 'asc' }, 'title')).toEqual({ field: 'title', direction: 'desc' })
  expect(nextSort({ field: 'title', direction: 'desc' }, 'title')).toEqual({ field: 'title', direction: 'asc' })
  expect(nextSort({ field: 'title', direction: 'desc' }, 'starts')).toEqual({ field: 'starts', direction: 'asc' })
})

test('one choice replaces, several toggle', () => {
  expect(nextSelection(['a'], 'b', false)).toEqual(['b'])
  expect(nextSelection(['a'], 'a', false)).toEqual([])
  expect(nextSelection(['a'], 'b', true)).toEqual(['a', 'b'])
  expect(nextSelection(['a', 'b'], 'a', true)).toEqual(['b'])
})

test('a small line uses the whole height, and a level one stands in the middle', () => {
  expect(sparkline([0, 10], 72, 24)).toEqual({ points: '3,21 69,3', end: { x: 69, y: 3 } })
  expect(sparkline([5, 5, 5], 72, 24).end).toEqual({ x: 69, y: 12 })
})
