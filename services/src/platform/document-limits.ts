import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  OperationTypeNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import { fault } from './fault.ts'

/** What a document may hold. The client's largest has about 300 tokens, 8 levels and 10 aliases. */
export const limits = {
  characters: 20_000,
  tokens: 1_000,
  depth: 12,
  aliases: 30,
  directives: 20,
  /** Fields with every fragment written out where it is spread. */
  fields: 2_000,
  /** The same name in one selection, fragments written out: the standard rules compare each with each. */
  repetitions: 16,
  mutations: 10,
  sensitiveMutations: 1,
} as const

/** A selection with its fragments written out; each fragment is measured once, however often it is spread. */
interface Extent {
  depth: number
  fields: number
  /** Fields of the selection itself, those among them that are sensitive, and how often each name stands there. */
  roots: number
  sensitive: number
  readonly names: Map<string, number>
  introspects: boolean
}

export interface Measures {
  readonly introspects: boolean
  /** The most mutations that one of its operations holds. */
  readonly mutations: number
}

/** Throws a fault for a document beyond the limits; its time grows with the text, not with what the text expands to. */
export function measure(document: DocumentNode, sensitive: ReadonlySet<string>): Measures {
  countMarks(document)
  const extentOf = expansion(document, sensitive)
  let introspects = false
  let mutations = 0
  for (const definition of document.definitions) {
    // Fragments that nobody spreads are measured too: the standard rules walk them before they refuse them.
    if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) continue
    const extent = extentOf(definition.selectionSet)
    introspects ||= extent.introspects
    refuseBeyond('fields, fragments written out', extent.fields, limits.fields)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) continue
    refuseBeyond('levels', extent.depth, limits.depth)
    if (definition.operation === OperationTypeNode.MUTATION) {
      refuseBeyond('mutations', extent.roots, limits.mutations)
      mutations = Math.max(mutations, extent.roots)
      refuseBeyond('mutation of this kind', extent.sensitive, limits.sensitiveMutations)
    }
  }
  return { introspects, mutations }
}

function refuseBeyond(what: string, count: number, limit: number): void {
  if (count > limit) throw fault('TOO_COMPLEX', `The document has more than ${limit} ${what}.`)
}

function countMarks(document: DocumentNode): void {
  let aliases = 0
  let directives = 0
  const countDirectives = (node: { readonly directives?: readonly DirectiveNode[] }) => void (directives += node.directives?.length ?? 0)
  visit(document, {
    Field(node) {
      if (node.alias !== undefined) aliases++
      countDirectives(node)
    },
    InlineFragment: countDirectives,
    FragmentSpread: countDirectives,
    FragmentDefinition: countDirectives,
    OperationDefinition: countDirectives,
    VariableDefinition: countDirectives,
  })
  refuseBeyond('aliases', aliases, limits.aliases)
  refuseBeyond('directives', directives, limits.directives)
}

export function fragmentsOf(document: DocumentNode): ReadonlyMap<string, FragmentDefinitionNode> {
  const fragments = document.definitions.filter(definition => definition.kind === Kind.FRAGMENT_DEFINITION)
  return new Map(fragments.map(fragment => [fragment.name.value, fragment]))
}

function expansion(document: DocumentNode, sensitive: ReadonlySet<string>): (selection: SelectionSetNode) => Extent {
  const fragments = fragmentsOf(document)
  const measured = new Map<string, Extent>()
  const open = new Set<string>()

  const ofFragment = (name: string): Extent => {
    const known = measured.get(name)
    if (known !== undefined) return known
    if (open.has(name)) throw fault('GRAPHQL_VALIDATION_FAILED', 'The document holds a fragment that spreads itself.')
    const fragment = fragments.get(name)
    // A spread of nothing is told by the standard rules.
    if (fragment === undefined) return empty()
    open.add(name)
    const extent = ofSelection(fragment.selectionSet)
    open.delete(name)
    measured.set(name, extent)
    return extent
  }

  const ofSelection = (selection: SelectionSetNode): Extent => {
    const total = empty()
    for (const part of selection.selections) {
      if (part.kind === Kind.FRAGMENT_SPREAD) addSelection(total, ofFragment(part.name.value))
      else if (part.kind === Kind.INLINE_FRAGMENT) addSelection(total, ofSelection(part.selectionSet))
      else addField(total, part, part.selectionSet === undefined ? empty() : ofSelection(part.selectionSet), sensitive)
    }
    return total
  }
  return ofSelection
}

function empty(): Extent {
  return { depth: 0, fields: 0, roots: 0, sensitive: 0, names: new Map(), introspects: false }
}

function addName(names: Map<string, number>, name: string, times: number): void {
  const count = (names.get(name) ?? 0) + times
  refuseBeyond('fields of one name in one place', count, limits.repetitions)
  names.set(name, count)
}

function addField(total: Extent, node: FieldNode, children: Extent, sensitive: ReadonlySet<string>): void {
  const name = node.name.value
  const introspects = name === '__schema' || name === '__type'
  // Types of types are deep by nature; a standard rule keeps them from growing into each other.
  total.depth = Math.max(total.depth, introspects ? 1 : children.depth + 1)
  total.fields += children.fields + 1
  total.roots += 1
  total.sensitive += sensitive.has(name) ? 1 : 0
  total.introspects ||= children.introspects || introspects
  addName(total.names, node.alias?.value ?? name, 1)
}

function addSelection(total: Extent, part: Extent): void {
  total.depth = Math.max(total.depth, part.depth)
  total.fields += part.fields
  total.roots += part.roots
  total.sensitive += part.sensitive
  total.introspects ||= part.introspects
  for (const [name, times] of part.names) addName(total.names, name, times)
}
