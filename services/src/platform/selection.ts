import { getNamedType, isObjectType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type GraphQLSchema } from 'graphql'

/** Which fields of which types an operation asks for, fragments and aliases included; `@include` counts as asked. */
export type Selection = ReadonlyMap<string, ReadonlySet<string>>

const selections = new WeakMap<DocumentNode, Selection>()

/** Read once per document: its rows are then fetched with just these columns. */
export function selectionOf(schema: GraphQLSchema, document: DocumentNode): Selection {
  let selection = selections.get(document)
  if (!selection) {
    selection = readSelection(schema, document)
    selections.set(document, selection)
  }
  return selection
}

function readSelection(schema: GraphQLSchema, document: DocumentNode): Selection {
  const found = new Map<string, Set<string>>()
  const info = new TypeInfo(schema)
  const enter = { Field: (node: { name: { value: string } }): undefined => {
    const parent = info.getParentType()
    if (!parent || !isObjectType(getNamedType(parent))) return
    const fields = found.get(parent.name) ?? new Set()
    found.set(parent.name, fields.add(node.name.value))
  } }
  visit(document, visitWithTypeInfo(info, enter))
  return found
}

const derivations = new WeakMap<Selection, Map<string, Selection>>()

/**
 * What an operation selects, told once more in the names of another noun, for a field that is read through it. Made once
 * per document and purpose, so that the plans of its rows are kept.
 */
export function derivedSelection(
  selection: Selection, purpose: string, added: (selection: Selection) => Readonly<Record<string, ReadonlySet<string> | undefined>>,
): Selection {
  const made = derivations.get(selection) ?? new Map<string, Selection>()
  derivations.set(selection, made)
  const standing = made.get(purpose)
  if (standing) return standing
  const more = Object.entries(added(selection)).map(([noun, fields]) => [noun, fields ?? new Set<string>()] as const)
  const derived: Selection = new Map([...selection, ...more])
  made.set(purpose, derived)
  return derived
}
