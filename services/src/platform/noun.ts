import 'reflect-metadata'
import { Entity, ManyToOne, PrimaryKey, Property } from '@mikro-orm/decorators/legacy'
import { types, Type, type Platform } from '@mikro-orm/core'
import { Field, ID, Int as GraphInt, Float as GraphFloat, ObjectType } from 'type-graphql'
import { DateTimeScalar, JsonScalar, TimeZoneScalar, UrlScalar } from './scalars.ts'
import type { Sql } from './sql.ts'

export type Class<T = object> = abstract new (...args: never[]) => T

export type ColumnKind = 'id' | 'text' | 'int' | 'float' | 'flag' | 'instant' | 'choice' | 'json' | 'toOne' | 'bytes'

/** One column of a noun: how it is stored, how it is shown, and what a value of it must be. */
export interface Column {
  readonly property: string
  readonly column: string
  readonly kind: ColumnKind
  readonly nullable: boolean
  readonly target?: () => Class
  /** Of a relation: its thing is not deleted while this one names it. */
  readonly holds?: boolean
  readonly form?: 'line' | 'lines' | 'url' | 'timeZone'
  readonly min?: number
  readonly max?: number
  /** Never leaves the server: neither by a field nor by the journal. */
  readonly secret: boolean
  /** Bookkeeping that is no news: a change of nothing else writes no journal. */
  readonly quiet: boolean
  /** Found by the beginnings of its words. */
  readonly search: boolean
}

/** The columns that a field stands on. With `make` the row is made with the field in it; without, its resolver computes it. */
export interface Computation {
  readonly from: readonly string[]
  readonly make?: (row: Readonly<Record<string, never>>) => unknown
}

/** A noun of the product: a table, a GraphQL type, a thing with a law and a history. */
export interface Noun<T extends object = object> {
  readonly type: Class<T>
  readonly name: string
  readonly table: string
  readonly columns: ReadonlyMap<string, Column>
  /** Fields that the statement computes: their SQL, given the row's alias. */
  readonly derived: ReadonlyMap<string, (alias: string) => Sql>
  /** Fields that code computes, with the columns that they stand on. */
  readonly computed: ReadonlyMap<string, Computation>
  /** The column that names the thing whose history this one belongs to; absent: itself. */
  readonly root?: string
  /** The column that names the user whom it is about. */
  readonly about?: string
  readonly journaled: boolean
}

type Draft = { -readonly [K in keyof Noun]: Noun[K] } & {
  columns: Map<string, Column>
  derived: Map<string, (alias: string) => Sql>
  computed: Map<string, Computation>
}

const drafts = new Map<object, Draft>()
const nouns = new Map<object, Noun>()

function draftOf(prototype: object): Draft {
  const type = prototype.constructor as unknown as Class
  let draft = drafts.get(type)
  if (!draft) {
    draft = { type, name: type.name, table: '', columns: new Map(), derived: new Map(), computed: new Map(), journaled: true }
    drafts.set(type, draft)
  }
  return draft
}

/** The noun of an entity class; throws when the class is none. */
export function nounOf<T extends object>(type: Class<T>): Noun<T> {
  const noun = nouns.get(type)
  if (!noun) throw new Error(`${type.name} is no noun: give its class @NounEntity`)
  return noun as Noun<T>
}

export function nounByName(name: string): Noun | undefined {
  for (const noun of nouns.values()) if (noun.name === name) return noun
  return undefined
}

export function isNounType(type: object): boolean {
  return nouns.has(type)
}

export function allNouns(): readonly Noun[] {
  return [...nouns.values()]
}

export function columnOf(noun: Noun, property: string): Column {
  const column = noun.columns.get(property)
  if (!column) throw new Error(`${noun.name} has no column ${property}`)
  return column
}

interface NounOptions {
  table: string
  description?: string
  root?: string
  about?: string
  /** false for what is no record of the organisation: jobs, words of the search. */
  journaled?: boolean
  /** false for what has no GraphQL type of its own. */
  exposed?: boolean
}

