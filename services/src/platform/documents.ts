import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  specifiedRules,
  validate,
} from 'graphql'
import { LRUCache } from 'lru-cache'
import { hash as digest } from 'node:crypto'
import { limits, measure, type Measures } from './document-limits.ts'
import { fault } from './fault.ts'

/** Either a document that may be executed, or what is wrong with it. */
export type ReadDocument =
  | { readonly document: DocumentNode; readonly mutations: number; readonly errors: null }
  | { readonly document: null; readonly mutations: 0; readonly errors: readonly GraphQLError[] }

export interface Documents {
  /** The one way in for a document, over HTTP and WebSocket alike: parsed, within the limits, valid; remembered by its text. */
  read(source: string, options: { readonly mayIntrospect: boolean }): ReadDocument
  /** A document that was read before, by the SHA-256 of its text in hexadecimal digits. */
  find(hash: string): DocumentNode | undefined
}

interface Kept extends Measures { readonly document: DocumentNode }

const keptCharacters = 4_000_000

/** `sensitive`: mutation fields of which a document may ask one, once (sign-in, reset, …), so that many guesses need many requests. */
export function createDocuments(schema: GraphQLSchema, sensitive: ReadonlySet<string>): Documents {
  const kept = new LRUCache<string, Kept>({ maxSize: keptCharacters, sizeCalculation: ({ document }) => 200 + (document.loc?.end ?? 0) })

  return {
    read(source, { mayIntrospect }) {
      try {
        if (source.length > limits.characters) throw fault('TOO_COMPLEX', `The document has more than ${limits.characters} characters.`)
        const hash = digest('sha256', source, 'hex')
        const known = kept.get(hash)
        if (known?.introspects && !mayIntrospect) throw introspectionFault()
        const found = known ?? admitted(schema, sensitive, source, mayIntrospect)
        if (known === undefined) kept.set(hash, found)
        return { document: found.document, mutations: found.mutations, errors: null }
      } catch (error) {
        if (error instanceof GraphQLError) return { document: null, mutations: 0, errors: [error] }
        if (error instanceof Invalid) return { document: null, mutations: 0, errors: error.errors }
        throw error
      }
    },
    find: hash => kept.get(hash)?.document,
  }
}

class Invalid extends Error {
  readonly errors: readonly GraphQLError[]

  constructor(errors: readonly GraphQLError[]) {
    super('invalid document')
    this.errors = errors
  }
}

/** The limits come first: some of the standard rules take seconds for a document that was made to keep them busy. */
function admitted(schema: GraphQLSchema, sensitive: ReadonlySet<string>, source: string, mayIntrospect: boolean): Kept {
  const document = parsed(source)
  const measures = measure(document, sensitive)
  if (measures.introspects && !mayIntrospect) throw introspectionFault()
  const errors = validate(schema, document, specifiedRules, { maxErrors: 10, hideSuggestions: true })
  if (errors.length > 0) throw new Invalid(errors.map(invalid))
  return { document, ...measures }
}

function parsed(source: string): DocumentNode {
  try {
    const document = parse(source, { maxTokens: limits.tokens })
    if (document.definitions.some(definition => definition.kind === Kind.OPERATION_DEFINITION)) return document
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    if (/more tha[nt] \d+ tokens/.test(error.message)) throw fault('TOO_COMPLEX', `The document has more than ${limits.tokens} tokens.`)
    throw invalid(error)
  }
  throw fault('GRAPHQL_VALIDATION_FAILED', 'The document holds no operation.')
}

function introspectionFault(): GraphQLError {
  return fault('GRAPHQL_VALIDATION_FAILED', 'Introspection is for those who are signed in.')
}

function invalid(error: GraphQLError): GraphQLError {
  const { nodes, source, positions } = error
  return new GraphQLError(withoutSuggestion(error.message), { nodes, source, positions, extensions: fault('GRAPHQL_VALIDATION_FAILED', '').extensions })
}

/** "Did you mean" tells strangers what the schema holds. */
export function withoutSuggestion(message: string): string {
  return message.replace(/ Did you mean [\s\S]*$/, '')
}
