import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  getOperationAST,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { fragmentsOf } from './document-limits.ts'
import { fault } from './fault.ts'

export type Variables = Readonly<Record<string, unknown>>

const costLimit = 50_000
/** A connection's page when the document names none, and the longest that it may ask for. */
const page = { usual: 20, longest: 100 } as const

/** A cost that variables change is worked out anew with each request, everything else once for a document. */
type Cost = number | ((variables: Variables) => number)

const planned = new WeakMap<DocumentNode, Map<string, Cost>>()

/** How many fields the operation can answer at most: fragments written out, each connection as often as its page is long. */
export function costOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined, variables: Variables): number {
  const operation = getOperationAST(document, operationName)
  // Execution says what is wrong with the name.
  if (!operation) return 0
  const plans = planned.get(document) ?? new Map<string, Cost>()
  planned.set(document, plans)
  const name = operation.name?.value ?? ''
  const plan = plans.get(name) ?? planOf(schema, document, operation)
  plans.set(name, plan)
  return valueOf(plan, variables)
}

/** Asked before each execution: the same document can cost little with one set of variables and too much with another. */
export function refuseCostly(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined, variables: Variables): void {
  if (costOf(schema, document, operationName, variables) <= costLimit) return
  throw fault('TOO_COMPLEX', `The operation asks for more than ${costLimit} fields at once. Ask for shorter pages.`)
}

function valueOf(cost: Cost, variables: Variables): number {
  return typeof cost === 'number' ? cost : cost(variables)
}

function sum(one: Cost, other: Cost): Cost {
  if (typeof one === 'number' && typeof other === 'number') return one + other
  return variables => valueOf(one, variables) + valueOf(other, variables)
}

function product(one: Cost, other: Cost): Cost {
  if (typeof one === 'number' && typeof other === 'number') return one * other
  return variables => valueOf(one, variables) * valueOf(other, variables)
}

function planOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Cost {
  const fragments = fragmentsOf(document)
  const defaults = defaultsOf(operation)
  const costs = new Map<string, Cost>()

  const ofFragment = (name: string): Cost => {
    const known = costs.get(name)
    if (known !== undefined) return known
    const fragment = fragments.get(name)!
    const cost = ofSelection(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value))
    costs.set(name, cost)
    return cost
  }

  const ofSelection = (selection: SelectionSetNode, parent: GraphQLNamedType | undefined): Cost => {
    let total: Cost = 0
    for (const part of selection.selections) {
      if (part.kind === Kind.FRAGMENT_SPREAD) total = sum(total, ofFragment(part.name.value))
      else if (part.kind === Kind.INLINE_FRAGMENT) {
        const type = part.typeCondition === undefined ? parent : schema.getType(part.typeCondition.name.value)
        total = sum(total, ofSelection(part.selectionSet, type))
      } else total = sum(total, ofField(part, fieldOf(parent, part.name.value)))
    }
    return total
  }

  const ofField = (node: FieldNode, field: GraphQLField<unknown, unknown> | undefined): Cost => {
    if (node.selectionSet === undefined) return 1
    const children = ofSelection(node.selectionSet, field === undefined ? undefined : getNamedType(field.type))
    return sum(1, product(pageLength(node, field, defaults), children))
  }

  return ofSelection(operation.selectionSet, schema.getRootType(operation.operation) ?? undefined)
}

function fieldOf(parent: GraphQLNamedType | undefined, name: string): GraphQLField<unknown, unknown> | undefined {
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined
}

function pageLength(node: FieldNode, field: GraphQLField<unknown, unknown> | undefined, defaults: Variables): Cost {
  const isPaged = field?.args.some(argument => argument.name === 'first' || argument.name === 'last') ?? false
  if (!isPaged) return 1
  const given = (node.arguments ?? []).filter(argument => argument.name.value === 'first' || argument.name.value === 'last')
  const lengths: (number | string)[] = given.map(({ value }) => {
    if (value.kind === Kind.INT) return within(Number(value.value))
    return value.kind === Kind.VARIABLE ? value.name.value : page.usual
  })
  const literals = lengths.filter(length => typeof length === 'number')
  const names = lengths.filter(length => typeof length === 'string')
  if (names.length === 0) return literals.length === 0 ? page.usual : Math.max(...literals)
  return variables => Math.max(...literals, ...names.map(name => within(variables[name] ?? defaults[name])))
}

/** What is no length at all is refused by the resolver; here it only may not make the sum smaller or endless. */
function within(length: unknown): number {
  return typeof length === 'number' && length >= 1 ? Math.min(Math.ceil(length), page.longest) : page.usual
}

function defaultsOf(operation: OperationDefinitionNode): Variables {
  const defaults: Record<string, unknown> = {}
  for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
    if (defaultValue?.kind === Kind.INT) defaults[variable.name.value] = Number(defaultValue.value)
  }
  return defaults
}
