import type { ApolloCache, OperationVariables } from '@apollo/client'
import { useApolloClient } from '@apollo/client/react'
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useCallback, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import type { MutationProblemFragment } from '../generated/operations.ts'
import { useToast } from '../kit/Toasts.tsx'
import { failureWords, refusalWords } from './failureWords.ts'

interface Payload {
  errors: readonly MutationProblemFragment[]
}

type PayloadOf<Data> = Extract<Data[Exclude<keyof Data, '__typename'>], Payload>

export type SaveOutcome<Result> =
  | { saved: true; payload: Result }
  | {
      saved: false
      /** By the input's field (`title`, `traineeIds.2`): words for the place beside it. */
      fields: Readonly<Record<string, string>>
      /** What belongs to no field. */
      problem: string | undefined
      /** Somebody else was faster: show both versions (`ConflictDialog`) and save with the latest `version`. */
      conflict: boolean
      codes: readonly string[]
    }

export interface SaveOptions<Data, Variables> {
  /** The answer as it will most likely be: shown at once, taken back with the reason when it is refused. */
  optimistic?: (variables: Variables) => Data
  update?: (cache: ApolloCache, data: Data) => void
  refetchQueries?: readonly string[]
  /** The page shows refusals itself (a form that stays open); by default a toast says "Not saved." and why. */
  quiet?: boolean
}

export interface Save<Data, Variables> {
  save: (variables: Variables) => Promise<SaveOutcome<PayloadOf<Data>>>
  saving: boolean
}

function payloadOf<Data>(data: Data): PayloadOf<Data> {
  return Object.values(data as object).find((value) => typeof value === 'object' && value !== null) as PayloadOf<Data>
}

/**
 * One way for every edit: optimistic where the page says how it will look, and taken back with the reason.
 * `const { save, saving } = useSave(CancelSessionDocument, { optimistic })`, then `await save({ input })`.
 */
export function useSave<Data, Variables extends OperationVariables>(
  document: TypedDocumentNode<Data, Variables>,
  options: SaveOptions<Data, Variables> = {},
): Save<Data, Variables> {
  const client = useApolloClient()
  const intl = useIntl()
  const toast = useToast()
  const [underway, setUnderway] = useState(0)
  const latest = useRef(options)
  latest.current = options

  const save = useCallback(
    async (variables: Variables): Promise<SaveOutcome<PayloadOf<Data>>> => {
      const { optimistic, update, refetchQueries, quiet = false } = latest.current
      setUnderway((count) => count + 1)
      try {
        const { data } = await client.mutate<Data, OperationVariables>({
          mutation: document as TypedDocumentNode<Data, OperationVariables>,
          variables,
          ...(optimistic && { optimisticResponse: optimistic(variables) as never }),
          ...(update && { update: (cache, result) => result.data && update(cache, result.data as Data) }),
          ...(refetchQueries && { refetchQueries: [...refetchQueries] }),
        })
        const payload = payloadOf(data as Data)
        if (payload.errors.length === 0) return { saved: true, payload }
        const outcome = refused(payload.errors)
        if (!quiet && !outcome.conflict) toast.refused(outcome.problem ?? Object.values(outcome.fields).join(' '))
        return outcome
      } catch (error) {
        const problem = failureWords(intl, error)
        if (!quiet) toast.refused(problem)
        return { saved: false, fields: {}, problem, conflict: false, codes: [] }
      } finally {
        setUnderway((count) => count - 1)
      }

      function refused(errors: readonly MutationProblemFragment[]) {
        const fields = Object.fromEntries(
          errors.flatMap((error) => (error.field ? [[inputField(error.field), refusalWords(intl, error)]] : [])),
        )
        const whole = errors.filter(({ field }) => !field).map((error) => refusalWords(intl, error))
        const codes = errors.map(({ code }) => code)
        return {
          saved: false as const,
          fields,
          problem: whole.length > 0 ? whole.join(' ') : undefined,
          conflict: codes.includes('CONFLICT'),
          codes,
        }
      }
    },
    [client, document, intl, toast],
  )
  return { save, saving: underway > 0 }
}

/** The server may or may not say that the field is one of the input. */
const inputField = (field: string) => field.replace(/^input\./, '')
