import 'reflect-metadata'
import { ArgsType, Field, Int, ObjectType, registerEnumType, type ClassType } from 'type-graphql'
import { fault } from './fault.ts'
import { couldBeId } from './ids.ts'
import type { Class } from './noun.ts'

/** Relay's cursor connections: https://relay.dev/graphql/connections.htm */
export const PAGE_SIZE = 20
export const PAGE_LIMIT = 100

export enum Direction {
  ASC = 'ASC',
  DESC = 'DESC',
}
registerEnumType(Direction, { name: 'Direction' })

@ArgsType()
export class ForwardArgs {
  @Field(() => Int, { nullable: true })
  first?: number | null

  @Field(() => String, { nullable: true })
  after?: string | null
}

@ArgsType()
export class PageArgs extends ForwardArgs {
  @Field(() => Int, { nullable: true })
  last?: number | null

  @Field(() => String, { nullable: true })
  before?: string | null
}

@ObjectType({ simpleResolvers: true })
export class PageInfo {
  @Field()
  hasNextPage!: boolean

  @Field()
  hasPreviousPage!: boolean

  @Field(() => String, { nullable: true })
  startCursor!: string | null

  @Field(() => String, { nullable: true })
  endCursor!: string | null
}

export interface Edge<Node> { readonly cursor: string; readonly node: Node }

export interface Connection<Node> {
  readonly nodes: readonly Node[]
  readonly edges: readonly Edge<Node>[]
  readonly pageInfo: PageInfo
  /** Counted only when the operation selects it. */
  readonly totalCount: number
}

const connected = new Map<string, () => Class>()

/** What stands in pages of this GraphQL type; undefined: it is no type of pages. */
export function connectedBy(typeName: string): Class | undefined {
  return connected.get(typeName)?.()
}

/** Makes the connection and edge types of a noun: `UserConnection`, `UserEdge`. */
export function connectionOf<T extends object>(noun: string, type: () => ClassType<T>): ClassType<Connection<T>> {
  connected.set(`${noun}Connection`, type as () => Class)
  @ObjectType(`${noun}Edge`, { simpleResolvers: true })
  class EdgeType {
    @Field(() => String)
    cursor!: string

    @Field(type)
    node!: T
  }

  @ObjectType(`${noun}Connection`, { simpleResolvers: true })
  class ConnectionType {
    @Field(() => [type()])
    nodes!: T[]

    @Field(() => [EdgeType])
    edges!: EdgeType[]

    @Field(() => PageInfo)
    pageInfo!: PageInfo

    @Field(() => Int)
    totalCount!: number
  }
  return ConnectionType as ClassType<Connection<T>>
}

/** One page as asked: how many, in which direction, from behind which row. */
export interface Page {
  readonly size: number
  readonly forward: boolean
  readonly cursor: Cursor | undefined
}

/** The row that a page begins behind: its order key as the driver gives it, and its id. */
export interface Cursor { readonly key: string | number; readonly id: string | number }

export function readPageArgs({ first, after, last, before }: PageArgs): Page {
  const backward = last !== undefined && last !== null
  if (backward && first !== undefined && first !== null) throw fault('BAD_USER_INPUT', 'Ask first or last, not both.')
  if (backward ? (after ?? null) !== null : (before ?? null) !== null) {
    throw fault('BAD_USER_INPUT', 'after goes with first, before goes with last.')
  }
  const size = (backward ? last : first) ?? PAGE_SIZE
  if (size < 1 || size > PAGE_LIMIT) throw fault('BAD_USER_INPUT', `first and last must be 1 to ${PAGE_LIMIT}.`)
  const cursor = backward ? before : after
  return { size, forward: !backward, cursor: cursor === undefined || cursor === null ? undefined : readCursor(cursor) }
}

export function writeCursor({ key, id }: Cursor): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}

const isKey = (part: unknown): part is string | number =>
  (typeof part === 'string' && part.length <= 400) || (typeof part === 'number' && Number.isFinite(part))

/** As ids are written, or as a journal counts: some of the rest a database would not even compare. */
const isRowId = (part: unknown): part is string | number => (typeof part === 'string' && couldBeId(part)) || Number.isSafeInteger(part)

function readCursor(text: string): Cursor {
  try {
    const parts: unknown = text.length <= 1000 ? JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) : undefined
    if (Array.isArray(parts) && parts.length === 2 && isKey(parts[0]) && isRowId(parts[1])) {
      const cursor = { key: parts[0], id: parts[1] }
      // Only what this server wrote comes back letter by letter.
      if (writeCursor(cursor) === text) return cursor
    }
  } catch {
    // Refused below, like every other cursor that is none.
  }
  throw fault('BAD_USER_INPUT', 'This cursor is none of ours.')
}
