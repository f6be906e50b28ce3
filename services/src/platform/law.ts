import { and, FALSE, list, name, or, sql, TRUE, type Sql, type Value } from './sql.ts'
import { allNouns, columnOf, nounOf, type Class, type Noun } from './noun.ts'
import type { Viewer } from './viewer.ts'

/**
 * The law. A policy names the people who may see a noun by roles, oneself and links; from that one line come the
 * where-clause of every read, the audience of every change, and which rows move the sight of which things.
 */

/** People of a role. */
interface RoleSight { readonly kind: 'role'; readonly role: string }
/** The user who is the thing. */
interface SelfSight { readonly kind: 'self' }
/** The user whom a column of the thing names. */
interface OwnSight { readonly kind: 'own'; readonly property: string; readonly where: Where }
/** The user whom a row of a linking noun names together with the thing. */
interface LinkSight { readonly kind: 'link'; readonly via: Class; readonly thing: readonly string[]; readonly viewer: string; readonly where: Where }
interface EveryoneSight { readonly kind: 'everyone' }

export type Sight = RoleSight | SelfSight | OwnSight | LinkSight | EveryoneSight
type Where = Readonly<Record<string, Value>>

export const everyone: EveryoneSight = { kind: 'everyone' }
export const self: SelfSight = { kind: 'self' }

/** The user named by a column of the thing itself, such as a booking's trainee. */
export function own(property: string, where: Where = {}): OwnSight {
  return { kind: 'own', property, where }
}

/**
 * The users whom rows of `via` link to the thing. `thing` is the property that names it, or a path over to-one
 * relations (`session.trainer`); `viewer` is the property that names the user; `where` narrows by equality.
 */
export function link(via: Class, { thing, viewer, where = {} }: { thing: string; viewer: string; where?: Where }): LinkSight {
  return { kind: 'link', via, thing: thing.split('.'), viewer, where }
}

const sights = new Map<Class, Sight[]>()
const guarded = new Map<Class, { properties: readonly string[]; sights: readonly Sight[] }[]>()

/** Lets people see a noun; called again from an upper slice it adds to what is there. Without it, nobody sees the noun. */
export function sees(type: Class, ...added: Sight[]): void {
  sights.set(type, [...(sights.get(type) ?? []), ...added])
}

/** Keeps fields of a visible noun for fewer people; the others read null. */
export function guards(type: Class, properties: readonly string[], ...allowed: Sight[]): void {
  guarded.set(type, [...(guarded.get(type) ?? []), { properties, sights: allowed }])
}

export function sightsOf(type: Class): readonly Sight[] {
  return sights.get(type) ?? []
}

export function guardsOf(type: Class): readonly { properties: readonly string[]; sights: readonly Sight[] }[] {
  return guarded.get(type) ?? []
}

export function seenByRole(of: readonly Sight[], role: string): boolean {
  return of.some(sight => sight.kind === 'everyone' || (sight.kind === 'role' && sight.role === role))
}

/** The where-clause that a viewer's reads of a noun carry; `alias` is the row's. */
export function visible(noun: Noun, viewer: Viewer, alias: string): Sql {
  const sights = sightsOf(noun.type)
  if (viewer.kind === 'system' || seenByRole(sights, viewer.role)) return TRUE
  return or(sights.map(sight => reach(noun, sight, viewer, alias)))
}

/** The rows of a noun that one line of the law opens to a viewer. `in (select …)`, never `exists`, which SQLite walks row by row. */
export function reach(noun: Noun, sight: Sight, viewer: Viewer, alias: string): Sql {
  if (sight.kind === 'everyone') return TRUE
  if (sight.kind === 'role') return sight.role === viewer.role ? TRUE : FALSE
  if (viewer.kind !== 'user') return FALSE
  if (sight.kind === 'self') return sql`${name(alias, 'id')} = ${viewer.id}`
  if (sight.kind === 'own') {
    const mine = sql`${name(alias, columnOf(noun, sight.property).column)} = ${viewer.id}`
    return and([mine, ...equalities(noun, sight.where, alias)])
  }
  return sql`${name(alias, 'id')} in (${linkedThings(sight, viewer)})`
}

/** The ids that a link opens to a viewer, as a select. */
export function linkedThings(sight: LinkSight, viewer: Viewer): Sql {
  const { from, thing, via } = linkTables(sight)
  const mine = sql`${name('l', columnOf(via, sight.viewer).column)} = ${viewer.id}`
  return sql`select ${thing} from ${from} where ${and([mine, ...equalities(via, sight.where, 'l')])}`
}

function equalities(noun: Noun, where: Where, alias: string): Sql[] {
  return Object.entries(where).map(([property, value]) => sql`${name(alias, columnOf(noun, property).column)} = ${value}`)
}

/** The tables of a link: `l` is the linking noun, `h0`, `h1` … the nouns that the path to the thing goes over. */
function linkTables(sight: LinkSight): { from: Sql; thing: Sql; via: Noun } {
  const via = nounOf(sight.via)
  let from = sql`${name(via.table)} ${name('l')}`
  let holder = { noun: via, alias: 'l' }
  for (const [i, property] of sight.thing.slice(0, -1).entries()) {
    const step = columnOf(holder.noun, property)
    const next = nounOf(step.target!())
    const alias = `h${i}`
    from = sql`${from} join ${name(next.table)} ${name(alias)} on ${name(alias, 'id')} = ${name(holder.alias, step.column)}`
    holder = { noun: next, alias }
  }
  return { from, thing: name(holder.alias, columnOf(holder.noun, sight.thing.at(-1)!).column), via }
}

