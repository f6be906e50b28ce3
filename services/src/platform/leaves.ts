import {
  type DocumentNode, type FieldNode, getNamedType, getNullableType, getOperationAST, type GraphQLOutputType, type GraphQLSchema,
  isAbstractType, isEnumType, isListType, isObjectType, isSpecifiedScalarType, Kind, type SelectionSetNode,
} from 'graphql'
import { compile } from './compile.ts'
import { fragmentsOf } from './document-limits.ts'

type Check = (value: unknown) => boolean
/** Of a value that is there: a condition on `leaf` in words, or a function. */
type Test = string | Check

/** What passes through a serializer of the language itself unchanged, as a condition on `leaf`. */
const unchanged: Readonly<Record<string, string>> = {
  ID: "typeof leaf === 'string'",
  String: "typeof leaf === 'string'",
  Boolean: "typeof leaf === 'boolean'",
  Float: 'Number.isFinite(leaf)',
  // Whole, and of 32 bits.
  Int: "typeof leaf === 'number' && (leaf | 0) === leaf",
}

/**
 * Whether the leaves of an answer are such that serializing each of them would have changed nothing. undefined: this operation
 * cannot be looked at that way, for it names types that are not objects, or the schema itself.
 */
export function leafCheck(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Check | undefined {
  const operation = getOperationAST(document, operationName)
  const root = operation && schema.getRootType(operation.operation)
  if (!operation || !root) return undefined
  const fragments = fragmentsOf(document)
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

  const ofType = (type: GraphQLOutputType, nodes: readonly FieldNode[]): Test | undefined => {
    const inner = getNullableType(type)
    if (isListType(inner)) return ofList(ofType(inner.ofType, nodes))
    if (isEnumType(inner)) {
      const names = new Set<unknown>(inner.getValues().filter(({ name, value }) => name === value).map(({ name }) => name))
      return value => names.has(value)
    }
    if (isSpecifiedScalarType(inner)) return unchanged[inner.name]
    return isObjectType(inner) ? ofObject(inner.getFields(), nodes.flatMap(node => node.selectionSet ?? [])) : undefined
  }

  const ofObject = (fields: ReturnType<typeof root.getFields>, selections: readonly SelectionSetNode[]): Check | undefined => {
    const tests = new Map<string, Test>()
    for (const [name, nodes] of collect(selections)) {
      const field = fields[nodes[0]!.name.value]
      if (!field || isAbstractType(getNamedType(field.type))) {
        isPlain &&= nodes[0]!.name.value === '__typename'
        continue
      }
      const test = ofType(field.type, nodes)
      if (test) tests.set(name, test)
    }
    return tests.size === 0 ? undefined : eachOf(tests)
  }

  const check = ofObject(root.getFields(), [operation.selectionSet])
  return isPlain ? data => data === null || check?.(data) !== false : undefined
}

/** The names are GraphQL's: letters, digits and underscores. */
function eachOf(tests: ReadonlyMap<string, Test>): Check {
  // What `@skip` has left out is not there at all; null stands where an error is told, or nothing is.
  const lines = [...tests].map(([name, test], i) => `if ((leaf = value.${name}) != null && !(${typeof test === 'string' ? test : `parts[${i}](leaf)`})) return false`)
  return compile([...tests.values()], `value => { let leaf; ${lines.join('; ')}; return true }`)
}

function ofList(test: Test | undefined): Check | undefined {
  if (test === undefined) return undefined
  const isSound = typeof test === 'string' ? compile<Check>([], `leaf => ${test}`) : test
  return value => {
    const items = value as readonly unknown[]
    for (let i = 0; i < items.length; i++) if (items[i] !== null && !isSound(items[i])) return false
    return true
  }
}
