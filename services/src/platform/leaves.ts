import {
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, getNamedType, getNullableType, getOperationAST, type GraphQLOutputType, type GraphQLSchema,
  isAbstractType, isEnumType, isListType, isObjectType, isSpecifiedScalarType, Kind, type SelectionSetNode,
} from 'graphql'

type Check = (value: unknown) => boolean

const LARGEST_INT = 2 ** 31

/** What passes through a serializer of the language itself unchanged; null stands where an error is told, or nothing is. */
const unchanged: Readonly<Record<string, Check>> = {
  ID: value => typeof value === 'string' || value === null,
  String: value => typeof value === 'string' || value === null,
  Boolean: value => typeof value === 'boolean' || value === null,
  Float: value => Number.isFinite(value) || value === null,
  Int: value => (Number.isInteger(value) && (value as number) < LARGEST_INT && (value as number) >= -LARGEST_INT) || value === null,
}

/**
 * Whether the leaves of an answer are such that serializing each of them would have changed nothing. undefined: this operation
 * cannot be looked at that way, for it names types that are not objects, or the schema itself.
 */
export function leafCheck(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Check | undefined {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  if (!operation || !root) return undefined
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  let isPlain = true

  /** All fields that stand under one name in the answer, fragments written out. */
  const collect = (selections: readonly SelectionSetNode[], found = new Map<string, FieldNode[]>()): Map<string, FieldNode[]> => {
    for (const part of selections.flatMap(selection => selection.selections)) {
      if (part.kind === Kind.FRAGMENT_SPREAD) collect([fragments.get(part.name.value)!.selectionSet], found)
      else if (part.kind === Kind.INLINE_FRAGMENT) collect([part.selectionSet], found)
      else {
        const name = part.alias?.value ?? part.name.value
        found.set(name, [...(found.get(name) ?? []), part])
      }
    }
    return found
  }

  const ofType = (type: GraphQLOutputType, nodes: readonly FieldNode[]): Check | undefined => {
    const inner = getNullableType(type)
    if (isListType(inner)) return ofList(ofType(inner.ofType, nodes))
    if (isEnumType(inner)) {
      const names = new Set<unknown>([...inner.getValues().filter(({ name, value }) => name === value).map(({ name }) => name), null])
      return value => names.has(value)
    }
    if (isSpecifiedScalarType(inner)) return unchanged[inner.name]
    return isObjectType(inner) ? ofObject(inner.getFields(), nodes.flatMap(node => node.selectionSet ?? [])) : undefined
  }

  const ofObject = (fields: ReturnType<typeof root.getFields>, selections: readonly SelectionSetNode[]): Check | undefined => {
    const names: string[] = []
    const checks: Check[] = []
    for (const [name, nodes] of collect(selections)) {
      const field = fields[nodes[0]!.name.value]
      if (!field || isAbstractType(getNamedType(field.type))) {
        isPlain &&= nodes[0]!.name.value === '__typename'
        continue
      }
      const check = ofType(field.type, nodes)
      if (!check) continue
      names.push(name)
      checks.push(check)
    }
    return checks.length === 0 ? undefined : eachOf(names, checks)
  }

  const check = ofObject(root.getFields(), [operation.selectionSet]) ?? (() => true)
  return isPlain ? check : undefined
}

/** Every value of every answer comes by here: counted loops take half the time of `every`. */
function eachOf(names: readonly string[], checks: readonly Check[]): Check {
  return value => {
    if (value === null) return true
    for (let i = 0; i < names.length; i++) {
      const leaf = (value as Record<string, unknown>)[names[i]!]
      // What `@skip` has left out is not there at all.
      if (leaf !== undefined && !checks[i]!(leaf)) return false
    }
    return true
  }
}

function ofList(check: Check | undefined): Check | undefined {
  return check && (value => {
    if (value === null) return true
    const items = value as readonly unknown[]
    for (let i = 0; i < items.length; i++) if (!check(items[i])) return false
    return true
  })
}
