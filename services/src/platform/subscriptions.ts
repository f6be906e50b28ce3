import type { Duplex } from 'node:stream'
import {
  getOperationAST, getVariableValues, GraphQLError, visit, type DocumentNode, type ExecutionArgs, type FieldNode, type GraphQLSchema, type OperationDefinitionNode,
  type ValueNode,
} from 'graphql'
import type { WebSocket } from 'ws'
import { createContext, noCookie, type Services } from './context.ts'
import { refuseCostly } from './document-cost.ts'
import type { Documents } from './documents.ts'
import type { Execute } from './executor.ts'
import { fault } from './fault.ts'
import { followedNoun, type FeedChange } from './feed.ts'
import { sendNext } from './frames.ts'
import type { Hub } from './hub.ts'
import { likenessOf } from './looks.ts'
import { admit } from './permission.ts'
import { maskError } from './requests.ts'
import { selectionOf } from './selection.ts'
import type { Follower } from './telling.ts'
import type { Viewer } from './viewer.ts'

const CALM_BUFFERED = 64 * 1024
/** Not one of graphql-ws's own: clients take those for final. */
const TRY_AGAIN_LATER = 1013

/** A socket that has said who it is. */
export interface Subscriber { readonly viewer: Viewer; readonly requestId: string; readonly socket: WebSocket; readonly stream: Duplex }
interface Asked { readonly query: string; readonly variables?: Record<string, unknown> | null; readonly operationName?: string | null }
/** Execution arguments that carry how the subscription is followed until it ends. */
export interface Following { readonly lifetime: () => AsyncIterable<never> }

/** What stands between a `subscribe` of the protocol and the hub: the limits, the permission, and the follower that is made of it. */
export function createSubscriptions(
  services: Services, schema: GraphQLSchema, documents: Documents, execute: Execute, hub: () => Hub,
): (subscriber: Subscriber, id: string, asked: Asked) => ExecutionArgs & Following {
  return ({ viewer, requestId, socket, stream }, id, { query, variables, operationName }) => {
    const read = documents.read(query, { mayIntrospect: true })
    if (read.errors) throw read.errors[0]!
    const { document } = read
    const operation = getOperationAST(document, operationName)
    if (operation?.operation !== 'subscription') throw fault('BAD_USER_INPUT', 'The WebSocket serves subscriptions alone; queries and mutations go to POST /graphql.')
    const { verb, after, coerced } = readSubscription(schema, operation, variables ?? {})
    admit(viewer, verb)
    refuseCostly(schema, document, operationName, variables ?? {})
    const noun = followedNoun(verb)
    if (!noun) throw new Error(`${verb} follows no noun.`)
    const selection = selectionOf(schema, document)
    const { key, looks } = likenessOf(services, viewer, noun, selection)
    const groupKey = JSON.stringify([documentId(document), operationName ?? '', withoutBookmark(operation, coerced), key])
    const render = async (change: FeedChange): Promise<string> => {
      const context = createContext(services, { viewer, requestId, ip: '', userAgent: undefined, cookie: noCookie, selection })
      const result = await execute({ document, operationName, variables, rootValue: { [verb]: change, ...change }, context })
      const errors = result.errors?.map(error => maskError(error, services, requestId))
      // Told so, the change would be lost: who comes back with its cursor hears it when the database answers again.
      const outage = errors?.find(isOutage)
      if (outage) throw outage
      return JSON.stringify(errors ? { ...result, errors } : result)
    }
    const lifetime = (): AsyncIterable<never> => {
      const follower: Follower = {
        viewer, noun, groupKey, looks, render,
        send: payloads => sendNext(socket, stream, id, payloads),
        isBehind: () => socket.readyState === socket.OPEN && socket.bufferedAmount > CALM_BUFFERED,
        lose: () => askBack(socket),
      }
      return followUntilReturned(hub(), follower, after, error => {
        services.log.error({ err: error }, 'a subscription could not begin')
        follower.lose()
      })
    }
    return { schema, document, operationName, variableValues: variables, lifetime }
  }
}

