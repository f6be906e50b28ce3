import {
  getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLObjectType,
} from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anonymous, startLectern, type Lectern, type Person } from '../test/lectern.ts'
import { peopleTheWorld } from '../test/training-world.ts'
import { createSchema } from './app.ts'
import { Role, User } from './identity/user.entity.ts'
import { admit } from './platform/permission.ts'
import { anonymous as nobody, type Viewer } from './platform/viewer.ts'

/** Every role against every root field, and every page against every length: read off the built schema, so that a field is covered on the day it is written. */
type Field = GraphQLField<unknown, unknown>
const schema = createSchema()
const fieldsOf = (type: GraphQLObjectType | null | undefined): Field[] => Object.values(type?.getFields() ?? {})

/** The least that an argument takes: enough to be asked, of things that do not exist. */
function least(type: GraphQLInputType): unknown {
  const inner = getNullableType(type)
  if (isListType(inner)) return []
  if (isEnumType(inner)) return inner.getValues()[0]!.name
  if (isInputObjectType(inner)) {
    const needed = Object.values(inner.getFields()).filter(field => isNonNullType(field.type) && field.defaultValue === undefined)
    return Object.fromEntries(needed.map(field => [field.name, least(field.type)]))
  }
  const samples: Readonly<Record<string, unknown>> = {
    ID: '01ARZ3NDEKTSV4RRFFQ69G5FAV', String: 'sample', Int: 1, Float: 1, Boolean: true,
    DateTime: '2026-03-02T09:00:00Z', TimeZone: 'UTC', Url: 'https://example.org/',
  }
  const sample = samples[getNamedType(inner).name]
  if (sample === undefined) throw new Error(`No sample of ${String(type)}: add one.`)
  return sample
}

const isNeeded = ({ type, defaultValue }: GraphQLArgument): boolean => isNonNullType(type) && defaultValue === undefined

function rootDocument(kind: string, { name, args, type }: Field): { document: string; variables: Record<string, unknown> } {
  const needed = args.filter(isNeeded)
  const head = needed.length > 0 ? `(${needed.map(arg => `$${arg.name}: ${String(arg.type)}`).join(', ')})` : ''
  const given = needed.length > 0 ? `(${needed.map(arg => `${arg.name}: $${arg.name}`).join(', ')})` : ''
  const named = getNamedType(type)
  const selected = !isObjectType(named) ? '' : kind === 'mutation' ? '{ errors { code field message } }' : '{ __typename }'
  return { document: `${kind} ${head} { ${name}${given} ${selected} }`, variables: Object.fromEntries(needed.map(arg => [arg.name, least(arg.type)])) }
}

/** What the policies say to a viewer: 'answered', or the code by which they refuse. */
function decisionOf(viewer: Viewer, verb: string): string {
  try {
    admit(viewer, verb)
    return 'answered'
  } catch (error) {
    return String((error as { extensions: { code: string } }).extensions.code)
  }
}

interface Asking { readonly label: string; readonly viewer: Viewer; readonly person: () => Promise<Person> }

const asking = (role: Role, mustChangePassword = false): Asking => ({
  label: mustChangePassword ? `${role} with a temporary password` : role,
  viewer: { kind: 'user', id: 'somebody', role, signInId: '', mustChangePassword },
  person: async () => {
    const person = await lectern.person({ role })
    if (!mustChangePassword) return person
    await lectern.write(async ({ em }) => void Object.assign(await em.findOneOrFail(User, { id: person.id }), { mustChangePassword }))
    // The change itself ends the sockets of the person; it is told before they open one.
    await lectern.settle()
    return person
  },
})

const ASKING: readonly Asking[] = [
  { label: 'nobody', viewer: nobody, person: () => Promise.resolve(anonymous) },
  ...Object.values(Role).map(role => asking(role)),
  asking(Role.ADMIN, true),
]

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
  await peopleTheWorld(lectern)
})
afterAll(() => lectern.stop())

