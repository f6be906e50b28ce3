import type { Plugin } from 'vite'

interface Node {
  type: string
  start: number
  end: number
}

interface MessagesProgram {
  body: (Node & { declaration?: { declarations?: { id: { name: string }; init: { properties: (Node & { key: { name: string } })[] } }[] } })[]
}

const wanted = /messages\.ts\?(en|ar)$/i

/**
 * A message file holds all languages side by side, so that they are written together; `messages.ts?en` is the same file
 * with English alone, so that nobody loads what they do not read.
 */
export const oneLanguage = (): Plugin => ({
  name: 'one-language',
  enforce: 'post',
  transform(code, id) {
    const language = wanted.exec(id)?.[1]
    if (!language) return undefined
    const { body } = this.parse(code) as unknown as MessagesProgram
    const messages = body
      .flatMap(({ declaration }) => declaration?.declarations ?? [])
      .find(({ id: { name } }) => name === 'messages')
    const own = messages?.init.properties.find(({ key }) => key.name === language)
    if (!own) throw new Error(`${id} exports no messages with a language "${language}"`)
    return { code: `export const messages = { ${code.slice(own.start, own.end)} }`, map: null }
  },
})
