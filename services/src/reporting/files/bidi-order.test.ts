import { describe, expect, it } from 'vitest'
import { Paragraph } from './bidi-order.ts'

function onPaper(text: string, surroundings: 'ltr' | 'rtl' = 'ltr', start = 0, end = text.length): string[] {
  return new Paragraph(text, surroundings).runs(start, end).map((run) => (run.rightToLeft ? `←${run.text}` : run.text))
}

describe('the order of runs on paper', () => {
  it.each<[string, 'ltr' | 'rtl', string[]]>([
    ['plain Latin', 'ltr', ['plain Latin']],
    ['plain Latin', 'rtl', ['plain Latin']],
    ['محمد علي', 'ltr', ['←محمد علي']],
    ['فريق ABC رقم 12', 'ltr', ['12', '← رقم ', 'ABC', '←فريق ']],
    ['Room أ second floor', 'ltr', ['Room ', '←أ', ' second floor']],
    ['أحمد (مدرب)', 'ltr', ['←أحمد )مدرب(']],
    ['12', 'rtl', ['12']],
    ['Иван محمد', 'ltr', ['Иван ', '←محمد']],
  ])('%s, in a document that runs %s', (text, surroundings, expected) => {
    expect(onPaper(text, surroundings)).toEqual(expected)
  })

  it('orders each line of a broken paragraph by itself', () => {
    const text = 'محمد ABC علي'
    expect(onPaper(text, 'ltr', 0, 8)).toEqual(['ABC', '←محمد '])
    expect(onPaper(text, 'ltr', 9)).toEqual(['←علي'])
  })
})