describe.each(ASKING)('$label at the door', ({ viewer, person }) => {
  test.each(fieldsOf(schema.getQueryType()).map(field => [field.name, field] as const))('query %s', async (verb, field) => {
    const { document, variables } = rootDocument('query', field)
    const { errors } = await lectern.as(await person()).ask(document, variables)
    expect(errors?.[0]?.extensions.code ?? 'answered').toBe(decisionOf(viewer, verb))
  })

  test.each(fieldsOf(schema.getMutationType()).map(field => [field.name, field] as const))('mutation %s', async (verb, field) => {
    const { document, variables } = rootDocument('mutation', field)
    const { data, errors } = await lectern.as(await person()).ask<Record<string, { errors: { code: string; field: string | null }[] }> | null>(document, variables)
    const expected = decisionOf(viewer, verb)
    // A role that may not ask hears it beside its form: the refusal is about the whole.
    const whole = data?.[verb]?.errors.find(error => error.field === null && error.code === 'FORBIDDEN')
    const refused = errors?.[0]?.extensions.code ?? whole?.code ?? 'answered'
    expect(refused).toBe(expected)
  })

  test.each(fieldsOf(schema.getSubscriptionType()).map(field => field.name))('subscription %s', async verb => {
    const followed = await lectern.follow(await person(), `subscription { ${verb} { kind } }`)
    const heard = await followed.until(() => true).then(({ kind }: { kind: string }) => kind, (error: { cause: unknown }) => error.cause)
    const expected = decisionOf(viewer, verb)
    if (expected === 'answered') expect(heard).toBe('BOOKMARK')
    else if (expected === 'UNAUTHENTICATED') expect(heard).toMatchObject({ code: 4403 })
    else expect(heard).toMatchObject([{ extensions: { code: expected } }])
    followed.stop()
  })
})

test('nobody signed in may ask these alone', () => {
  const open = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(fieldsOf).filter(({ name }) => decisionOf(nobody, name) === 'answered')
  expect(open.map(({ name }) => name).toSorted()).toEqual(['organization', 'refreshSignIn', 'signIn', 'viewer', 'viewerPermissions'])
})

// ---- pages

/** A field that takes a length, and a way to it: fields with no arguments that are needed, over lists of things that stand. */
interface Paged { readonly label: string; readonly field: Field; readonly ask: (args: string) => string }

function pagedFields(): Paged[] {
  const found: Paged[] = []
  const walked = new Set<GraphQLObjectType>()
  const walk = (type: GraphQLObjectType, wrap: (inner: string) => string): void => {
    if (walked.has(type)) return
    walked.add(type)
    const open = fieldsOf(type).filter(field => !field.args.some(isNeeded))
    for (const field of open) {
      if (!field.args.some(({ name }) => name === 'first')) continue
      found.push({ label: `${type.name}.${field.name}`, field, ask: args => wrap(`${field.name}(${args}) { __typename }`) })
    }
    for (const field of open) {
      const inner = getNamedType(field.type)
      if (isObjectType(inner)) walk(inner, within => wrap(`${field.name} { ${within} }`))
    }
  }
  walk(schema.getQueryType()!, inner => `{ ${inner} }`)
  return found
}

describe('every page', () => {
  const paged = pagedFields()
  const connections = Object.values(schema.getTypeMap()).filter(isObjectType).flatMap(fieldsOf).filter(({ type }) => getNamedType(type).name.endsWith('Connection'))

  test('is found by the walk', () => {
    expect(paged.map(({ field }) => field)).toEqual(expect.arrayContaining(connections))
    expect(connections.length).toBeGreaterThan(10)
  })

  test.each(paged.map(each => [each.label, each] as const))('%s refuses what is no length', async (_label, { field, ask }) => {
    const takesLast = field.args.some(({ name }) => name === 'last')
    const wrong = ['first: 0', 'first: -1', 'first: 101', 'first: 1000000', ...(takesLast ? ['last: 0', 'last: -1', 'last: 101', 'first: 1, last: 1'] : [])]
    const cursors = field.args.some(({ name }) => name === 'after') ? ['after: ""', 'after: "none"', 'after: "WzEsMl0="', ...(takesLast ? ['before: "none", last: 1', 'before: "none"'] : [])] : []
    for (const args of [...wrong, ...cursors]) {
      const { errors } = await lectern.as(lectern.admin).ask(ask(args))
      expect(errors?.[0]?.extensions.code, ask(args)).toBe('BAD_USER_INPUT')
    }
    for (const args of ['first: 1', 'first: 100', 'first: null', ...(takesLast ? ['last: 1', 'last: 100'] : [])]) {
      expect((await lectern.as(lectern.admin).ask(ask(args))).errors, ask(args)).toBeUndefined()
    }
  })
})