/** Roles that see a noun whole: the part of an audience that needs no query. */
export function audienceRoles(noun: Noun): readonly string[] {
  return sightsOf(noun.type).flatMap(sight => (sight.kind === 'role' ? [sight.role] : sight.kind === 'everyone' ? ['*'] : []))
}

/** Whose sight is asked for, of everybody or of some, and by which ways; which linking rows are new, so that what they give is told apart. */
export interface Asked { readonly viewers?: readonly string[]; readonly by?: readonly Sight[]; readonly made?: ReadonlyMap<Class, readonly string[]> }

/** Selects (thing, user, noun, whether a new row gives it): to whom sights open these things by oneself, ownership and links. */
export function audienceQueries(noun: Noun, ids: readonly string[], { by = sightsOf(noun.type), ...asked }: Asked = {}): Sql[] {
  return by.flatMap(sight => audienceQuery(noun, sight, ids, asked) ?? [])
}

function audienceQuery(noun: Noun, sight: Sight, ids: readonly string[], { viewers, made }: Asked): Sql | undefined {
  if (sight.kind === 'role' || sight.kind === 'everyone') return undefined
  if (sight.kind === 'link') {
    const { from, thing, via } = linkTables(sight)
    const viewer = name('l', columnOf(via, sight.viewer).column)
    const isOfThese = startsAtViewers(ids, viewers) ? sql`+${thing} in ${list(ids)}` : sql`${thing} in ${list(ids)}`
    const where = and([isOfThese, ...equalities(via, sight.where, 'l'), ...among(viewer, viewers)])
    const isNew = made?.has(sight.via) ? sql`${name('l', 'id')} in ${list(made.get(sight.via)!)}` : FALSE
    return sql`select distinct ${thing} as thing, ${viewer} as viewer, ${noun.name} as noun, ${isNew} as is_new from ${from} where ${where}`
  }
  const viewer = sight.kind === 'self' ? name('t', 'id') : name('t', columnOf(noun, sight.property).column)
  const where = sight.kind === 'own' ? equalities(noun, sight.where, 't') : []
  const conditions = and([sql`${name('t', 'id')} in ${list(ids)}`, ...where, ...among(viewer, viewers)])
  return sql`select ${name('t', 'id')} as thing, ${viewer} as viewer, ${noun.name} as noun, ${FALSE} as is_new from ${name(noun.table)} ${name('t')} where ${conditions}`
}

const MORE_ROWS = 4

/**
 * Whether to go from the viewers to the things, for a viewer has fewer linking rows than a thing that many link to. SQLite counts every thing
 * as one way in and would go from the things; the sign before a column keeps it from that. https://sqlite.org/optoverview.html#uplus
 */
function startsAtViewers(ids: readonly string[], viewers?: readonly string[]): boolean {
  return viewers !== undefined && viewers.length <= MORE_ROWS * ids.length
}

function among(viewer: Sql, viewers?: readonly string[]): Sql[] {
  return viewers ? [sql`${viewer} in ${list(viewers)}`] : [sql`${viewer} is not null`]
}

/**
 * A change of `noun` in one of `watched` moves the sight of the thing that `sight` links, for the users that the link
 * names. `depth` tells where on the link the changed row stands: 0 is the linking row itself.
 */
export interface Mover {
  readonly thing: Noun
  readonly sight: LinkSight
  readonly depth: number
  readonly watched: readonly string[]
}

/** Which things' sight a change of this noun can move: read off the law, so that no slice has to remember it. */
export function moversOf(noun: Noun): readonly Mover[] {
  return allNouns().flatMap(thing => sightsOf(thing.type).flatMap(sight => (sight.kind === 'link' ? moversBy(noun, thing, sight) : [])))
}

function moversBy(noun: Noun, thing: Noun, sight: LinkSight): Mover[] {
  const movers: Mover[] = []
  let holder = nounOf(sight.via)
  for (const [depth, property] of sight.thing.entries()) {
    const watched = depth === 0 ? [property, sight.viewer, ...Object.keys(sight.where)] : [property]
    if (holder.type === noun.type) movers.push({ thing, sight, depth, watched })
    const target = columnOf(holder, property).target
    if (target) holder = nounOf(target())
  }
  return movers
}

/** The columns of a noun by which the law decides who sees it, or what it links to. */
export function decidesSight(noun: Noun): ReadonlySet<string> {
  const own = sightsOf(noun.type).flatMap(sight => (sight.kind === 'own' ? [sight.property, ...Object.keys(sight.where)] : []))
  return new Set([...own, ...moversOf(noun).flatMap(({ watched }) => watched)])
}

/** The law of a noun in words, for the schema's descriptions and the documentation. */
export function lawInWords(type: Class): string {
  const lines = sightsOf(type).map(sightInWords)
  return lines.length === 0 ? 'Seen by nobody.' : `Seen by ${lines.join(', ')}.`
}

export function sightInWords(sight: Sight): string {
  switch (sight.kind) {
    case 'everyone': return 'everybody'
    case 'role': return sight.role
    case 'self': return 'oneself'
    case 'own': return `${sight.property.endsWith('Id') ? `whom its ${sight.property} names` : `its ${sight.property}`}${whereInWords(sight.where)}`
    case 'link': return `the ${sight.viewer} of ${withArticle(sight.via.name)} whose ${sight.thing.join('.')} it is${whereInWords(sight.where)}`
  }
}

function withArticle(noun: string): string {
  return `${/^[AEIOU]/.test(noun) ? 'an' : 'a'} ${noun}`
}

function whereInWords(where: Where): string {
  const words = Object.values(where).map(value => String(value))
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}
