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
