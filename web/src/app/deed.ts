import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { useState } from 'react'
import { useIntl } from 'react-intl'
import { useToast } from '../kit/Toasts.tsx'
import { useSave } from './save.ts'

interface DeedVariables {
  input: { id: string; version: number }
}

type AnyDocument<Data, Variables> = TypedDocumentNode<Data, Variables>

/** Shown at once; when the server refuses, it is taken back and the reason said, also when somebody else was faster. */
export function useDeed<Data, Variables extends DeedVariables>(document: AnyDocument<Data, Variables>, optimistic: (variables: Variables) => Data) {
  const intl = useIntl()
  const toast = useToast()
  const { save } = useSave(document, { optimistic })
  return (variables: Variables) =>
    void save(variables).then((outcome) => {
      if (!outcome.saved && outcome.conflict) toast.refused(intl.formatMessage({ id: 'app.refused.CONFLICT' }))
    })
}

interface DeletionOptions {
  onDeleted: () => void
  /** What IN_USE means here, as a message id. */
  inUse?: string
}

/** Waits for the server: nothing is shown as gone that is not. A refusal is said where one asked. */
export function useDeletion<Data>(document: AnyDocument<Data, DeedVariables>, { onDeleted, inUse }: DeletionOptions) {
  const intl = useIntl()
  const [problem, setProblem] = useState<string>()
  const { save, saving } = useSave(document, { quiet: true })
  const remove = async ({ id, version }: DeedVariables['input']) => {
    const outcome = await save({ input: { id, version } })
    if (outcome.saved) return onDeleted()
    const known = outcome.conflict ? 'app.refused.CONFLICT' : outcome.codes.includes('IN_USE') ? inUse : undefined
    setProblem(known ? intl.formatMessage({ id: known }) : (outcome.problem ?? Object.values(outcome.fields).join(' ')))
  }
  return { remove: (thing: DeedVariables['input']) => void remove(thing), deleting: saving, problem }
}
