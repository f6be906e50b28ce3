import { expect, test } from 'vitest'
import { avatarPair, initialsOf } from './initials.ts'

test.each([
  ['Mara Lindqvist', 'ML'],
  ['  omar   haddad ', 'OH'],
  ['Ana María de la Cruz', 'AC'],
  ['Cher', 'C'],
  ['Émile Zola', 'ÉZ'],
  ['Ñ\u0303uria 𝒳en', 'Ñ\u0303𝒳'],
  ['عمر حداد', 'ع'],
  ['الياس خوري', 'ي'],
  ['', '?'],
])('%s has the initials %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})

test('the same person has the same colours, and all six pairs are used', () => {
  const keys = Array.from({ length: 600 }, (_, index) => `01935f3e-${index}`)
  const counts = keys.reduce((all, key) => all.map((count, pair) => count + Number(pair === avatarPair(key))), Array<number>(6).fill(0))
  expect(keys.every((key) => avatarPair(key) === avatarPair(key))).toBe(true)
  expect(Math.min(...counts)).toBeGreaterThan(50)
})