/** Makes a class a noun: its table, its GraphQL type and its place in the registry. */
export function NounEntity(options: NounOptions): ClassDecorator {
  return type => {
    const draft = draftOf(type.prototype as object)
    Object.assign(draft, { table: options.table, root: options.root, about: options.about, journaled: options.journaled ?? true })
    nouns.set(type, draft)
    Entity({ tableName: options.table })(type as never)
    // A row holds its fields as they are: nothing stands between them and the answer.
    if (options.exposed ?? true) ObjectType({ description: options.description, simpleResolvers: true })(type)
  }
}

const snake = (text: string): string => text.replaceAll(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

interface ColumnOptions {
  nullable?: boolean
  description?: string
  /** false: a column without a field. */
  exposed?: boolean
  /** The field may be null though the column is not, because some viewers may not read it. */
  guarded?: boolean
  secret?: boolean
  quiet?: boolean
  unique?: boolean
  index?: boolean
  search?: boolean
  default?: string | number | boolean
}

type GraphType = Parameters<typeof Field>[0]

function addColumn(prototype: object, property: string, column: Partial<Column> & { kind: ColumnKind }, options: ColumnOptions): void {
  const suffix = column.kind === 'toOne' ? '_id' : ''
  draftOf(prototype).columns.set(property, {
    property,
    column: snake(property) + suffix,
    nullable: options.nullable ?? false,
    secret: options.secret ?? false,
    quiet: options.quiet ?? false,
    search: options.search ?? false,
    ...column,
  })
}

function expose(prototype: object, property: string, graphType: GraphType, options: ColumnOptions): void {
  if (options.secret || options.exposed === false) return
  const nullable = options.nullable === true || options.guarded === true
  Field(graphType as () => typeof String, { nullable, description: options.description })(prototype, property)
}

function stored(options: ColumnOptions, column: string): Record<string, unknown> {
  const { nullable, unique, index } = options
  return { nullable, unique, index, fieldName: column, ...(options.default === undefined ? {} : { default: options.default }) }
}

function property(
  kind: ColumnKind,
  options: ColumnOptions & Partial<Column>,
  graphType: GraphType,
  storage: () => Record<string, unknown>,
): PropertyDecorator {
  return (prototype, key) => {
    const name = String(key)
    const { form, min, max } = options
    addColumn(prototype, name, { kind, form, min, max }, options)
    Property({ ...stored(options, snake(name)), ...storage() })(prototype as never, name as never)
    expose(prototype, name, graphType, options)
  }
}

/** 26 characters of Crockford's base32: plain ASCII, compared byte by byte, so that they sort in time order everywhere. */
export class IdType extends Type<string, string> {
  override getColumnType(_property: unknown, platform: Platform): string {
    return platform.constructor.name.includes('MySql') ? 'char(26) character set ascii collate ascii_bin' : 'char(26)'
  }
}

/** Up to 16 MiB on MySQL, whose plain blob ends at 64 KiB. */
class BytesType extends Type<Uint8Array, Uint8Array> {
  override getColumnType(_property: unknown, platform: Platform): string {
    return platform.constructor.name.includes('MySql') ? 'mediumblob' : 'blob'
  }
}

/** The key: given by `ids` before the row is written. */
export function Id(options: { exposed?: boolean } = {}): PropertyDecorator {
  return (prototype, key) => {
    addColumn(prototype, String(key), { kind: 'id' }, {})
    PrimaryKey({ type: IdType, fieldName: 'id' })(prototype as never, String(key) as never)
    expose(prototype, String(key), () => ID, options)
  }
}

/** A key that the database counts up, for rows whose order of writing matters. */
export function Serial(): PropertyDecorator {
  return (prototype, key) => {
    addColumn(prototype, String(key), { kind: 'int' }, {})
    PrimaryKey({ type: types.integer, autoincrement: true, unsigned: true, fieldName: 'id' })(prototype as never, String(key) as never)
    expose(prototype, String(key), () => ID, {})
  }
}

/** An id without a relation: of a thing that may be gone, or of another kind of thing each time. */
export function LooseId(options: ColumnOptions = {}): PropertyDecorator {
  return property('id', options, () => ID, () => ({ type: IdType }))
}

/** A line of text up to `max` characters; longer than 2,000 it is kept as `text`. */
export function Text(options: ColumnOptions & { max: number; min?: number; form?: Column['form'] }): PropertyDecorator {
  const graphType = options.form === 'url' ? () => UrlScalar : options.form === 'timeZone' ? () => TimeZoneScalar : () => String
  return property('text', { form: 'line', ...options }, graphType, () =>
    options.max > 2000 ? { type: types.text } : { type: types.string, length: options.max })
}

export function Int(options: ColumnOptions & { min?: number; max?: number } = {}): PropertyDecorator {
  return property('int', options, () => GraphInt, () => ({ type: types.integer }))
}

export function Float(options: ColumnOptions = {}): PropertyDecorator {
  return property('float', options, () => GraphFloat, () => ({ type: types.double }))
}

export function Flag(options: ColumnOptions = {}): PropertyDecorator {
  return property('flag', options, () => Boolean, () => ({ type: types.boolean }))
}

/** An instant with milliseconds; `types.datetime` and its length, or SQLite sees every row as changed and MySQL drops the milliseconds. */
export function Instant(options: ColumnOptions = {}): PropertyDecorator {
  return property('instant', options, () => DateTimeScalar, () => ({ type: types.datetime, length: 3 }))
}

/** One of an enum, stored as text: native enums sort by ordinal, and a keyset page over them would lose rows. */
export function Choice(of: () => object, options: ColumnOptions = {}): PropertyDecorator {
  return property('choice', options, of as GraphType, () => ({ type: types.string, length: 24 }))
}

export function Json(options: ColumnOptions = {}): PropertyDecorator {
  return property('json', options, () => JsonScalar, () => ({ type: types.json }))
}

export function Bytes(options: ColumnOptions = {}): PropertyDecorator {
  return property('bytes', { ...options, exposed: false }, () => String, () => ({ type: BytesType }))
}

/** What optimistic locking compares; raised by MikroORM with each change of the row's own columns. */
export function Version(): PropertyDecorator {
  return (prototype, key) => {
    addColumn(prototype, String(key), { kind: 'int' }, { quiet: true })
    Property({ type: types.integer, version: true, fieldName: 'version' })(prototype as never, String(key) as never)
    expose(prototype, String(key), () => GraphInt, {})
  }
}

/** A relation to a noun of the same or a lower slice. Deleting what others stand on is refused by the database too. */
export function ToOne(target: () => Class, options: ColumnOptions & { deleteRule?: 'restrict' | 'cascade' | 'set null' } = {}): PropertyDecorator {
  return (prototype, key) => {
    const name = String(key)
    const deleteRule = options.deleteRule ?? 'restrict'
    addColumn(prototype, name, { kind: 'toOne', target, holds: deleteRule === 'restrict' }, options)
    ManyToOne({
      entity: target as never,
      fieldName: `${snake(name)}_id`,
      nullable: options.nullable,
      // MikroORM would add an index per relation even where a composite one begins with it.
      index: options.index ?? false,
      deleteRule,
    } as never)(prototype as never, name as never)
    expose(prototype, name, target as GraphType, options)
  }
}

/** A field that the statement computes, such as a count; it has no column. */
export function Derived(graphType: () => object, of: (alias: string) => Sql, options: { description?: string } = {}): PropertyDecorator {
  return (prototype, key) => {
    draftOf(prototype).derived.set(String(key), of)
    Field(graphType as () => typeof String, options)(prototype, String(key))
  }
}

/** Names the columns that a field computed by code stands on, so that the read path fetches them. */
export function computes(type: Class, fields: Record<string, readonly string[]>): void {
  const draft = draftOf(type.prototype as object)
  for (const [field, from] of Object.entries(fields)) draft.computed.set(field, { from })
}

/** A field that is made with its row, of these columns alone: it needs no resolver, and costs next to nothing a row. */
export function makes<Row extends object>(type: Class, field: string, from: readonly (keyof Row & string)[], make: (row: Row) => unknown): void {
  draftOf(type.prototype as object).computed.set(field, { from, make: make as Computation['make'] })
}
