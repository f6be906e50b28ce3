import { getNamedType, isEnumType, isInputObjectType, isListType, getNullableType, isObjectType, type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLSchema } from 'graphql'

/** One way to ask a list: its document and its variables. */
export interface Question {
  readonly name: string
  readonly document: string
  readonly variables: Readonly<Record<string, unknown>>
  /** Two filters at once: the first page tells enough. */
  readonly isPair: boolean
}

/** Values to ask a field of a filter by, the one that finds most first; of enums and booleans they are known by themselves. */
export type Samples = Readonly<Record<string, readonly unknown[]>>

interface List { readonly name: string; readonly args: readonly GraphQLArgument[]; readonly ask: (page: string) => string; readonly parent?: string }

/** Every list of the schema in every order and direction and by every filter, alone and in pairs, from both ends. */
export function questionsOf(schema: GraphQLSchema, samples: Samples): Question[] {
  return listsOf(schema).flatMap(list => {
    const orders = ordersOf(list)
    const filters = filtersOf(list, samples)
    const alone = orders.flatMap(order => [{}, ...filters.flat()].map(filter => ({ ...order, filter })))
    const pairs = filters.flatMap((one, i) => filters.slice(i + 1).map(other => ({ ...orders[0], filter: { ...one[0], ...other[0] } })))
    return [...alone.map(variables => question(list, variables, samples, false)), ...pairs.map(variables => question(list, variables, samples, true))]
  })
}

function question(list: List, variables: Record<string, unknown>, samples: Samples, isPair: boolean): Question {
  const page = ['first', 'after', 'last', 'before', 'filter', 'orderBy'].flatMap(name => list.args.find(arg => arg.name === name) ?? [])
  const declared = [...page.map(arg => `$${arg.name}: ${String(arg.type)}`), ...(list.parent ? ['$id: ID!'] : [])].join(', ')
  const field = list.ask(`(${page.map(({ name }) => `${name}: $${name}`).join(', ')}) { nodes { id } pageInfo { startCursor endCursor } }`)
  const id = list.parent ? { id: sampleOf(samples, `${list.parent}.id`)[0] } : {}
  return { name: `${list.name} ${JSON.stringify(variables)}`, document: `query Ask(${declared}) { ${field} }`, variables: { ...id, ...variables }, isPair }
}

/** The lists that stand at the root, and those of a thing that is asked by its id. */
function listsOf(schema: GraphQLSchema): List[] {
  return Object.values(schema.getQueryType()!.getFields()).flatMap(root => {
    if (isConnection(root)) return [{ name: root.name, args: root.args, ask: page => `${root.name}${page}` }]
    const thing = getNamedType(root.type)
    if (!isObjectType(thing) || !root.args.some(({ name }) => name === 'id')) return []
    return Object.values(thing.getFields()).filter(isConnection).map((field): List => ({
      name: `${root.name}.${field.name}`, args: field.args, parent: root.name, ask: page => `${root.name}(id: $id) { ${field.name}${page} }`,
    }))
  })
}

const isConnection = (field: GraphQLField<unknown, unknown>): boolean => getNamedType(field.type).name.endsWith('Connection')

function ordersOf({ args }: List): Record<string, unknown>[] {
  const type = args.find(({ name }) => name === 'orderBy')?.type
  if (!type) return [{}]
  const fields = Object.values(inputFields(type))
  return fields.reduce<Record<string, unknown>[]>((made, { name, type: choice }) => {
    const of = getNamedType(choice)
    const values = isEnumType(of) ? of.getValues().map(value => value.name) : []
    return made.flatMap(order => values.map(value => ({ ...order, [name]: value })))
  }, [{}]).map(orderBy => ({ orderBy }))
}

/** Per field of the filter, the filters that name it alone. */
function filtersOf({ args }: List, samples: Samples): Record<string, unknown>[][] {
  const type = args.find(({ name }) => name === 'filter')?.type
  if (!type) return []
  return Object.values(inputFields(type)).map(field => valuesOf(field.type, `${getNamedType(type).name}.${field.name}`, samples).map(value => ({ [field.name]: value })))
}

function inputFields(type: GraphQLInputType) {
  const named = getNamedType(type)
  return isInputObjectType(named) ? named.getFields() : {}
}

function valuesOf(type: GraphQLInputType, path: string, samples: Samples): readonly unknown[] {
  const named = getNamedType(type)
  if (named.name === 'Boolean') return [true, false]
  if (!isEnumType(named)) return sampleOf(samples, path)
  const values = named.getValues().map(({ name }) => name)
  return isListType(getNullableType(type)) ? [...values.map(value => [value]), values.slice(0, 2)] : values
}

/** `SessionFilter.search`, or else `search` of any filter. */
function sampleOf(samples: Samples, path: string): readonly unknown[] {
  const found = samples[path] ?? samples[path.split('.')[1]!]
  if (!found) throw new Error(`Give a value to ask ${path} by: its plans are read with it.`)
  return found
}
