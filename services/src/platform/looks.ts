import { createContext, noCookie, type Services } from './context.ts'
import type { FeedChange } from './feed.ts'
import { ChangeKind } from './journal.ts'
import { audienceQueries, guardsOf, seenByRole, sightsOf, type Sight } from './law.ts'
import { nounByName, nounOf, type Class, type Noun } from './noun.ts'
import { connectedBy } from './page.ts'
import { allows, mayAsk } from './permission.ts'
import { readById } from './read.ts'
import type { Selection } from './selection.ts'
import { join } from './sql.ts'
import { system, type Viewer } from './viewer.ts'

/** SQLite takes no more than some thousands of values in one statement. */
const MOST_AT_ONCE = 1_000
/** What a message holds beside the thing itself. */
const OF_THE_CHANGE = ['__typename', 'cursor', 'kind', 'id', 'fields', 'at']

/** What a change looks like to each of these viewers, by their ids: those whose looks are equal get the same bytes. */
export type Looks = (change: FeedChange, viewers: readonly Viewer[]) => Promise<ReadonlyMap<string, string>>

/** Whom a follower is told together with. */
interface Likeness {
  readonly key: string
  /** Absent: a change is the same to all under the key. */
  readonly looks?: Looks
}

const personal = new Map<Class, readonly string[]>()

/** Names fields that are made for whoever reads them, such as a signed link: who selects one is nobody's equal. */
export function madeForReader(type: Class, ...fields: readonly string[]): void {
  personal.set(type, fields)
}

const rights = new Map<Class, Readonly<Record<string, string>>>()

/** Names fields that tell viewers what they may do: they differ by what `allows` says of these verbs, and by nothing else that is not everybody's. */
export function tellsRights(type: Class, verbs: Readonly<Record<string, string>>): void {
  rights.set(type, verbs)
}

interface Beside { readonly type: Class; readonly idOf: (change: FeedChange) => string | null }
const beside = new Map<string, Beside>()

/** Names a field of every message that holds another thing, such as who did it. */
export function standsBeside(field: string, type: Class, idOf: Beside['idOf']): void {
  beside.set(field, { type, idOf })
}

/** What is asked of the law, thing by thing: who sees it, or who reads some of its fields. */
interface Question { readonly noun: Noun; readonly sights: readonly Sight[] }
interface Right { readonly noun: Noun; readonly verb: string }

/** In what the followers of one operation in one role may differ. */
interface Differences { readonly questions: readonly Question[]; readonly rights: readonly Right[]; readonly beside: readonly Beside[]; readonly isEachAlone: boolean }

/**
 * Whom one execution of an operation can serve besides this viewer. A role, where everything that is selected is open to
 * the role whole. Else those of the role to whom a change looks alike: who of them sees which of its things, reads which of
 * their guarded fields and may do what is asked for all of them at once. And each alone, where a field is read by code.
 */
export function likenessOf(services: Services, viewer: Viewer, followed: Noun, selection: Selection): Likeness {
  const differences = keptDifferences(viewer, followed, selection)
  if (differences.isEachAlone) return { key: `${viewer.role} ${viewer.id}` }
  if (differences.questions.length === 0 && differences.rights.length === 0) return { key: viewer.role }
  return { key: viewer.role, looks: (change, viewers) => look(services, differences, followed, selection, change, viewers) }
}

const kept = new WeakMap<Selection, Map<string, Differences>>()

function keptDifferences(viewer: Viewer, followed: Noun, selection: Selection): Differences {
  const ofSelection = kept.get(selection) ?? new Map<string, Differences>()
  kept.set(selection, ofSelection)
  const key = `${viewer.role} ${followed.name}`
  const differences = ofSelection.get(key) ?? differencesOf(viewer, followed, selection)
  ofSelection.set(key, differences)
  return differences
}

