import {
  type DocumentNode,
  execute as interpret,
  type ExecutionResult,
  getNamedType,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLSchema,
  isInputObjectType,
  OperationTypeNode,
  visit,
} from 'graphql'
import { compileQuery, isCompiledQuery } from 'graphql-jit'
import { withoutSuggestion } from './documents.ts'
import { fault } from './fault.ts'
import { leafCheck } from './leaves.ts'

export interface Execution {
  readonly document: DocumentNode
  readonly operationName?: string | null | undefined
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined
  /** For one message of a subscription: what its field is resolved from. */
  readonly rootValue?: unknown
  readonly context: unknown
}

/**
 * Executes a document that was read by `documents.ts`: a query, a mutation (its fields one after the other), or one message of a subscription.
 * The result never holds a foreign error: each is a GraphQLError with its path and its place in the document.
 */
export type Execute = (execution: Execution) => ExecutionResult | Promise<ExecutionResult>

type Run = (rootValue: unknown, context: unknown, variables: Readonly<Record<string, unknown>>) => ExecutionResult | Promise<ExecutionResult>

/**
 * Queries and messages run compiled by graphql-jit, once for as long as their document is kept; its errors are mended on the failing path.
 * It reads properties as they stand: rows are plain, and what is to be called or awaited has a resolver.
 * Mutations are interpreted by graphql-js: compiled ones go on after a failure that has emptied the answer already.
 */
export function createExecutor(schema: GraphQLSchema): Execute {
  refuseCircularInputs(schema)
  const runs = new WeakMap<DocumentNode, Map<string, Run>>()

  const runOf = (document: DocumentNode, operationName: string | null): Run => {
    const ofDocument = runs.get(document) ?? new Map<string, Run>()
    runs.set(document, ofDocument)
    const key = operationName ?? ''
    const known = ofDocument.get(key)
    if (known !== undefined) return known
    const run = isForCompiling(document, operationName) ? compiled(schema, document, operationName) : interpreted(schema, document, operationName)
    ofDocument.set(key, run)
    return run
  }

  return ({ document, operationName = null, variables, rootValue, context }) => {
    const operation = getOperationAST(document, operationName)
    // Answered before anything is kept: such names come from the client.
    if (!operation) return { errors: [unknownOperation(operationName)] }
    const given = variables ?? {}
    const mend = (result: ExecutionResult): ExecutionResult => {
      if (result.errors === undefined) return result
      if (!('data' in result)) return { errors: variableErrors(schema, document, operation.variableDefinitions ?? [], given, result.errors) }
      return { ...result, errors: result.errors.map(error => mended(document, error)) }
    }
    const result = runOf(document, operationName)(rootValue, context, given)
    return result instanceof Promise ? result.then(mend) : mend(result)
  }
}

function interpreted(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Run {
  return (rootValue, contextValue, variableValues) => interpret({ schema, document, operationName, rootValue, contextValue, variableValues }) as ReturnType<Run>
}

/**
 * The language's own serializers change nothing of what rows hold, and calling them is most of a long list's time. So they are left out,
 * and the answer is looked over; one that they would have changed or refused is asked once more with them, as its document is from then on.
 */
function compiled(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): Run {
  const areSound = leafCheck(schema, document, operationName)
  if (areSound === undefined) return compiledWith(schema, document, operationName, false)
  let run = compiledWith(schema, document, operationName, true)
  let isQuick = true
  return (rootValue, context, variables) => {
    if (!isQuick) return run(rootValue, context, variables)
    const checked = (result: ExecutionResult): ExecutionResult | Promise<ExecutionResult> => {
      if (areSound(result.data ?? null)) return result
      if (isQuick) [run, isQuick] = [compiledWith(schema, document, operationName, false), false]
      return run(rootValue, context, variables)
    }
    const result = run(rootValue, context, variables)
    return result instanceof Promise ? result.then(checked) : checked(result)
  }
}

function compiledWith(schema: GraphQLSchema, document: DocumentNode, operationName: string | null, disableLeafSerialization: boolean): Run {
  const made = compileQuery(schema, document, operationName ?? undefined, { disablingCapturingStackErrors: true, disableLeafSerialization })
  return isCompiledQuery(made) ? (made.query as Run) : () => made
}

/**
 * Inside a literal (`filter: { role: $role }`) compiled code takes a variable that was left out for null, where graphql-js leaves the field out. And
 * what is to be called `__proto__` would be no field of its answer.
 */
function isForCompiling(document: DocumentNode, operationName: string | null): boolean {
  if (getOperationAST(document, operationName)?.operation === OperationTypeNode.MUTATION) return false
  let isFaithful = true
  visit(document, {
    ObjectField(field) {
      visit(field.value, { Variable: () => void (isFaithful = false) })
    },
    Field({ alias }) {
      if (alias?.value === '__proto__') isFaithful = false
    },
  })
  return isFaithful
}

/** Compiling a variable of a type that holds itself never ends: better not to start than to stop at somebody's first query. */
function refuseCircularInputs(schema: GraphQLSchema): void {
  const done = new Set<GraphQLInputObjectType>()
  const enter = (type: GraphQLInputObjectType, open: readonly GraphQLInputObjectType[]) => {
    if (open.includes(type)) throw new TypeError(`the input ${type.name} holds itself, which compiled operations cannot take`)
    if (done.has(type)) return
    for (const field of Object.values(type.getFields())) {
      const inner = getNamedType(field.type)
      if (isInputObjectType(inner)) enter(inner, [...open, type])
    }
    done.add(type)
  }
  for (const type of Object.values(schema.getTypeMap())) if (isInputObjectType(type)) enter(type, [])
}

function unknownOperation(name: string | null): GraphQLError {
  return fault('BAD_USER_INPUT', name === null ? 'The document holds several operations: name one.' : 'The document holds no operation of this name.')
}

/** The compiled code names the wrong variable at times; graphql-js says it right. */
function variableErrors(
  schema: GraphQLSchema,
  document: DocumentNode,
  definitions: Parameters<typeof getVariableValues>[1],
  variables: Readonly<Record<string, unknown>>,
  errors: readonly GraphQLError[],
): readonly GraphQLError[] {
  const told = getVariableValues(schema, definitions, variables, { maxErrors: 10, hideSuggestions: true }).errors
  return (told ?? errors.map(error => mended(document, error))).map(
    error =>
      new GraphQLError(withoutSuggestion(error.message), {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        extensions: fault('BAD_USER_INPUT', '').extensions,
      }),
  )
}

/** As graphql-js would have made it: an error keeps its own nodes and extensions, and gains the path and place of the field that failed. */
function mended(document: DocumentNode, error: GraphQLError): GraphQLError {
  if (error.nodes !== undefined && error.path !== undefined) return error
  const original = error.originalError
  if (original instanceof GraphQLError && original.path !== undefined) return original
  const own = original instanceof GraphQLError ? original : undefined
  const place = own?.positions === undefined ? placeOf(document, error) : { nodes: own.nodes, source: own.source, positions: own.positions }
  return new GraphQLError(error.message, { ...place, path: error.path, originalError: original })
}

function placeOf(document: DocumentNode, error: GraphQLError) {
  const source = document.loc?.source
  if (source === undefined || error.locations === undefined) return {}
  const lineStarts = [0, ...[...source.body.matchAll(/\r\n|[\n\r]/g)].map(match => match.index + match[0].length)]
  return { source, positions: error.locations.map(({ line, column }) => (lineStarts[line - 1] ?? 0) + column - 1) }
}
