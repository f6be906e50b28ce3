import { getNamedType, isEnumType, isObjectType, isScalarType, parse, type DocumentNode, type GraphQLField, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../test/lectern.ts'
import { peopleTheWorld, readWorld, type Cast, type World } from '../test/training-world.ts'
import { createSchema } from './app.ts'
import { Role } from './identity/user.entity.ts'
import { createContext, noCookie } from './platform/context.ts'
import { createExecutor } from './platform/executor.ts'
import { feedCursor, followedNoun, type FeedChange } from './platform/feed.ts'
import { ChangeKind } from './platform/journal.ts'
import { likenessOf } from './platform/looks.ts'
import { nounByName } from './platform/noun.ts'
import { mayAsk } from './platform/permission.ts'
import { selectionOf } from './platform/selection.ts'
import type { Viewer } from './platform/viewer.ts'

// Whoever is told together with others gets the very bytes that would have been made for them alone: every subscription, every noun, everybody.

type Field = GraphQLField<unknown, unknown>
const schema = createSchema()
const execute = createExecutor(schema)
const subscriptions = Object.values(schema.getSubscriptionType()!.getFields())

let lectern: Lectern
let cast: Cast
let world: World
let viewers: readonly Viewer[]
beforeAll(async () => {
  lectern = await startLectern()
  cast = await peopleTheWorld(lectern)
  await Promise.all([Role.ADMIN, Role.TRAINER, Role.TRAINEE].map(role => lectern.person({ role })))
  world = await readWorld(lectern)
  viewers = world.users.map(({ id, role }) => ({ kind: 'user', id, role, signInId: '', mustChangePassword: false }))
})
afterAll(() => lectern.stop())

const typeOf = (field: Field): GraphQLObjectType => getNamedType(field.type) as GraphQLObjectType
const fieldsOf = (type: GraphQLObjectType): Field[] => Object.values(type.getFields())
const isLeaf = (field: Field): boolean => isScalarType(getNamedType(field.type)) || isEnumType(getNamedType(field.type))
const leaves = (type: GraphQLObjectType): string => fieldsOf(type).filter(isLeaf).map(({ name }) => name).join(' ')
/** A page of other things, which code reads. */
const pageOf = (field: Field): GraphQLObjectType | undefined => {
  const type = getNamedType(field.type)
  const nodes = isObjectType(type) ? type.getFields()['nodes'] : undefined
  return nodes && typeOf(nodes)
}
const isRelation = (field: Field): boolean => isObjectType(getNamedType(field.type)) && nounByName(typeOf(field).name) !== undefined

/** The thing with all that it says, and all that it names with all that they say. */
function whole(type: GraphQLObjectType, depth: number): string {
  const relations = depth === 0 ? [] : fieldsOf(type).filter(isRelation).map(field => `${field.name} { ${whole(typeOf(field), depth - 1)} }`)
  return [leaves(type), ...relations].join(' ')
}

/** Everything, with and without what differs by permission; each field of the thing by itself; and nothing of it. */
function documentsOf(subscription: Field): string[] {
  const message = typeOf(subscription)
  const thing = fieldsOf(message).find(field => isRelation(field) && field.name !== 'actor')!
  const plain = (text: string): string => text.replaceAll(/ ?viewerCan\w+| url\b/g, '')
  const ask = (selected: string): string => `subscription { ${subscription.name} { ${selected} } }`
  const all = whole(typeOf(thing), 2)
  const single = fieldsOf(typeOf(thing)).flatMap(field => {
    if (isLeaf(field)) return [field.name]
    if (isRelation(field)) return [`${field.name} { ${plain(leaves(typeOf(field)))} }`]
    const page = pageOf(field)
    const pages = page ? [`nodes { ${leaves(page)} }`, `nodes { ${plain(leaves(page))} }`, 'totalCount pageInfo { hasNextPage endCursor }', 'edges { cursor }'] : []
    return pages.map(selected => `${field.name}(first: 5) { ${selected} }`)
  })
  return [
    ask(leaves(message)), ask('kind id actor { id name }'), ask(`${leaves(message)} actor { id name email } ${thing.name} { ${all} }`),
    ask(`${leaves(message)} ${thing.name} { ${plain(all)} }`), ...single.map(selected => ask(`kind ${thing.name} { ${selected} }`)),
  ]
}

const changeOf = (kind: ChangeKind, id: string, actorId: string, fields: readonly string[], role: string): FeedChange =>
  ({ cursor: feedCursor({ position: 7, at: '2026-03-02T09:00:00.000Z' }, role), kind, id, fields, at: '2026-03-02T09:00:00.000Z', actorId })

async function render(document: DocumentNode, verb: string, viewer: Viewer, change: FeedChange): Promise<string> {
  const context = createContext(lectern.app.services, {
    viewer, requestId: 'equals', ip: '', userAgent: undefined, cookie: noCookie, selection: selectionOf(schema, document),
  })
  return JSON.stringify(await execute({ document, rootValue: { [verb]: change, ...change }, context }))
}

interface Told { readonly viewer: Viewer; readonly group: string; readonly bytes: string }

/** What each of them gets for a change by an execution of their own, and with whom they would share one. */
async function told(text: string, verb: string, readers: readonly Viewer[], kind: ChangeKind, id: string, actorId: string, fields: readonly string[]): Promise<Told[]> {
  const document = parse(text)
  const ofRoles = await Promise.all([...Map.groupBy(readers, ({ role }) => role)].map(async ([role, same]) => {
    const change = changeOf(kind, id, actorId, fields, role)
    const likenesses = same.map(viewer => ({ viewer, ...likenessOf(lectern.app.services, viewer, followedNoun(verb)!, selectionOf(schema, document)) }))
    const look = await likenesses[0]!.looks?.(change, same)
    return Promise.all(likenesses.map(async ({ viewer, key }) => ({ viewer, group: `${key} ${look?.get(viewer.id) ?? ''}`, bytes: await render(document, verb, viewer, change) })))
  }))
  return ofRoles.flat()
}

describe('whoever shares an execution is told the same as by their own', () => {
  test.each(subscriptions.map(field => [field.name, field] as const))('%s', async (verb, subscription) => {
    const noun = followedNoun(verb)!
    const things = Object.values(world).flat().filter(thing => thing.constructor === noun.type).map(({ id }) => String(id))
    const readers = viewers.filter(viewer => mayAsk(viewer, verb))
    const fields = [...noun.columns.keys()]
    expect(things.length).toBeGreaterThan(0)
    for (const text of documentsOf(subscription)) {
      for (const [i, id] of things.entries()) {
        const actor = [cast.admin, cast.theo, cast.ann, cast.cem][i % 4]!
        for (const kind of i === 0 ? [ChangeKind.UPDATED, ChangeKind.REMOVED] : [ChangeKind.UPDATED]) {
          const all = await told(text, verb, readers, kind, id, actor.id, fields)
          for (const same of Map.groupBy(all, ({ group }) => group).values()) expect(new Set(same.map(({ bytes }) => bytes)), text).toHaveLength(1)
        }
      }
    }
  }, 180_000)
})

describe('who shares', () => {
  const SESSION = 'subscription { sessionChanged { cursor kind id fields actor { id name } session { id title seatsTaken trainer { id name } viewerCanUpdate viewerCanDelete } } }'
  const groups = async (names: readonly (keyof Cast)[], text: string, id: string, verb = 'sessionChanged'): Promise<Set<string>> => {
    const readers = viewers.filter(viewer => names.some(name => cast[name].id === viewer.id))
    expect(readers).toHaveLength(names.length)
    const all = await told(text, verb, readers, ChangeKind.UPDATED, id, cast.admin.id, ['title'])
    for (const same of Map.groupBy(all, ({ group }) => group).values()) expect(new Set(same.map(({ bytes }) => bytes))).toHaveLength(1)
    return new Set(all.map(({ group }) => group))
  }
  const idOf = (title: string): string => world.sessions.find(session => session.title === title)!.id

  test('trainees who are booked on the session do, and those who see it no more are not among them', async () => {
    expect(await groups(['ann', 'cem'], SESSION, idOf('Ladders'))).toHaveLength(1)
    expect(await groups(['ann', 'cem', 'ben', 'dan'], SESSION, idOf('Ladders'))).toHaveLength(3)
  })

  test('trainers do unless one holds it and may do more', async () => {
    expect(await groups(['theo', 'tara'], SESSION, idOf('Welcome'))).toHaveLength(1)
    expect(await groups(['theo', 'tara'], SESSION, idOf('Ladders'))).toHaveLength(2)
  })

  test('those who ask what they may do to what code reads do not', async () => {
    const held = 'subscription { userChanged { user { id sessionsHeld(first: 9) { nodes { id viewerCanUpdate } } } } }'
    expect(await groups(['theo', 'tara'], held, cast.theo.id, 'userChanged')).toHaveLength(2)
    expect(await groups(['theo', 'tara'], held.replace('viewerCanUpdate', ''), cast.theo.id, 'userChanged')).toHaveLength(1)
  })

  test('trainees who ask for what code reads do not', async () => {
    const text = 'subscription { sessionChanged { session { id bookings(first: 1) { nodes { id } } } } }'
    expect(await groups(['ann', 'cem'], text, idOf('Ladders'))).toHaveLength(2)
    expect(await groups(['theo', 'tara'], text, idOf('Ladders'))).toHaveLength(1)
  })
})
