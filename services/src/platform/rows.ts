import { compile } from './compile.ts'
import type { Context } from './context.ts'
import { guardsOf, linkedThings, seenByRole, visible, type Sight } from './law.ts'
import { columnOf, nounOf, type Class, type Column, type Computation, type Noun } from './noun.ts'
import { and, instantFromDriver, join, jsonFromDriver, name, sql, type Sql } from './sql.ts'
import type { RawRow } from './database.ts'
import type { Selection } from './selection.ts'
import type { Viewer } from './viewer.ts'

type Shown<V> = V extends Date ? string : V extends readonly unknown[] ? V : V extends { id: string } ? Row<V> : V

/** A noun as it leaves the server: a plain object, instants as ISO 8601, to-one relations attached; never an entity. */
export type Row<T> = { readonly [K in keyof T as T[K] extends (...args: never[]) => unknown ? never : K]: Shown<T[K]> }

interface RowField {
  readonly property: string
  readonly index: number
  /** Absent where the driver gives what is shown. */
  readonly decode?: ((raw: unknown) => unknown) | undefined
  readonly guard: number
}
interface RowMade { readonly property: string; readonly make: NonNullable<Computation['make']> }
interface RowRelation { readonly property: string; readonly node: RowNode }

/** One noun of a statement: its alias, what is read of it, and what is joined to it. */
interface RowNode {
  readonly noun: Noun
  readonly alias: string
  readonly idIndex: number
  readonly fields: readonly RowField[]
  readonly relations: readonly RowRelation[]
  /** Fields made of the others, when those stand. */
  readonly made: readonly RowMade[]
  /** How the parent row reaches this one; absent for the noun that the statement pages over. */
  readonly on?: { readonly alias: string; readonly column: string }
  /** Only the id is needed, so the parent's column says it all and nothing is joined. */
  readonly bare: boolean
}

type MakeRow = (raw: RawRow, guards: Guards) => Record<string, unknown> | null

export interface RowPlan {
  readonly root: RowNode
  readonly make: MakeRow
  readonly selected: Sql
  /** How many columns it selects. */
  readonly width: number
  readonly joins: (viewer: Viewer) => Sql
}

const plans = new WeakMap<Selection, Map<Class, RowPlan>>()

/** Which columns and joins a noun's rows need for what the operation selects. Made once per document and noun. */
export function planRows(noun: Noun, selection: Selection): RowPlan {
  const made = plans.get(selection) ?? new Map<Class, RowPlan>()
  plans.set(selection, made)
  let plan = made.get(noun.type)
  if (!plan) {
    plan = makePlan(noun, selection)
    made.set(noun.type, plan)
  }
  return plan
}

function makePlan(noun: Noun, selection: Selection): RowPlan {
  const columns: Sql[] = []
  const joined: RowNode[] = []
  const add = (column: Sql): number => columns.push(column) - 1

  const node = (of: Noun, alias: string, on: RowNode['on'], bare: boolean): RowNode => {
    const idIndex = add(bare ? name(on!.alias, on!.column) : name(alias, 'id'))
    const wanted = bare ? new Set<string>() : wantedOf(of, selection)
    const fields: RowField[] = []
    const relations: RowRelation[] = []
    const made: RowMade[] = []
    const whole: RowNode = { noun: of, alias, idIndex, fields, relations, made, on, bare }
    if (on && !bare) joined.push(whole)
    for (const property of wanted) {
      const derived = of.derived.get(property)
      const column = of.columns.get(property)
      const make = of.computed.get(property)?.make
      if (make) made.push({ property, make })
      else if (derived) fields.push({ property, index: add(derived(alias)), decode: Number, guard: -1 })
      else if (column?.kind === 'toOne') relations.push({ property, node: relation(of, column, alias) })
      else if (column && property !== 'id') fields.push(field(of, column, alias))
    }
    return whole
  }

  const relation = (of: Noun, column: Column, alias: string): RowNode => {
    const target = nounOf(column.target!())
    const asked = selection.get(of.name)?.has(column.property) ?? false
    return node(target, `${alias}_${column.property}`, { alias, column: column.column }, !asked)
  }

  const field = (of: Noun, column: Column, alias: string): RowField => ({
    property: column.property,
    index: add(name(alias, column.column)),
    decode: decoderOf(column),
    guard: guardsOf(of.type).findIndex(guard => guard.properties.includes(column.property)),
  })

  const root = node(noun, 't', undefined, false)
  return { root, make: compileMaker(root), selected: join(columns.map(numbered), ', '), width: columns.length, joins: viewer => join(joined.map(inner => joinOf(inner, viewer)), ' ') }
}

/** Each has a name of its own, or a page could not be selected from. */
const numbered = (column: Sql, i: number): Sql => sql`${column} as ${name(`c${i}`)}`

/** The selected fields, and the columns that computed ones stand on. */
function wantedOf(noun: Noun, selection: Selection): Set<string> {
  const wanted = new Set<string>()
  for (const field of selection.get(noun.name) ?? []) {
    wanted.add(field)
    for (const column of noun.computed.get(field)?.from ?? []) wanted.add(columnOrDerived(noun, column))
  }
  return wanted
}

