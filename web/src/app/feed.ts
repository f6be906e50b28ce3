import type { ApolloCache, ApolloClient, StoreObject } from '@apollo/client'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { Kind } from 'graphql'
import type { DocumentNode, FieldNode } from 'graphql'
import type { ChangeKind } from '../generated/operations.ts'
import { cameOrWent } from './comings.ts'
import { changeArrived } from './connection.ts'
import { highlight } from './highlights.ts'
import { writeChange } from './replay.ts'
import { viewerIdIn } from './viewerId.ts'

// One subscription per noun, shared by all that look at it. A change flows into the normalised cache by its id; what
// appeared or went is told to the listeners.

export interface LiveChange {
  cursor: string
  kind: ChangeKind
  id?: string | null
  fields: readonly string[]
  at: string
  actor?: { id: string; name: string } | null
}

export interface FeedListener<Change> {
  change: (change: Change, own: boolean) => void
  /** Something was missed for good; the active queries are being asked anew. */
  reset: () => void
}

export interface Feed<Change> {
  listen: (listener: FeedListener<Change>) => () => void
  /** The bookmark has come (or does not come in time): queries may be asked. */
  isReady: () => boolean
  watch: (listener: () => void) => () => void
}

export type ChangeOf<Data> = Extract<Data[Exclude<keyof Data, '__typename'>], LiveChange>

export type LiveDocument<Data> = TypedDocumentNode<Data, { after?: string | null | undefined }>

/** A page comes up without its feed when the bookmark takes longer, and asks anew once it has come. */
const bookmarkWithin = 2_500
/** From one page to the next the subscription stays. */
const lingers = 3_000

const envelope = new Set(['cursor', 'kind', 'id', 'fields', 'at', 'actor', '__typename'])

/** The field of the message that holds the noun, with what is asked of it. */
function nounOf(document: DocumentNode): FieldNode {
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    const [root] = definition.selectionSet.selections
    if (root?.kind !== Kind.FIELD) continue
    const noun = root.selectionSet?.selections.find((field) => field.kind === Kind.FIELD && !envelope.has(field.name.value))
    if (noun?.kind === Kind.FIELD) return noun
  }
  throw new Error('A live document selects the noun of its change.')
}

function nounFragment(document: DocumentNode, field: FieldNode, typename: string): DocumentNode {
  const fragments = document.definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION)
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      {
        kind: Kind.FRAGMENT_DEFINITION,
        name: { kind: Kind.NAME, value: 'LiveNoun' },
        typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: typename } },
        selectionSet: field.selectionSet ?? { kind: Kind.SELECTION_SET, selections: [] },
      },
      ...fragments,
    ],
  }
}

function readBefore(cache: ApolloCache, fragment: DocumentNode, noun: StoreObject): Record<string, unknown> {
  const id = cache.identify(noun)
  if (!id) return {}
  const before = cache.readFragment<StoreObject>({ id, fragment, fragmentName: 'LiveNoun', returnPartialData: true })
  return before ? { ...before } : {}
}

function createFeed<Data>(client: ApolloClient, document: LiveDocument<Data>): Feed<ChangeOf<Data>> {
  const listeners = new Set<FeedListener<ChangeOf<Data>>>()
  const watchers = new Set<() => void>()
  const field = nounOf(document)
  let subscription: { unsubscribe: () => void } | undefined
  let lingering: ReturnType<typeof setTimeout> | undefined
  let late: ReturnType<typeof setTimeout> | undefined
  let ready = false
  let bookmarked = false

  const becomeReady = () => {
    clearTimeout(late)
    if (ready) return
    ready = true
    for (const watcher of watchers) watcher()
  }

  const write = (id: string, change: ChangeOf<Data>, own: boolean) => {
    const noun = (change as unknown as Record<string, unknown>)[field.name.value] as StoreObject | null | undefined
    if (!noun?.__typename) return {}
    const fragment = nounFragment(document, field, noun.__typename)
    const before = own ? {} : readBefore(client.cache, fragment, noun)
    writeChange(id, () => {
      client.cache.writeFragment({ id: client.cache.identify(noun)!, fragment, fragmentName: 'LiveNoun', data: noun })
    })
    return before
  }

  const askAnew = () => {
    void client.refetchQueries({ include: 'active' })
    for (const { reset } of listeners) reset()
  }

  const take = (change: ChangeOf<Data>) => {
    const { kind, id } = change
    if (kind === 'BOOKMARK') {
      // The page could not wait and may have asked before the stream stood.
      if (!bookmarked && ready) askAnew()
      bookmarked = true
      becomeReady()
    } else if (kind === 'RESET') {
      becomeReady()
      askAnew()
    } else if (id) {
      changeArrived()
      if (kind !== 'UPDATED') cameOrWent()
      const own = change.actor?.id === viewerIdIn(client)
      const before = write(id, change, own)
      if (!own) highlight({ id, kind, actorName: change.actor?.name ?? null, fields: change.fields, at: Date.now(), before })
      for (const listener of listeners) listener.change(change, own)
    }
  }

  const start = () => {
    late = setTimeout(becomeReady, bookmarkWithin)
    subscription = client
      .subscribe<Data, { after?: string | null }>({ query: document, variables: {}, fetchPolicy: 'no-cache' })
      .subscribe({
        next: ({ data, error }) => {
          if (error) becomeReady()
          const change = data && (Object.values(data as object).find((value) => typeof value === 'object') as ChangeOf<Data>)
          if (change) take(change)
        },
        // A feed that this viewer may not have: the page stands without it.
        error: becomeReady,
      })
  }

  const stop = () => {
    subscription?.unsubscribe()
    clearTimeout(late)
    subscription = undefined
    ready = false
    bookmarked = false
  }

  return {
    isReady: () => ready,
    watch: (watcher) => {
      watchers.add(watcher)
      return () => watchers.delete(watcher)
    },
    listen: (listener) => {
      clearTimeout(lingering)
      listeners.add(listener)
      if (!subscription) start()
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) lingering = setTimeout(stop, lingers)
      }
    },
  }
}

const feeds = new WeakMap<ApolloClient, Map<DocumentNode, Feed<never>>>()

/** The one feed of a document; `listen` opens it, and it closes a little after the last listener has gone. */
export function feedOf<Data>(client: ApolloClient, document: LiveDocument<Data>): Feed<ChangeOf<Data>> {
  const open = feeds.get(client) ?? new Map<DocumentNode, Feed<never>>()
  feeds.set(client, open)
  const existing = open.get(document) as Feed<ChangeOf<Data>> | undefined
  if (existing) return existing
  const feed = createFeed(client, document)
  open.set(document, feed as unknown as Feed<never>)
  return feed
}
