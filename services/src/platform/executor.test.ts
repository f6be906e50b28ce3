import { buildSchema, execute as executeReference, type ExecutionResult, GraphQLError, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLScalarType, type GraphQLSchema, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { createExecutor } from './executor.ts'
import { fault } from './fault.ts'

const order: string[] = []
const later = <T>(value: T, turns = 1): Promise<T> => new Promise(resolve => setTimeout(() => resolve(value), turns))
const person = (id: number): object => ({
  __typename: 'Person',
  id,
  name: `Person ${id}`,
  email: id % 2 === 0 ? null : `p${id}@example.org`,
  role: id === 1 ? 'ADMIN' : 'TRAINEE',
  missing: null,
  wrongLeaf: 'not a number',
  wrongEnum: 'NOBODY',
  // Of leaves such as these a serializer makes something else, or nothing.
  leafOfText: '5',
  leafOfTruth: true,
  leafOfBits: 2 ** 31,
  leafOfBigInt: 7n,
  leafOfHalves: 1.5,
  returned: new Error('returned'),
})

// Rows are plain: the compiled code reads properties as they stand and neither calls nor awaits them, so what is worked out has a resolver.
const resolvers: Record<string, Record<string, GraphQLFieldResolver<{ id: number }, unknown>>> = {
  Person: {
    friend: ({ id }) => (id < 4 ? later(person(id + 1)) : null),
    broken: () => {
      throw new Error('broken')
    },
    brokenLater: () => later(null).then(() => Promise.reject(fault('FORBIDDEN', 'not for you', { why: 'because' }))),
    brokenStrict: () => later(null).then(() => Promise.reject(new Error('broken strictly'))),
    notAList: () => 5,
    laterNotAList: () => later({ id: 1 }),
    throwsNothing: () => {
      throw null
    },
    throwsNothingLater: () => Promise.reject(undefined),
    list: () => [1, later(2), null, 4],
    strict: () => [1, null, 3],
    strictLater: () => later([1, later(null), 3]),
    sized: (_, { first, filter }) => `${String(first)} ${JSON.stringify(filter ?? null)}`,
  },
  Query: {
    viewer: () => later(person(1)),
    people: (_, { first = 2 }) => Array.from({ length: first as number }, (_none, index) => person(index + 1)),
    strictViewer: () => later(person(3)),
    named: () => [{ __typename: 'Robot', name: 'R2', model: 2 }, person(1)],
    anybody: () => [{ __typename: 'Robot', name: 'R2', model: 'x' }, person(2), null],
    day: (_, { of }) => of as string,
  },
  Mutation: {
    step: async (_, { name, wait = 0, fail = false }) => {
      order.push(`${name} begins`)
      await later(null, wait as number)
      order.push(`${name} ends`)
      if (fail) throw new Error(`${name} failed`)
      return person(1)
    },
    quickStep: (_, { name }) => {
      order.push(`${name} begins`)
      return person(2)
    },
    strictStep: (_, { name }) => {
      order.push(`${name} begins`)
      throw new Error(`${name} failed`)
    },
  },
}

const schema: GraphQLSchema = buildSchema(`
  scalar Day
  enum Role { ADMIN TRAINEE }
  input Filter { role: Role, day: Day, names: [String!], inner: Inner, limit: Int = 3 }
  input Inner { role: Role, day: Day, names: [String!], limit: Int = 3 }
  interface Named { name: String! }
  type Person implements Named {
    id: ID! name: String! email: String friend: Person role: Role! broken: String brokenLater: String missing: String!
    brokenStrict: String! wrongLeaf: Int leafOfText: Int leafOfTruth: Int leafOfBits: Int leafOfBigInt: Int leafOfHalves: Int wrongEnum: Role returned: String list: [Int] notAList: [Int] laterNotAList: [Int] throwsNothing: Int throwsNothingLater: Int strict: [Int!] strictLater: [Int!]!
    sized(first: Int = 20, filter: Filter): String!
  }
  type Robot implements Named { name: String! model: Int! }
  union Anybody = Person | Robot
  type Query { viewer: Person nobody: Person people(first: Int, filter: Filter): [Person!]! strictViewer: Person! named: [Named!]! anybody: [Anybody] day(of: Day!): Day }
  type Mutation { step(name: String!, wait: Int, fail: Boolean): Person strictStep(name: String!): Person! quickStep(name: String!): Person }
  type Subscription { changed: Person! }
`)
Object.assign(schema.getType('Day') as GraphQLScalarType, {
  parseValue: (value: unknown) => {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) throw new GraphQLError('a day is written 2026-01-31')
    return value
  },
})

for (const [type, fields] of Object.entries(resolvers)) {
  const defined = (schema.getType(type) as GraphQLObjectType).getFields()
  for (const [name, resolve] of Object.entries(fields)) defined[name]!.resolve = resolve as GraphQLFieldResolver<unknown, unknown>
}
const execute = createExecutor(schema)

