import { setTimeout as passed } from 'node:timers/promises'
import type { Person } from './cast.ts'
import type { Dice } from './dice.ts'
import type { Deed } from './evidence.ts'
import type { Intent } from './intents.ts'
import type { Answer, Post } from './post.ts'

const PAUSE_MS = [80, 320] as const
const AGAIN_MS = [50, 400] as const

export interface WriterOptions {
  readonly name: string
  readonly person: Person
  readonly post: Post
  readonly dice: Dice
  readonly isIdempotent: boolean
  readonly intend: () => Intent
}

export interface Writer {
  readonly deeds: readonly Deed[]
  /** Begins nothing more; resolves when what was begun has its answer, or when nobody answers for so long. */
  readonly finish: (patience: number) => Promise<void>
}

/** Somebody who works: one deed after the other, each sent again until somebody answers. */
export function putToWork({ name, person, post, dice, isIdempotent, intend }: WriterOptions): Writer {
  const deeds: Deed[] = []
  let isOver = false
  let deadline = Infinity

  const perform = async (intent: Intent, deedName: string): Promise<Deed> => {
    const attempts: { requestId: string; sentAt: number }[] = []
    const { verb, isSure } = intent
    while (performance.now() < deadline) {
      const requestId = `${deedName}-${attempts.length + 1}`
      const headers = { authorization: `Bearer ${await person.token()}`, 'x-request-id': requestId, ...(isIdempotent ? { 'idempotency-key': deedName } : {}) }
      attempts.push({ requestId, sentAt: performance.now() })
      const answer = await post(dice.between(0, 1_000), { query: intent.query, input: intent.input, headers })
      const answeredAt = performance.now()
      const told = tellingOf(verb, answer)
      if (told) {
        intent.learn(told.codes.length === 0 ? told.payload : null, isIdempotent || attempts.length === 1)
        if (told.codes.length > 0) await look(intent)
        return { name: deedName, verb, isSure, attempts, answeredAt, ...(told.codes.length === 0 ? acknowledged(told.payload) : { outcome: 'refused' }) }
      }
      await passed(dice.between(...AGAIN_MS))
    }
    return { name: deedName, verb, isSure, attempts, outcome: 'unclear', answeredAt: deadline }
  }

  const look = async ({ look: asked }: Intent): Promise<void> => {
    if (!asked) return
    const { query, input, learn } = asked
    const answer = await post(dice.between(0, 1_000), { query, input, headers: { authorization: `Bearer ${await person.token()}` } })
    if (answer?.data && !answer.errors) learn(answer.data)
  }

  const work = async (): Promise<void> => {
    for (let count = 1; !isOver; count++) {
      deeds.push(await perform(intend(), `${name}-${String(count).padStart(5, '0')}`))
      await passed(dice.between(...PAUSE_MS))
    }
  }
  const working = work()

  return {
    deeds,
    finish: async patience => {
      isOver = true
      deadline = performance.now() + patience
      await working
    },
  }
}

type Payload = Readonly<Record<string, unknown>> & { readonly errors: readonly { readonly code: string }[]; readonly session?: { readonly id: string; readonly version?: number } | null }

/** What an answer says for certain; undefined where it leaves open what was done. */
function tellingOf(verb: string, answer: Answer | undefined): { payload: Payload; codes: readonly string[] } | undefined {
  const payload = answer?.data?.[verb] as Payload | null | undefined
  if (answer?.errors || !payload) return undefined
  return { payload, codes: payload.errors.map(({ code }) => code) }
}

function acknowledged({ session }: Payload): Pick<Deed, 'outcome' | 'answered'> {
  const version = session?.version
  return { outcome: 'acknowledged', ...(session && version !== undefined ? { answered: { id: session.id, version } } : {}) }
}