/** The same for all of the viewer's role. */
function differencesOf(viewer: Viewer, followed: Noun, selection: Selection): Differences {
  const { role } = viewer
  const nouns = new Map<Noun, ReadonlySet<string>>([[followed, new Set()]])
  const others: string[] = []
  for (const [type, fields] of selection) {
    const noun = nounByName(type)
    if (noun) nouns.set(noun, fields)
    else if (type !== 'Subscription') others.push(...fields)
    const inPages = connectedBy(type)
    // How many there are, and where they end, is under their law too, though nothing of them be selected.
    if (inPages && !nouns.has(nounOf(inPages))) nouns.set(nounOf(inPages), new Set())
  }
  const questions: Question[] = []
  const told: Right[] = []
  let isPersonal = false
  let isByCode = !others.every(field => OF_THE_CHANGE.includes(field) || beside.has(field) || field === propertyOf(followed))
  for (const [noun, fields] of nouns) {
    // A message itself tells that there is such a thing: whoever selects no more is under the law too.
    if (!seenByRole(sightsOf(noun.type), role)) questions.push({ noun, sights: sightsOf(noun.type) })
    for (const { properties, sights } of guardsOf(noun.type)) {
      const isTold = properties.some(property => standsIn(noun, fields, property)) || (noun === followed && others.includes('fields'))
      if (isTold && !seenByRole(sights, role)) questions.push({ noun, sights })
    }
    for (const field of fields) {
      const verb = rights.get(noun.type)?.[field]
      if (verb === undefined) {
        isPersonal ||= field.startsWith('viewer') || (personal.get(noun.type)?.includes(field) ?? false)
        isByCode ||= !isOfTheRow(noun, field)
      } else if (mayAsk(viewer, verb)) told.push({ noun, verb })
    }
  }
  // Code reads things that are not known here. It reads them under the law: they are the same for all of a role to whom everything that
  // is selected is open, and who may do the same to all of it.
  const isEachAlone = isPersonal || (isByCode && questions.length + told.length > 0)
  return { questions, rights: told, beside: others.flatMap(field => beside.get(field) ?? []), isEachAlone }
}

function propertyOf({ name }: Noun): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}

/** Whether a property is read for these fields: selected, or what a computed one stands on. */
function standsIn({ computed }: Noun, fields: ReadonlySet<string>, property: string): boolean {
  return fields.has(property) || [...fields].some(field => computed.get(field)?.from.includes(property))
}

function isOfTheRow({ columns, derived, computed }: Noun, field: string): boolean {
  return field === '__typename' || columns.has(field) || derived.has(field) || computed.get(field)?.make !== undefined
}

interface Thing { readonly noun: Noun; readonly id: string; readonly row?: object }

async function look(
  services: Services, differences: Differences, followed: Noun, selection: Selection, change: FeedChange, viewers: readonly Viewer[],
): Promise<ReadonlyMap<string, string>> {
  const things = await thingsOf(services, differences, followed, selection, change)
  const openings = await Promise.all(differences.questions.map(question => opened(services, question, things, viewers)))
  const deeds = differences.rights.flatMap(({ noun, verb }) => things.flatMap(thing => (thing.noun === noun && thing.row ? [{ verb, row: thing.row }] : [])))
  const named = things.map(({ id }) => id).join(' ')
  return new Map(viewers.map(viewer => {
    const sees = openings.map(open => open.get(viewer.id) ?? 0)
    const may = deeds.map(({ verb, row }) => (allows(viewer, verb, row) ? '1' : '0')).join('')
    return [viewer.id, [named, ...sees, may].join(' ')]
  }))
}

/** The things that a message would hold if its reader saw everything. */
async function thingsOf(services: Services, differences: Differences, followed: Noun, selection: Selection, change: FeedChange): Promise<Thing[]> {
  const context = createContext(services, { viewer: system, requestId: '', ip: '', userAgent: undefined, cookie: noCookie, selection })
  const row = change.id !== null && change.kind !== ChangeKind.REMOVED ? await readById(context, followed.type, change.id) : null
  const others = differences.beside.flatMap(({ type, idOf }) => {
    const id = idOf(change)
    return id === null ? [] : [{ noun: nounOf(type), id }]
  })
  return [...thingsIn(followed, row, selection), ...others]
}

function thingsIn(noun: Noun, row: object | null, selection: Selection): Thing[] {
  if (row === null) return []
  const values = row as Readonly<Record<string, unknown>>
  const relations = [...noun.columns.values()].filter(({ kind, property }) => kind === 'toOne' && selection.get(noun.name)?.has(property))
  return [
    { noun, id: String(values['id']), row },
    ...relations.flatMap(({ target, property }) => thingsIn(nounOf(target!()), (values[property] ?? null) as object | null, selection)),
  ]
}

/** Which of the things the sights of a question open to each of these viewers: a bit for each, for a message holds a handful. */
async function opened(
  { database }: Services, { noun, sights }: Question, things: readonly Thing[], viewers: readonly Viewer[],
): Promise<ReadonlyMap<string, number>> {
  const ids = [...new Set(things.filter(thing => thing.noun === noun).map(({ id }) => id))]
  const open = new Map<string, number>()
  for (let i = 0; ids.length > 0 && i < viewers.length; i += MOST_AT_ONCE) {
    const queries = audienceQueries(noun, ids, { viewers: viewers.slice(i, i + MOST_AT_ONCE).map(({ id }) => id), by: sights })
    if (queries.length === 0) continue
    for (const [thing, viewer] of await database.rows(join(queries, ' union all '))) {
      open.set(String(viewer), (open.get(String(viewer)) ?? 0) | 1 << ids.indexOf(String(thing)))
    }
  }
  return open
}