/** What a client sees: property order of an error and undefined parts do not count. */
function seen(result: ExecutionResult): unknown {
  const errors = result.errors?.map(error => JSON.stringify({ ...error.toJSON() })).sort()
  return JSON.parse(JSON.stringify({ data: result.data, hasData: 'data' in result, errors }))
}

async function both(source: string, variables: Record<string, unknown> = {}, operationName: string | null = null) {
  const document = parse(source)
  order.length = 0
  const ours = seen(await execute({ document, variables, operationName, context: {} }))
  const ourOrder = order.splice(0)
  const reference = seen(await executeReference({ schema, document, variableValues: variables, operationName, contextValue: {} }))
  return { ours, reference, ourOrder, referenceOrder: order.splice(0) }
}

describe('agrees with graphql-js', () => {
  const operations: [string, Record<string, unknown>?][] = [
    ['{ viewer { id name email } nobody { id } }'],
    ['{ a: viewer { b: id c: name } d: viewer { id } __typename }'],
    ['{ viewer { ...F friend { ...F } } } fragment F on Person { id ...G } fragment G on Person { name friend { name __typename } }'],
    ['{ viewer { ... { id } ... on Person { name } ... on Named { name } } }'],
    ['query ($yes: Boolean!, $no: Boolean!) { viewer { id @include(if: $yes) name @skip(if: $yes) email @include(if: $no) ...F @skip(if: $no) } } fragment F on Person { role }', { yes: true, no: false }],
    ['query ($yes: Boolean!) { viewer { friend @include(if: $yes) { id } friend { name } ... @skip(if: $yes) { role } } }', { yes: true }],
    ['query ($yes: Boolean = false) { viewer { id @include(if: $yes) name } }'],
    ['{ viewer { id broken name } }'],
    ['{ viewer { id brokenLater friend { brokenLater friend { broken } } } }'],
    ['{ viewer { id missing } }'],
    ['{ strictViewer { id missing } viewer { id } }'],
    ['{ viewer { friend { friend { missing id } id } id } }'],
    ['{ people(first: 3) { id brokenLater friend { id } } }'],
    ['{ viewer { id friend { brokenStrict friend { id } } } }'],
    ['{ people(first: 3) { id brokenStrict friend { id } } strictViewer { id } }'],
    ['{ viewer { wrongLeaf wrongEnum returned role } }'],
    ...['leafOfText', 'leafOfTruth', 'leafOfBits', 'leafOfBigInt', 'leafOfHalves'].map((leaf): [string] => [`{ people { name ${leaf} } }`]),
    ['{ class: viewer { return: name constructor: email friend { __proto__: name } } }'],
    ['{ viewer { list strict } }'],
    ['{ viewer { id strictLater } }'],
    ['{ named { __typename name ... on Robot { model } ... on Person { id friend { id } } } }'],
    ['{ anybody { __typename ... on Robot { model } ... on Person { email } } }'],
    ['query ($n: Int) { viewer { sized(first: $n) a: sized(first: null) b: sized(first: 7) } }', { n: 3 }],
    ['query ($n: Int) { viewer { sized(first: $n) } }', {}],
    ['query ($n: Int) { viewer { sized(first: $n) } }', { n: null }],
    ['query ($n: Int = 9) { viewer { sized(first: $n) } }', {}],
    ['query ($f: Filter) { viewer { sized(filter: $f) } }', { f: { inner: {} } }],
    ['query ($f: Filter) { viewer { sized(filter: $f) } }', {}],
    ['query ($n: Int) { viewer { sized(first: $n) } people(first: $n) { id } }'],
    ['query ($f: Filter) { viewer { sized(filter: $f) } }', { f: { role: 'ADMIN', day: '2026-01-31', names: 'one', inner: { limit: null } } }],
    ['query ($r: Role, $d: Day) { viewer { sized(filter: { role: $r, inner: { day: $d, names: ["a"] } }) } }', { d: '2026-01-31' }],
    ['query ($n: Int!) { people(first: $n) { id } }', { n: 0 }],
    ['query A { viewer { id } }\n\nquery B {\r\n  viewer {\n    broken\n  }\n}', {}],
    ['mutation { one: step(name: "one", wait: 20) { id } two: step(name: "two", wait: 1) { id friend { id } } three: step(name: "three") { id } }'],
    ['mutation { one: step(name: "one", wait: 5, fail: true) { id } two: strictStep(name: "two") { id } three: step(name: "three") { id } }'],
    ['mutation { a: quickStep(name: "a") { id } b: step(name: "b", wait: 5) { id } c: quickStep(name: "c") { friend { friend { id } } } d: quickStep(name: "d") { broken missing } e: step(name: "e") { id } }'],
    ['mutation { a: quickStep(name: "a") { id } b: quickStep(name: "b") { id } }'],
    ['mutation { two: step(name: "two", wait: 5) { missing } three: step(name: "three") { id brokenLater } }'],
    ['mutation ($n: String!) { ...F ... on Mutation { b: step(name: $n) { id } } } fragment F on Mutation { a: step(name: "a", wait: 9) { id } }', { n: 'b' }],
    ['query ($d: Day!) { day(of: $d) }', { d: '2026-01-31' }],
  ]
  it.each(operations)('%s', async (source, variables) => {
    const { ours, reference, ourOrder, referenceOrder } = await both(source, variables, source.startsWith('query A') ? 'B' : null)
    expect(ours).toEqual(reference)
    expect(ourOrder).toEqual(referenceOrder)
  })
})

