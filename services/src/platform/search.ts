import type { EntityManager, EventSubscriber, FlushEventArgs, UnitOfWork } from '@mikro-orm/core'
import { Index, PrimaryKey } from '@mikro-orm/decorators/legacy'
import { types } from '@mikro-orm/core'
import { executeWithin } from './database.ts'
import { guardsOf, reach, seenByRole } from './law.ts'
import { IdType, isNounType, nounOf, NounEntity, type Class, type Noun } from './noun.ts'
import { and, join, name, or, sql, TRUE, type Dialect, type Sql } from './sql.ts'
import type { Viewer } from './viewer.ts'

/**
 * The words by which things are found: one row per word of a searchable column. A search is then a range of this
 * index ("beginnings of words"), never a scan, and never an oracle for a column that the viewer may not read.
 */
@NounEntity({ table: 'word', journaled: false, exposed: false })
// All of a row, so that whether a thing has a word is said by this index alone.
@Index({ name: 'word_thing', properties: ['noun', 'thing', 'word', 'guard'] as never })
export class Word {
  @PrimaryKey({ type: types.string, length: 40, fieldName: 'noun' })
  noun!: string

  @PrimaryKey({ type: types.string, length: 60, fieldName: 'word' })
  word!: string

  /** The guard of the column that the word stands in, counted from 1; 0 where everybody who sees the thing may read it. */
  @PrimaryKey({ type: types.integer, fieldName: 'guard' })
  guard!: number

  /** Stored as ids are, or MySQL compares without the index. */
  @PrimaryKey({ type: IdType, fieldName: 'thing' })
  thing!: string
}

const WORD_LENGTH = 60
const MOST_WORDS = 6

const MARKS = /\p{M}+/gu

/** A text as it is found and sorted: without case, accents and compatibility forms, in any script. */
function plainOf(text: string): string {
  // Before as well, for long rows of marks are put in order so slowly.
  return text.replaceAll(MARKS, '').normalize('NFKD').replaceAll(MARKS, '').toLowerCase()
}

/** A text as a key column sorts it; cut to the column, because a compatibility form can be many characters. */
export function sortKey(text: string, length = 200): string {
  return Array.from(plainOf(text)).slice(0, length).join('')
}

/** Words as they are found. An e-mail's parts are words, and so is the whole. */
export function wordsOf(text: string): string[] {
  const plain = plainOf(text)
  const words = plain.split(/[^\p{L}\p{N}]+/u)
  const wholes = plain.split(/\s+/).filter(whole => /[@._-]/.test(whole))
  return [...new Set([...words, ...wholes])].filter(word => word !== '').map(word => word.slice(0, WORD_LENGTH))
}

/** The conditions under which a row (alias `t`) matches a search: each word of it begins some word that the viewer may read. */
export function matches(noun: Noun, viewer: Viewer, search: string | null | undefined): Found[] {
  return searchedWords(search).map(word => matchesWord(noun, viewer, word))
}

/** A condition in two forms: asked of a row, and the selects of the ids that meet it. */
interface Found { readonly met: Sql; readonly found: readonly Sql[] }

/** The words that a person searches for; the search box may hold anything. */
export function searchedWords(search: string | null | undefined): string[] {
  const words = plainOf(search ?? '').split(/[^\p{L}\p{N}@._-]+/u)
  // A dash between words is none.
  return words.filter(word => /[\p{L}\p{N}]/u.test(word)).slice(0, MOST_WORDS).map(word => word.slice(0, WORD_LENGTH))
}

/** Selects the things one of whose words begins so; by default only words that whoever sees the thing may read. */
export function thingsWith(noun: Noun, word: string, guard = 0): Sql {
  const range = sql`word >= ${word} and word < ${`${word}\u{10FFFF}`}`
  return sql`select thing as id from word where noun = ${noun.name} and ${range} and guard = ${guard}`
}

/** That one of the words of the row begins so, asked of the row itself: where many things have the word. */
export function hasWord(noun: Noun, word: string, guard = 0): Sql {
  return sql`${name('t', 'id')} in (${thingsWith(noun, word, guard)} and thing = ${name('t', 'id')})`
}

function matchesWord(noun: Noun, viewer: Viewer, word: string): Found {
  const guarded = guardsOf(noun.type).map(({ sights }, i) => {
    const isOpen = viewer.kind === 'system' || seenByRole(sights, viewer.role)
    const readable = (alias: string): Sql => (isOpen ? TRUE : or(sights.map(sight => reach(noun, sight, viewer, alias))))
    return { guard: i + 1, isOpen, readable }
  })
  const met = or([hasWord(noun, word), ...guarded.map(({ guard, readable }) => and([hasWord(noun, word, guard), readable('t')]))])
  const found = guarded.map(({ guard, isOpen, readable }) => {
    const things = thingsWith(noun, word, guard)
    return isOpen ? things : sql`select ${name('g', 'id')} from ${name(noun.table)} ${name('g')} where ${name('g', 'id')} in (${things}) and (${readable('g')})`
  })
  return { met, found: [thingsWith(noun, word), ...found] }
}

interface Indexed { readonly noun: Noun; readonly id: string; readonly isNew: boolean; readonly words: readonly { readonly guard: number; readonly word: string }[] }

/** Keeps the words with the rows they stand in, in the same transaction. */
export class WordKeeper implements EventSubscriber {
  readonly #dialect: Dialect
  readonly #pending = new WeakMap<UnitOfWork, readonly Indexed[]>()

  constructor(dialect: Dialect) {
    this.#dialect = dialect
  }

  onFlush({ uow }: FlushEventArgs): void {
    this.#pending.set(uow, indexedOf(uow))
  }

  async afterFlush({ em, uow }: FlushEventArgs): Promise<void> {
    const pending = this.#pending.get(uow) ?? []
    this.#pending.delete(uow)
    for (const { noun, id, isNew } of pending) {
      if (isNew) continue
      await executeWithin(em as EntityManager, sql`delete from word where noun = ${noun.name} and thing = ${id}`, this.#dialect)
    }
    const rows = pending.flatMap(({ noun, id, words }) => words.map(({ guard, word }) => sql`(${noun.name}, ${word}, ${guard}, ${id})`))
    for (let i = 0; i < rows.length; i += 500) {
      const part = join(rows.slice(i, i + 500), ', ')
      await executeWithin(em as EntityManager, sql`insert into word (noun, word, guard, thing) values ${part}`, this.#dialect)
    }
  }
}

function indexedOf(uow: UnitOfWork): Indexed[] {
  return uow.getChangeSets().flatMap(({ entity, meta, type, payload }) => {
    const of = meta.class as unknown as Class
    if (!isNounType(of)) return []
    const noun = nounOf(of)
    const columns = [...noun.columns.values()].filter(column => column.search)
    const row = entity as unknown as Record<string, unknown>
    const id = String(row['id'])
    if (columns.length === 0) return []
    if (type.startsWith('delete')) return [{ noun, id, isNew: false, words: [] }]
    if (type.startsWith('update') && !columns.some(column => column.property in payload)) return []
    const found = columns.flatMap(column => {
      const guard = guardsOf(noun.type).findIndex(({ properties }) => properties.includes(column.property)) + 1
      return wordsOf(String(row[column.property] ?? '')).map(word => ({ guard, word }))
    })
    const distinct = new Map(found.map(item => [`${item.guard} ${item.word}`, item]))
    return [{ noun, id, isNew: type.startsWith('create'), words: [...distinct.values()] }]
  })
}
