import { buildSchema, getIntrospectionQuery } from 'graphql'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { costOf, refuseCostly } from './document-cost.ts'
import { createDocuments } from './documents.ts'

const schema = buildSchema(`
  type Query {
    viewer: User
    sessions(first: Int, after: String, last: Int, before: String, orderBy: Order): SessionConnection!
  }
  type Mutation { signIn(username: String!): Payload! resetPassword(id: ID!): Payload! createSession(title: String!): Payload! }
  type Subscription { sessionChanged(after: String): Session! }
  type Payload { session: Session errors: [String!]! }
  type User { id: ID! name: String! friend: User trainer: User sessions(first: Int, after: String): SessionConnection! }
  type Session { id: ID! title: String! trainer: User! bookings(first: Int, after: String): UserConnection! }
  type SessionConnection { nodes: [Session!]! totalCount: Int! }
  type UserConnection { nodes: [User!]! totalCount: Int! }
  enum Order { TITLE START }
`)
const documents = createDocuments(schema, new Set(['signIn', 'resetPassword']))
const read = (source: string, mayIntrospect = false) => documents.read(source, { mayIntrospect })
const codeOf = (source: string) => read(source).errors?.[0]?.extensions['code'] ?? null

describe('a document', () => {
  it('is read once and then remembered by its text', () => {
    const source = 'query A { viewer { name } }'
    const { document } = read(source)
    expect(document).not.toBeNull()
    expect(read(source).document).toBe(document)
    expect(documents.find(createHash('sha256').update(source).digest('hex'))).toBe(document)
    expect(documents.find('unknown')).toBeUndefined()
  })

  it.each([
    ['{', /Syntax Error/],
    ['', /Syntax Error/],
    ['fragment F on User { id }', /no operation/],
    ['{ vewer { id } }', /^Cannot query field "vewer" on type "Query".$/],
    ['{ viewer { nam } }', /^Cannot query field "nam" on type "User".$/],
    ['{ sessions(frist: 1) { totalCount } }', /^Unknown argument "frist" on field "Query.sessions".$/],
    ['{ sessions(orderBy: TITEL) { totalCount } }', /^Value "TITEL" does not exist in "Order" enum.$/],
    ['{ viewer { ...F } } fragment F on Usr { id }', /^Unknown type "Usr".$/],
    ['subscription { a: sessionChanged { id } b: sessionChanged { id } }', /one top level field|only one/],
  ])('is refused when it is wrong, without a hint: %s', (source, message) => {
    const { errors } = read(source)
    expect(errors?.map(error => error.message).join(' | ')).toMatch(message)
    expect(errors?.every(error => error.extensions['code'] === 'GRAPHQL_VALIDATION_FAILED')).toBe(true)
    expect(errors?.every(error => JSON.stringify(error.extensions['http']) === '{"status":400}')).toBe(true)
    expect(JSON.stringify(errors)).not.toContain('Did you mean')
  })

  it('tells ten errors at most', () => {
    expect(read(`{ ${Array.from({ length: 200 }, (_, i) => `x${i}`).join(' ')} }`).errors!.length).toBeLessThanOrEqual(11)
  })
})

describe('introspection', () => {
  const inFragment = '{ ...F } fragment F on Query { __type(name: "User") { name } }'

  it('is for those who may, also when somebody else asked the same before', () => {
    for (const source of [getIntrospectionQuery(), inFragment]) {
      expect(codeOf(source)).toBe('GRAPHQL_VALIDATION_FAILED')
      expect(read(source, true).errors).toBeNull()
      expect(codeOf(source)).toBe('GRAPHQL_VALIDATION_FAILED')
    }
  })

  it('leaves __typename to all', () => expect(codeOf('{ __typename viewer { __typename } }')).toBeNull())

  it('may not grow into itself', () => {
    expect(read('{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }', true).errors).not.toBeNull()
  })
})

const repeat = (count: number, make: (index: number) => string) => Array.from({ length: count }, (_, index) => make(index)).join(' ')
const nested = (depth: number) => `{ viewer { ${'friend { '.repeat(depth - 2)}id${' }'.repeat(depth - 2)} } }`
const bomb = (levels: number) =>
  `{ viewer { ...F0 } } ${repeat(levels, i => `fragment F${i} on User { friend { ...F${i + 1} } trainer { ...F${i + 1} } }`)} fragment F${levels} on User { id }`
const flatBomb = (levels: number) =>
  `{ viewer { ...F0 } } ${repeat(levels, i => `fragment F${i} on User { ...F${i + 1} ...F${i + 1} }`)} fragment F${levels} on User { id }`