/** The server's fault, not the client's: an error of the database, or one told as such. */
export function isOutage(error: unknown): boolean {
  return !(error instanceof GraphQLError) || error.extensions['code'] === 'UNAVAILABLE'
}

/** Closes a socket whose client is to come back by itself. */
export function askBack(socket: WebSocket): void {
  socket.close(TRY_AGAIN_LATER, 'Try again later')
}

function readSubscription(schema: GraphQLSchema, operation: OperationDefinitionNode, given: Record<string, unknown>): { verb: string; after: string | undefined; coerced: Record<string, unknown> } {
  const [selected, ...others] = operation.selectionSet.selections
  if (selected?.kind !== 'Field' || others.length > 0) throw fault('GRAPHQL_VALIDATION_FAILED', 'A subscription asks one root field, without fragments around it.')
  const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], given)
  if (errors) throw fault('BAD_USER_INPUT', errors[0]!.message)
  return { verb: selected.name.value, after: afterOf(selected, coerced), coerced }
}

function afterArgument(field: FieldNode): ValueNode | undefined {
  return field.arguments?.find(argument => argument.name.value === 'after')?.value
}

function afterOf(field: FieldNode, variables: Readonly<Record<string, unknown>>): string | undefined {
  const value = afterArgument(field)
  if (value?.kind === 'StringValue') return value.value
  const given = value?.kind === 'Variable' ? variables[value.name.value] : undefined
  return typeof given === 'string' ? given : undefined
}

/** Where each goes on from is their own; all else that is given decides what they are told. */
function withoutBookmark(operation: OperationDefinitionNode, variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const [root] = operation.selectionSet.selections
  const value = root?.kind === 'Field' ? afterArgument(root) : undefined
  return value?.kind === 'Variable' && isUsedOnce(operation, value.name.value) ? { ...variables, [value.name.value]: undefined } : variables
}

function isUsedOnce(operation: OperationDefinitionNode, variable: string): boolean {
  let uses = 0
  visit(operation.selectionSet, { Variable: ({ name }) => void (name.value === variable && uses++) })
  return uses === 1
}

const documentIds = new WeakMap<DocumentNode, number>()
let lastDocumentId = 0

function documentId(document: DocumentNode): number {
  const id = documentIds.get(document) ?? ++lastDocumentId
  documentIds.set(document, id)
  return id
}

/**
 * What graphql-ws iterates: it yields nothing, for the frames go past it, and ends when it is returned. Written by hand,
 * because an async generator that awaits queues its `return()` for ever and would never leave the group.
 */
function followUntilReturned(hub: Hub, follower: Follower, after: string | undefined, onOutage: (error: unknown) => void): AsyncIterable<never> {
  const done = { done: true, value: undefined } as const
  let finish: (result: IteratorResult<never>) => void = () => {}
  let fail: (error: unknown) => void = () => {}
  const ended = new Promise<IteratorResult<never>>((resolve, reject) => {
    finish = resolve
    fail = reject
  })
  // A subscription that is given up before it has begun is iterated by nobody, and its refusal heard by nobody.
  ended.catch(() => {})
  const leave = (): Promise<IteratorResult<never>> => {
    hub.leave(follower)
    finish(done)
    return Promise.resolve(done)
  }
  hub.join(follower, after).catch((error: unknown) => {
    if (!isOutage(error)) return fail(error)
    onOutage(error)
    finish(done)
  })
  const iterator = {
    next: () => ended,
    return: leave,
    throw: leave,
    [Symbol.asyncIterator]: () => iterator,
    // graphql-ws calls `return` only of what says it is a generator.
    [Symbol.toStringTag]: 'AsyncGenerator',
  }
  return iterator as unknown as AsyncIterable<never>
}
