import { getNamedType, isInputObjectType, isObjectType, parse, type DocumentNode, type GraphQLField, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'
import { isSeen, knownNouns, leads, roots, valueFor, type Eyes, type Thing } from '../test/sight-oracle.ts'
import { peopleTheWorld, readWorld, type Cast, type World } from '../test/training-world.ts'
import { createSchema } from './app.ts'
import { createContext, noCookie } from './platform/context.ts'
import { createExecutor } from './platform/executor.ts'
import { decidesSight } from './platform/law.ts'
import { allNouns, columnOf, nounByName } from './platform/noun.ts'
import { mayAsk } from './platform/permission.ts'
import { selectionOf } from './platform/selection.ts'
import type { Viewer } from './platform/viewer.ts'

/**
 * Every role against every field of every noun, by every path of the schema: what comes out is compared with an oracle
 * that knows the tables and the words of the law, and nothing of the code that keeps it.
 */
type Field = GraphQLField<unknown, unknown>
const schema = createSchema()
const fieldsOf = (type: GraphQLObjectType | null | undefined): Field[] => Object.values(type?.getFields() ?? {})

interface Step { readonly field: Field; readonly noun: string; readonly isPage: boolean }
const DEPTH = 4

const nounOfType = (field: Field): { noun: string; isPage: boolean } | undefined => {
  const named = getNamedType(field.type)
  if (!isObjectType(named)) return undefined
  const nodes = named.getFields()['nodes']
  const noun = getNamedType((nodes ?? field).type).name
  return nounByName(noun) && schema.getType(noun) ? { noun, isPage: nodes !== undefined } : undefined
}

const stepsFrom = (type: GraphQLObjectType | null | undefined): Step[] =>
  fieldsOf(type).flatMap(field => {
    const found = nounOfType(field)
    return found ? [{ field, ...found }] : []
  })
const objectType = (noun: string): GraphQLObjectType => schema.getType(noun) as GraphQLObjectType

/** Rights shown to a viewer, and what is made for each reading: no content of anything. */
const isOfReader = ({ name }: Field): boolean => name.startsWith('viewerCan') || ['url', 'cursor', 'attendanceCounts'].includes(name)
const plainFields = (noun: string): Field[] => fieldsOf(objectType(noun)).filter(field => !isObjectType(getNamedType(field.type)) && !isOfReader(field))

const page = (step: Step, selected: string): string =>
  step.isPage ? `${step.field.name}(first: 100) { totalCount pageInfo { hasNextPage } nodes { ${selected} } edges { node { id } } }` : `${step.field.name} { ${selected} }`

function wholeOf(noun: string): string {
  const names = plainFields(noun).map(({ name }) => name)
  return (noun === 'Organization' ? names : ['id', ...names.filter(name => name !== 'id')]).join(' ')
}

/** The last noun of a path with all its fields, and all that it leads to with all of theirs. */
function endOf(noun: string, deeper: boolean): string {
  const further = deeper ? stepsFrom(objectType(noun)).map(step => page(step, wholeOf(step.noun))) : []
  return [wholeOf(noun), ...further].join(' ')
}

function pathDocument([root, ...steps]: readonly Step[]): string {
  const last = (steps.at(-1) ?? root!).noun
  const inner = steps.toReversed().reduce((selected, step) => `id ${page(step, selected)}`, endOf(last, steps.length + 1 < DEPTH))
  return root!.field.args.some(({ name }) => name === 'id')
    ? `query ($id: ID!) { ${root!.field.name}(id: $id) { ${inner} } }`
    : `{ ${page(root!, inner)} }`
}

function pathsFrom(path: readonly Step[]): (readonly Step[])[] {
  if (path.length >= DEPTH - 1) return [path]
  return [path, ...stepsFrom(objectType(path.at(-1)!.noun)).flatMap(step => pathsFrom([...path, step]))]
}

type Json = Readonly<Record<string, unknown>>

/** What a path must answer, by the oracle alone. */
function expected(eyes: Eyes, things: readonly (Thing | null | undefined)[], step: Step, rest: readonly Step[], deeper: boolean): unknown {
  const seen = things.filter(thing => thing !== null && thing !== undefined).filter(thing => isSeen(world, eyes, step.noun, thing))
  const rows = seen.map((thing): Json => {
    const next = rest[0]
    const follow = (to: Step, on: readonly Step[], further: boolean): unknown =>
      expected(eyes, leads[`${step.noun}.${to.field.name}`]!(world, eyes, thing as never), to, on, further)
    if (next) return { id: String(thing.id), [next.field.name]: follow(next, rest.slice(1), deeper) }
    const plain = plainFields(step.noun).map(({ name }) => [name, valueFor(world, eyes, step.noun, name, thing)] as const)
    const further = deeper ? stepsFrom(objectType(step.noun)).map(to => [to.field.name, follow(to, [], false)] as const) : []
    return Object.fromEntries([...plain, ...further])
  })
  if (!step.isPage) return rows[0] ?? null
  const ids = rows.map(row => String(row['id'])).toSorted()
  return { totalCount: rows.length, pageInfo: { hasNextPage: false }, nodes: inOrder(rows), edges: ids.map(id => ({ node: { id } })) }
}

const inOrder = (rows: readonly Json[]): readonly Json[] => rows.toSorted((a, b) => (String(a['id']) < String(b['id']) ? -1 : 1))

/** Pages without their order, which is no matter of the law. */
function normal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normal)
  if (typeof value !== 'object' || value === null) return value
  const { nodes, edges, ...rest } = value as { nodes?: Json[]; edges?: { node: Json }[] } & Json
  const plain = Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, normal(inner)]))
  if (!Array.isArray(nodes) || !Array.isArray(edges)) return plain
  return { ...plain, nodes: inOrder(nodes.map(node => normal(node) as Json)), edges: edges.toSorted((a, b) => (String(a.node['id']) < String(b.node['id']) ? -1 : 1)) }
}