describe('an attack is refused before the standard rules see it', () => {
  const attacks: [string, string, string][] = [
    ['10,000 aliases', `{ ${repeat(10_000, i => `a${i}: viewer { id }`)} }`, 'TOO_COMPLEX'],
    ['240 aliases, within the tokens', `{ ${repeat(240, i => `a${i}: __typename`)} }`, 'TOO_COMPLEX'],
    ['a field more often than tokens', `{ viewer { ${'id '.repeat(1_000)} } }`, 'TOO_COMPLEX'],
    ['a field as often as tokens', `{ viewer { ${'id '.repeat(980)} } }`, 'TOO_COMPLEX'],
    ['a field again and again by fragments', `{ viewer { ${'...F '.repeat(9)} } } fragment F on User { id id }`, 'TOO_COMPLEX'],
    ['31 aliases', `{ ${repeat(31, i => `a${i}: viewer { id }`)} }`, 'TOO_COMPLEX'],
    ['the same field 10,000 times', `{ viewer { ${'id '.repeat(10_000)} } }`, 'TOO_COMPLEX'],
    ['1,000 directives', `{ viewer { id ${'@skip(if: false) '.repeat(1_000)} } }`, 'TOO_COMPLEX'],
    ['21 unknown directives', `{ viewer { id ${'@a '.repeat(21)} } }`, 'TOO_COMPLEX'],
    ['depth 2,000', nested(2_000), 'TOO_COMPLEX'],
    ['depth 13', nested(13), 'TOO_COMPLEX'],
    ['depth by fragments', bomb(12), 'TOO_COMPLEX'],
    ['a fragment bomb of 2^18', flatBomb(18), 'TOO_COMPLEX'],
    ['a fragment bomb of 2^60', flatBomb(60), 'TOO_COMPLEX'],
    ['a fragment in a circle', '{ viewer { ...A } } fragment A on User { friend { ...B } } fragment B on User { friend { ...A } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a fragment in itself', '{ viewer { ...A } } fragment A on User { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a circle nobody spreads', '{ viewer { id } } fragment A on User { ...B } fragment B on User { ...A }', 'GRAPHQL_VALIDATION_FAILED'],
    ['two sign-ins', 'mutation { a: signIn(username: "a") { errors } b: signIn(username: "b") { errors } }', 'TOO_COMPLEX'],
    ['a sign-in and a reset', 'mutation { signIn(username: "a") { errors } resetPassword(id: 1) { errors } }', 'TOO_COMPLEX'],
    ['two sign-ins by fragments', 'mutation { ...F ... on Mutation { a: signIn(username: "a") { errors } } } fragment F on Mutation { b: signIn(username: "a") { errors } }', 'TOO_COMPLEX'],
    ['eleven mutations', `mutation { ${repeat(11, i => `a${i}: createSession(title: "a") { errors }`)} }`, 'TOO_COMPLEX'],
    ['a million characters', `{ viewer { id } } #${'x'.repeat(1_000_000)}`, 'TOO_COMPLEX'],
  ]
  it.each(attacks)('%s', (name, source, code) => {
    const before = process.cpuUsage()
    const { errors } = read(source)
    const { user, system } = process.cpuUsage(before)
    console.log(`${name}: ${((user + system) / 1_000).toFixed(1)} ms CPU`)
    expect(errors?.[0]?.extensions['code']).toBe(code)
    expect(errors![0]!.extensions['http']).toEqual({ status: 400 })
  })

  it('and what just passes the limits is valid in little time too', () => {
    const same = repeat(16, i => `fragment F${i} on User { id name friend { id name } trainer { ...G } }`)
    const widest = `{ viewer { ${repeat(16, i => `...F${i}`)} } } ${same} fragment G on User { id name friend { id } }`
    for (const source of [`{ viewer { ${'id '.repeat(16)} } }`, widest, nested(12), `{ ${repeat(30, i => `a${i}: viewer { id name friend { id } }`)} }`]) {
      const before = process.cpuUsage()
      expect(read(source).errors).toBeNull()
      const { user, system } = process.cpuUsage(before)
      console.log(`just within the limits: ${((user + system) / 1_000).toFixed(1)} ms CPU`)
    }
  })
})

describe('the cost', () => {
  const cost = (source: string, variables: Record<string, unknown> = {}, name: string | null = null) => costOf(schema, read(source).document!, name, variables)

  it('counts fields, and those of a connection as often as its page is long', () => {
    expect(cost('{ viewer { id name } }')).toBe(3)
    expect(cost('{ sessions(first: 50) { totalCount } }')).toBe(51)
    expect(cost('{ sessions { nodes { id } } }')).toBe(41)
    expect(cost('{ sessions(last: 3) { nodes { id bookings(first: 10) { nodes { name } } } } }')).toBe(1 + 3 * (1 + 1 + 1 + 10 * 2))
  })

  it('takes variables, their defaults, and never more than the longest page', () => {
    const source = 'query ($n: Int = 5) { sessions(first: $n) { nodes { id } } }'
    expect([{ n: 10 }, {}, { n: 1e9 }, { n: null }, { n: -5 }, { n: 'x' }].map(variables => cost(source, variables))).toEqual([21, 11, 201, 11, 41, 41])
    expect(cost('{ sessions(first: 1000000) { nodes { id } } }')).toBe(201)
    expect(cost('query ($n: Int) { sessions(first: 10, last: $n) { totalCount } }', { n: 30 })).toBe(31)
  })

  it('writes fragments out, each with the variables of its operation', () => {
    const source = `query ($n: Int) { a: viewer { ...F } b: viewer { ...F ... on User { id } } ... { viewer { name } } } fragment F on User { sessions(first: $n) { totalCount } }`
    expect(cost(source, { n: 4 })).toBe(1 + 5 + 1 + 5 + 1 + 2)
  })

  it('is that of the operation that was named', () => {
    const source = 'query A { viewer { id } } query B { viewer { id name } }'
    expect([cost(source, {}, 'A'), cost(source, {}, 'B'), cost(source, {}, 'C'), cost(source)]).toEqual([2, 3, 0, 0])
  })

  it('is refused beyond the limit, and only there', () => {
    const list = '{ sessions(first: 50) { nodes { id title trainer { id name } bookings(first: 10) { nodes { id name } } } } }'
    const cube = 'query ($n: Int) { sessions(first: $n) { nodes { bookings(first: $n) { nodes { sessions(first: $n) { nodes { id } } } } } } }'
    refuseCostly(schema, read(list).document!, null, {})
    refuseCostly(schema, read(cube).document!, null, { n: 10 })
    expect(() => refuseCostly(schema, read(cube).document!, null, { n: 100 })).toThrow(/50000 fields/)
  })
})
