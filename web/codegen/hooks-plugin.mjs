import path from 'node:path'
import { Kind, visit } from 'graphql'

// For one .graphql file: its documents, ready parsed, and one thin typed hook per operation. A file of its own for
// each keeps the documents of one page out of the chunk of another. (The stock plugin writes for Apollo Client 3.)

const capitals = (text) => text[0].toUpperCase() + text.slice(1)

const withoutLocations = (node) => JSON.stringify(node, (key, value) => (key === 'loc' ? undefined : value))

const isOptional = ({ variableDefinitions = [] }) =>
  variableDefinitions.every((variable) => variable.type.kind !== Kind.NON_NULL_TYPE || variable.defaultValue)

function fragmentsUnder(definition, fragments, found = new Set()) {
  visit(definition, {
    FragmentSpread({ name: { value } }) {
      if (found.has(value)) return
      found.add(value)
      fragmentsUnder(fragments.get(value).definition, fragments, found)
    },
  })
  return [...found]
}

const definitionsOf = (definition, fragments) =>
  [withoutLocations(definition), ...fragmentsUnder(definition, fragments).map((name) => `${name}FragmentDoc.definitions[0]!`)].join(
    ', ',
  )

function fragmentOf(definition, fragments) {
  const name = definition.name.value
  return `export const ${name}FragmentDoc = { kind: 'Document', definitions: [${definitionsOf(definition, fragments)}] } as unknown as TypedDocumentNode<types.${name}Fragment, unknown>`
}

function operationOf(definition, fragments) {
  const kind = capitals(definition.operation)
  const name = capitals(definition.name.value)
  const generics = `<types.${name}${kind}, types.${name}${kind}Variables>`
  const document = `${name}Document`
  const source = `export const ${document} = { kind: 'Document', definitions: [${definitionsOf(definition, fragments)}] } as unknown as TypedDocumentNode${generics}`
  const optional = isOptional(definition) ? '?' : ''
  if (kind === 'Mutation') {
    return `${source}
export const use${name}Mutation = (options?: useMutation.Options${generics}) => useMutation(${document}, options)`
  }
  if (kind === 'Subscription') {
    return `${source}
export const use${name}Subscription = (options${optional}: useSubscription.Options${generics}) => useSubscription(${document}, options ?? {})`
  }
  return `${source}
export const use${name}Query = (options${optional}: HookOptions${generics} | SkipToken) => useQuery(${document}, options as HookOptions${generics})`
}

function imports(operations, needed, fragments, file) {
  const hooks = [...new Set(operations.map(({ operation }) => `use${capitals(operation)}`))].sort()
  const lines = [`import type { TypedDocumentNode } from '@graphql-typed-document-node/core'`]
  const apollo = hooks.filter((hook) => hook !== 'useQuery')
  if (apollo.length > 0) lines.push(`import { ${apollo.join(', ')} } from '@apollo/client/react'`)
  if (apollo.length < hooks.length) {
    lines.push(`import type { SkipToken } from '@apollo/client/react'`)
    lines.push(`import { useQuery } from '${relative(file, 'web/src/app/useQuery.ts')}'`)
    lines.push(`import type { HookOptions } from '${relative(file, 'web/src/app/useQuery.ts')}'`)
  }
  const byFile = Map.groupBy(needed, (name) => fragments.get(name).file)
  for (const [from, names] of byFile) {
    if (from !== file) lines.push(`import { ${names.map((name) => `${name}FragmentDoc`).join(', ')} } from '${relative(file, from)}'`)
  }
  lines.push(`import type * as types from '${relative(file, 'web/src/generated/operations.ts')}'`)
  return lines
}

const relative = (from, to) => {
  const steps = path.posix.relative(path.posix.dirname(from), to)
  return steps.startsWith('.') ? steps : `./${steps}`
}

export const generatedFile = (graphqlFile) => graphqlFile.replace('web/src/', 'web/src/generated/').replace(/\.graphql$/, '.ts')

export const plugin = (_schema, documents, { graphqlFile }) => {
  const all = documents.map(({ document, location }) => ({
    document,
    file: generatedFile(path.relative(process.cwd(), path.resolve(location))),
  }))
  const fragments = new Map()
  for (const { document, file } of all) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, { definition, file })
    }
  }
  const file = generatedFile(graphqlFile)
  const own = all.filter((one) => one.file === file).flatMap(({ document }) => document.definitions)
  const ownFragments = own.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  const operations = own.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION)
  const needed = [...new Set(own.flatMap((definition) => fragmentsUnder(definition, fragments)))].sort()
  // A fragment stands after those that it spreads.
  ownFragments.sort((a, b) => fragmentsUnder(a, fragments).length - fragmentsUnder(b, fragments).length)
  return {
    prepend: imports(operations, needed, fragments, file),
    content: [
      ...ownFragments.map((definition) => fragmentOf(definition, fragments)),
      ...operations.map((definition) => operationOf(definition, fragments)),
    ].join('\n\n'),
  }
}