let lectern: Lectern
let cast: Cast
let world: World
beforeAll(async () => {
  lectern = await startLectern()
  cast = await peopleTheWorld(lectern)
  world = await readWorld(lectern)
})
afterAll(() => lectern.stop())

const execute = createExecutor(schema)
const documents = new Map<string, DocumentNode>()

const viewerOf = ({ id, role }: Eyes): Viewer => ({ kind: 'user', id, role, signInId: '', mustChangePassword: false })

/** Past the limits of a request, which no path of four pages of a hundred would pass, but by the same executor and read path. */
async function read(eyes: Eyes, text: string, variables: Json = {}): Promise<unknown> {
  const document = documents.get(text) ?? parse(text)
  documents.set(text, document)
  const context = createContext(lectern.app.services, {
    viewer: viewerOf(eyes), requestId: 'matrix', ip: '', userAgent: undefined, cookie: noCookie, selection: selectionOf(schema, document),
  })
  const { data, errors } = await execute({ document, variables, context })
  expect(errors, text).toBeUndefined()
  return normal(Object.values(data!)[0])
}

const rootSteps = stepsFrom(schema.getQueryType())
const VIEWERS = ['admin', 'theo', 'tara', 'ann', 'ben', 'cem'] as const
const eyesOf = (name: (typeof VIEWERS)[number]): Eyes => {
  const id = cast[name].id
  return { id, role: world.users.find(user => user.id === id)!.role }
}

test('the oracle knows every noun, every root and every field that leads to a noun', () => {
  const nouns = Object.values(schema.getTypeMap()).filter(type => nounByName(type.name)).map(({ name }) => name)
  expect(nouns.toSorted()).toEqual([...knownNouns].toSorted())
  const found = nouns.flatMap(noun => stepsFrom(objectType(noun)).map(({ field }) => `${noun}.${field.name}`))
  expect(found.toSorted()).toEqual(Object.keys(leads).toSorted())
  const listed = rootSteps.filter(({ field }) => !field.args.some(({ name }) => name === 'id')).map(({ field }) => field.name)
  expect(listed.toSorted()).toEqual([...Object.keys(roots), 'organization'].toSorted())
})

