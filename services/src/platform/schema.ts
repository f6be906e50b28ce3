import { GraphQLError, type GraphQLField, type GraphQLFieldResolver, type GraphQLObjectType, type GraphQLSchema } from 'graphql'
import { buildSchemaSync, type NonEmptyArray } from 'type-graphql'
import type { Context, Work } from './context.ts'
import { unlessAborted } from './deadline.ts'
import { lawInWords } from './law.ts'
import { fault } from './fault.ts'
import { allNouns, isNounType, type Class } from './noun.ts'
import { useOf } from './idempotency.ts'
import { cleanInput } from './input.ts'
import { fillErrorCodes } from './payload.ts'
import { admit, isRuled, permissionInWords } from './permission.ts'
import { readById } from './read.ts'
import { Refusal } from './refusal.ts'
import { DateTimeScalar } from './scalars.ts'
import { callDirectly } from './resolvers.ts'
import { performerOf, type Done } from './together.ts'
import { refusalsOf } from './write.ts'

type Resolve = GraphQLFieldResolver<unknown, Context>
type Input = Record<string, unknown>
type Slow = (input: Input, context: Context) => Promise<unknown>

const slowSteps = new Map<string, Slow>()

/**
 * The slow step of a mutation, such as hashing: it runs before the transaction begins, and its result is `work.prepared`.
 * Nothing slow ever runs while locks are held. It refuses by the input alone: it runs for a mutation that comes again, too.
 */
export function Before<I extends object, P>(step: (input: I, context: Context) => Promise<P>): MethodDecorator {
  return (_prototype, verb) => {
    slowSteps.set(String(verb), step as unknown as Slow)
  }
}

const keyless = new Set<string>()

/** An `Idempotency-Key` does nothing here: the answer is a secret, or the input is one; done twice, it harms nobody or is refused. */
export function Keyless(): MethodDecorator {
  return (_prototype, verb) => void keyless.add(String(verb))
}

export function takesKey(verb: string): boolean {
  return !keyless.has(verb)
}

/** Builds the schema and closes it: every root field stands behind its rule, every mutation in its transaction. */
export function buildLecternSchema(resolvers: NonEmptyArray<Class>, onCommit: (work: Work) => void): GraphQLSchema {
  fillErrorCodes()
  const schema = buildSchemaSync({
    resolvers: resolvers as unknown as NonEmptyArray<new () => object>,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    // Inputs are cleaned by the rules of the columns they fill; a second validator would be a second truth.
    validate: false,
    validateFn: undefined,
    // type-graphql asks for one before it builds a subscription; ours are served by the hub.
    pubSub: { publish: unserved, subscribe: unserved },
  })
  callDirectly(schema)
  for (const field of rootFields(schema.getQueryType())) guard(field, admitted)
  for (const field of rootFields(schema.getMutationType())) {
    guard(field, (verb, resolve) => transactional(verb, resolve, onCommit))
    if (keyless.has(field.name)) field.description += ' An `Idempotency-Key` does nothing here.'
  }
  for (const field of rootFields(schema.getSubscriptionType())) describeRule(field)
  describeLaw(schema)
  return schema
}

function unserved(): never {
  throw new Error('Subscriptions are served by the hub.')
}

function rootFields(type: GraphQLObjectType | null | undefined): GraphQLField<unknown, Context>[] {
  return Object.values(type?.getFields() ?? {})
}

function guard(field: GraphQLField<unknown, Context>, wrap: (verb: string, resolve: Resolve) => Resolve): void {
  describeRule(field)
  field.resolve = wrap(field.name, field.resolve!)
}

/** Closed by default: a root field without a rule stops the server here. */
function describeRule(field: GraphQLField<unknown, Context>): void {
  if (!isRuled(field.name)) throw new Error(`No policy says who may ask ${field.name}: add may('${field.name}', …) to its slice's policy.`)
  field.description = [field.description, `For ${permissionInWords(field.name)}.`].filter(Boolean).join(' ')
}

function describeLaw(schema: GraphQLSchema): void {
  for (const noun of allNouns()) {
    const type = schema.getType(noun.name)
    if (type) type.description = [type.description, lawInWords(noun.type)].filter(Boolean).join(' ')
  }
}

function admitted(verb: string, resolve: Resolve): Resolve {
  return (root, args, context, info) => {
    admit(context.viewer, verb)
    return resolve(root, args, context, info)
  }
}

function transactional(verb: string, resolve: Resolve, onCommit: (work: Work) => void): Resolve {
  const perform = performerOf(verb, onCommit)
  return async (root, args, context, info) => {
    try {
      admitMutation(context, verb)
      const input = inputOf(args as Input, info.parentType.getFields()[verb])
      const prepared = await slowSteps.get(verb)?.(input ?? {}, context)
      const cleaned = input ? { ...(args as Input), input } : args
      const intent = { verb, reason: typeof input?.['reason'] === 'string' ? input['reason'] : null, prepared }
      const use = takesKey(verb) ? useOf(context, verb, args as Input) : undefined
      const act = async (work: Work): Promise<Input> => (await resolve(root, cleaned, work, info)) as Input
      const done = await perform({ context, intent, input: input ?? {}, use, payload: info.returnType, act })
      return await answer(context, done).catch((error: unknown) => unshown(context, use !== undefined, error))
    } catch (error) {
      const refusals = refusalsOf(error)
      if (!refusals) throw error
      return { errors: refusals.map(wordRefusal) }
    }
  }
}

/** What is committed was done: only who asks again under its key does not do it twice, and may come back by itself. */
function unshown({ log, requestId }: Context, hasKey: boolean, error: unknown): never {
  log.error({ err: error, requestId }, 'what a mutation did could not be read again')
  if (hasKey) throw fault('UNAVAILABLE', 'This was done, but cannot be shown just now. Ask again with the same Idempotency-Key.')
  throw fault('INTERNAL', 'This was done, but cannot be shown just now. Load it anew.', { requestId })
}

/** A role that may not ask hears it as a refusal, beside its form; nobody and a temporary password are faults. */
function admitMutation(context: Context, verb: string): void {
  try {
    admit(context.viewer, verb)
  } catch (error) {
    if (error instanceof GraphQLError && error.extensions['code'] === 'FORBIDDEN') throw new Refusal('FORBIDDEN')
    throw error
  }
}

function inputOf(args: Input, field: GraphQLField<unknown, Context> | undefined): Input | undefined {
  const type = field?.args.find(arg => arg.name === 'input')?.type.toString().replace('!', '')
  return type && args['input'] ? cleanInput(type, args['input'] as Input) : undefined
}

function wordRefusal({ code, field, message }: Refusal): object {
  return { code, field, message }
}

/** Entities in the outcome are read again after the commit, through the one read path. */
async function answer({ signal }: Context, { outcome, reader }: Done): Promise<Input> {
  const payload: Input = {}
  for (const [key, value] of Object.entries(outcome)) {
    const type = (value as object | null)?.constructor as Class | undefined
    payload[key] = type && isNounType(type) ? await unlessAborted(() => readById(reader, type, String((value as { id: unknown }).id)), signal) : value
  }
  payload['errors'] = ((outcome['errors'] as Refusal[] | undefined) ?? []).map(wordRefusal)
  return payload
}