describe('bad variables', () => {
  const bad: [string, Record<string, unknown>][] = [
    ['query ($n: Int) { people(first: $n) { id } }', { n: 'x' }],
    ['query ($n: Int!) { people(first: $n) { id } }', {}],
    ['query ($n: Int!) { people(first: $n) { id } }', { n: null }],
    ['query ($n: Int) { people(first: $n) { id } }', { n: 1e20 }],
    ['query ($n: Int) { people(first: $n) { id } }', { n: { $ne: '' } }],
    ['query ($f: Filter) { people(filter: $f) { id } }', { f: { role: 'ADMINN', rol: 1, names: [null, 3], inner: { limit: 'x' } } }],
    ['query ($d: Day!) { day(of: $d) }', { d: 'today' }],
  ]
  it.each(bad)('are told as graphql-js tells them, with code and status: %s', async (source, variables) => {
    const document = parse(source)
    const ours = await execute({ document, variables, context: {} })
    const reference = await executeReference({ schema, document, variableValues: variables })
    const bare = (result: ExecutionResult) => result.errors?.map(error => [error.message.replace(/ Did you mean .*/, ''), error.locations])
    expect('data' in ours).toBe(false)
    expect(bare(ours)).toEqual(bare(reference))
    expect(ours.errors!.map(error => error.message).join()).not.toContain('Did you mean')
    for (const error of ours.errors!) expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', http: { status: 400 } })
  })
})

it('keeps the code of a fault, its path and its place', async () => {
  const { errors } = await execute({ document: parse('{\n  viewer {\n    friend { brokenLater }\n  }\n}'), context: {} })
  expect(errors![0]).toBeInstanceOf(GraphQLError)
  expect(errors![0]!.constructor).toBe(GraphQLError)
  expect(errors![0]).toMatchObject({ message: 'not for you', path: ['viewer', 'friend', 'brokenLater'], locations: [{ line: 3, column: 14 }] })
  expect(errors![0]!.extensions).toEqual({ code: 'FORBIDDEN', http: { status: 200 }, why: 'because' })
})

it('keeps the thrown error for the log', async () => {
  const { errors } = await execute({ document: parse('{ viewer { broken } }'), context: {} })
  expect(errors![0]!.originalError).toMatchObject({ message: 'broken' })
  expect(errors![0]!.originalError!.stack).toContain('executor.test.ts')
})

it('reports at least what graphql-js reports where the whole answer is empty', async () => {
  const { ours, reference } = await both('{ people { id broken missing } }')
  const [one, other] = [ours, reference] as { data: unknown; errors: string[] }[]
  expect(one!.data).toBeNull()
  expect(one!.errors).toEqual(expect.arrayContaining(other!.errors))
})

it('says what is no list, in almost the same words', async () => {
  const { ours, reference } = await both('{ viewer { notAList laterNotAList id } }')
  expect(ours).toEqual(JSON.parse(JSON.stringify(reference).replaceAll('\\\\\\"', '')))
})

it('answers when nothing is thrown at all', async () => {
  const result = await execute({ document: parse('{ viewer { id throwsNothing throwsNothingLater } }'), context: {} })
  expect(result.data).toEqual({ viewer: { id: '1', throwsNothing: null, throwsNothingLater: null } })
  expect(result.errors).toHaveLength(2)
})

it('does not start with an input that holds itself', () => {
  expect(() => createExecutor(buildSchema('type Query { a(b: B): Int } input B { c: [C!] } input C { b: B }'))).toThrow(/holds itself/)
})

it('says when the operation is not named, or wrongly', async () => {
  const document = parse('query A { viewer { id } } query B { viewer { id } }')
  for (const operationName of [null, 'C', '__proto__']) {
    const { data, errors } = await execute({ document, operationName, context: {} })
    expect(data).toBeUndefined()
    expect(errors![0]!.extensions['code']).toBe('BAD_USER_INPUT')
  }
})

it('executes one message of a subscription', async () => {
  const document = parse('subscription { changed { id friend { id } } }')
  const message = { changed: person(3) }
  expect(seen(await execute({ document, rootValue: message, context: {} }))).toMatchObject({ data: { changed: { id: '3', friend: { id: '4' } } } })
  expect(await execute({ document, rootValue: { changed: null }, context: {} })).toMatchObject({ data: null })
})