describe.each(VIEWERS)('what %s gets', name => {
  const lists = rootSteps.filter(({ field }) => field.name in roots)
  test.each(lists.map(step => [step.field.name, step] as const))('by every path from %s', async (verb, root) => {
    const eyes = eyesOf(name)
    if (!mayAsk(viewerOf(eyes), verb)) return
    for (const path of pathsFrom([root])) {
      const answer = await read(eyes, pathDocument(path))
      expect(answer, pathDocument(path)).toEqual(expected(eyes, roots[verb]!(world, eyes), root, path.slice(1), path.length < DEPTH))
    }
  })

  const byId = rootSteps.filter(({ field }) => field.args.some(arg => arg.name === 'id'))
  test.each(byId.map(step => [step.field.name, step] as const))('by every path from %s(id)', async (verb, root) => {
    const eyes = eyesOf(name)
    if (!mayAsk(viewerOf(eyes), verb)) return
    const things: Readonly<Record<string, readonly object[]>> = { User: world.users, Session: world.sessions, Report: world.reports }
    const standing = things[root.noun]! as readonly Thing[]
    for (const [i, path] of pathsFrom([root]).entries()) {
      // All of them by the short paths, one after the other by the long.
      const asked = path.length === 1 ? standing : [standing[i % standing.length]!]
      for (const thing of asked) {
        const answer = await read(eyes, pathDocument(path), { id: thing.id })
        expect(answer, pathDocument(path)).toEqual(expected(eyes, [thing], root, path.slice(1), path.length < DEPTH))
      }
    }
  })
})

describe('what is absent and what is out of sight', () => {
  const ABSENT = '01ARZ3NDEKTSV4RRFFQ69G5FAV'
  const answered = async (name: (typeof VIEWERS)[number], document: string, variables: Json): Promise<string> => {
    const { status, data, errors } = await lectern.as(cast[name]).ask(document, variables)
    return JSON.stringify({ status, data, errors: errors?.map(error => ({ ...error, extensions: { ...error.extensions, requestId: '' } })) })
  }
  const outOfSight = (eyes: Eyes): Thing[] =>
    Object.entries({ User: world.users, Session: world.sessions, Booking: world.bookings, Assignment: world.assignments }).flatMap(([noun, things]) =>
      (things as readonly object[] as readonly Thing[]).filter(thing => !isSeen(world, eyes, noun, thing)))

  test('answer alike to every field that takes an id, in every filter and input', async () => {
    const ids = fieldsOf(schema.getQueryType()).flatMap(field => idPaths(field).map(path => [field, path] as const))
    expect(ids.length).toBeGreaterThan(10)
    for (const name of ['ann', 'cem'] as const) {
      const hidden = outOfSight(eyesOf(name))
      expect(hidden.length).toBeGreaterThan(8)
      for (const [field, path] of ids) {
        const document = `query { ${field.name}(${path.replace('?', '"ID"')}) { ${'id' in (getNamedType(field.type) as GraphQLObjectType).getFields() ? 'id' : 'totalCount nodes { id }'} } }`
        const absent = await answered(name, document.replace('"ID"', `"${ABSENT}"`), {})
        for (const thing of hidden) expect(await answered(name, document.replace('"ID"', `"${String(thing.id)}"`), {}), `${name}: ${document}`).toBe(absent)
      }
      const UPDATE = 'mutation ($id: ID!) { updateUser(input: { id: $id, version: 1, firstName: "X" }) { user { id } errors { code field message } } }'
      const absent = await answered(name, UPDATE, { id: ABSENT })
      for (const thing of hidden) expect(await answered(name, UPDATE, { id: thing.id })).toBe(absent)
    }
  })

  /** The argument of a field that names a thing, as text with a place for the id. */
  function idPaths({ args }: Field): string[] {
    return args.flatMap(arg => {
      const type = getNamedType(arg.type)
      if (type.name === 'ID') return [`${arg.name}: ?`]
      if (!isInputObjectType(type)) return []
      return Object.values(type.getFields()).filter(field => getNamedType(field.type).name === 'ID').map(field => `${arg.name}: { ${field.name}: ? }`)
    })
  }
})

test('whatever decides who sees a thing is news when it changes', () => {
  for (const noun of allNouns()) {
    for (const property of decidesSight(noun)) expect(columnOf(noun, property), `${noun.name}.${property}`).toMatchObject({ quiet: false, secret: false })
  }
})