function columnOrDerived(noun: Noun, property: string): string {
  return noun.derived.has(property) ? property : columnOf(noun, property).property
}

function joinOf({ noun, alias, on }: RowNode, viewer: Viewer): Sql {
  return sql`left join ${name(noun.table)} ${name(alias)} on ${name(alias, 'id')} = ${name(on!.alias, on!.column)} and (${visible(noun, viewer, alias)})`
}

function decoderOf(column: Column): RowField['decode'] {
  if (column.kind === 'instant') return raw => (raw === null ? null : instantFromDriver(raw))
  if (column.kind === 'flag') return raw => (raw === null ? null : raw === 1 || raw === true)
  if (column.kind === 'json') return jsonFromDriver
  return undefined
}

/** The select of a plan's rows, with more columns behind the plan's: the law, and what else they are to meet; the row's alias is `t`. */
export function selectRows(context: Context, noun: Noun, plan: RowPlan, where: readonly Sql[], more: readonly Sql[] = []): Sql {
  const law = visible(noun, context.viewer, 't')
  const selected = join([plan.selected, ...more.map((column, i) => numbered(column, plan.width + i))], ', ')
  return sql`select ${selected} from ${name(noun.table)} ${name('t')} ${plan.joins(context.viewer)} where ${and([law, ...where])}`
}

/** What makes rows of what the driver gave; what the viewer may not read is null from here on. */
export async function rowMaker<T>(plan: RowPlan, context: Context): Promise<(raw: RawRow) => Row<T>> {
  const guards = await guardsFor(plan.root, context)
  return raw => plan.make(raw, guards) as Row<T>
}

/** Per noun and guard: the ids whose guarded fields the viewer may read; undefined: all. */
type Guards = ReadonlyMap<Noun, readonly (ReadonlySet<string> | undefined)[]>

async function guardsFor(node: RowNode, context: Context, found = new Map<Noun, (ReadonlySet<string> | undefined)[]>()): Promise<Guards> {
  if (node.fields.some(field => field.guard >= 0)) {
    const sets = guardsOf(node.noun.type).map((_, i) => readableIds(context, node.noun, i))
    found.set(node.noun, await Promise.all(sets))
  }
  for (const { node: inner } of node.relations) await guardsFor(inner, context, found)
  return found
}

/** The ids of a noun whose fields behind a guard the viewer may read, fetched once per request; undefined: all. */
export function readableIds(context: Context, noun: Noun, guard: number): Promise<ReadonlySet<string> | undefined> {
  const sights = guardsOf(noun.type)[guard]!.sights
  if (context.viewer.kind === 'system' || seenByRole(sights, context.viewer.role)) return Promise.resolve(undefined)
  const key = `${noun.name} ${guard}`
  let set = context.guardSets.get(key)
  if (!set) {
    set = loadReadable(context, noun, sights)
    context.guardSets.set(key, set)
  }
  return set
}

async function loadReadable(context: Context, noun: Noun, sights: readonly Sight[]): Promise<ReadonlySet<string>> {
  const { viewer } = context
  if (viewer.kind !== 'user') return new Set()
  const ids = new Set<string>()
  for (const sight of sights) {
    if (sight.kind === 'self') ids.add(viewer.id)
    const statement =
      sight.kind === 'link' ? linkedThings(sight, viewer)
      : sight.kind === 'own' ? sql`select id from ${name(noun.table)} where ${name(columnOf(noun, sight.property).column)} = ${viewer.id}`
      : undefined
    if (statement) for (const [id] of await context.rows(statement)) ids.add(String(id))
  }
  return ids
}

/** An object that is written down whole is made in a sixth of the time that it takes field by field. */
function compileMaker(root: RowNode): MakeRow {
  const parts: unknown[] = []
  const part = (value: unknown): string => `parts[${parts.push(value) - 1}]`
  const valueOf = ({ noun, idIndex }: RowNode, { index, decode, guard }: RowField): string => {
    const value = decode ? `${part(decode)}(raw[${index}])` : `raw[${index}]`
    return guard < 0 ? value : `${part(isHidden)}(guards, ${part(noun)}, ${guard}, raw[${idIndex}]) ? null : ${value}`
  }
  const rowOf = (node: RowNode): string => {
    const pairs = [
      `id: raw[${node.idIndex}]`,
      ...node.fields.map(field => `${field.property}: ${valueOf(node, field)}`),
      ...node.relations.map(({ property, node: inner }) => `${property}: ${rowOf(inner)}`),
    ]
    const row = `{ ${pairs.join(', ')} }`
    return `raw[${node.idIndex}] == null ? null : ${node.made.length === 0 ? `(${row})` : `${part(completer(node.made))}(${row})`}`
  }
  return compile(parts, `(raw, guards) => ${rowOf(root)}`)
}

function isHidden(guards: Guards, noun: Noun, guard: number, id: string): boolean {
  return guards.get(noun)?.[guard]?.has(id) === false
}

function completer(made: readonly RowMade[]): (row: Record<string, unknown>) => Record<string, unknown> {
  return row => {
    for (const { property, make } of made) row[property] = make(row as Readonly<Record<string, never>>)
    return row
  }
}
