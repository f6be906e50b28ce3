import { expect, it } from 'vitest'
import { launch } from './browser.ts'
import { tableOf, traceOneMark } from './trace.ts'

it('one mark goes its way: written, journalled, committed, then told, then shown', async () => {
  const browser = await launch()
  try {
    const way = await traceOneMark(browser)
    console.log(tableOf(way))
    const main = way.filter(({ name }) => !name.startsWith('('))
    expect(main.filter(({ at }) => at === undefined).map(({ name }) => name)).toEqual([])
    expect(main.map(({ at }) => at)).toEqual(main.map(({ at }) => at).toSorted((one, other) => one! - other!))
  } finally {
    await browser.close()
  }
})
