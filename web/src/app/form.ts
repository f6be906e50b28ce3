import { useState } from 'react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import type { SaveOutcome } from './save.ts'

type Problems = Readonly<Record<string, ReactNode>>
type Refused = Extract<SaveOutcome<unknown>, { saved: false }>

export interface FormRules<Form> {
  /** Message ids by field; what only the server knows it says itself. */
  problemsOf: (form: Form) => Readonly<Record<string, string>>
  /** Whether there is a place beside this field of the input; what has none is said above them all. */
  holds: (field: string) => boolean
  /** Where more can be said of a field that was refused than what the server says. */
  explain?: (field: string, words: string, refused: Refused, form: Form) => ReactNode
}

/** What every form keeps: its values, what is wrong with them, and one way to check. */
export function useForm<Form extends object>(initial: Form, { problemsOf, holds, explain = (_, words) => words }: FormRules<Form>) {
  const intl = useIntl()
  const [form, setForm] = useState(initial)
  const [problems, setProblems] = useState<Problems>({})
  const [problem, setProblem] = useState<string>()
  /** Of what is being changed nothing is wrong until it is looked at again. */
  const settle = (part: Partial<Form>) =>
    setProblems((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in part))))
  const change = (part: Partial<Form>) => {
    setForm((before) => ({ ...before, ...part }))
    settle(part)
  }
  const check = () => {
    const found = Object.entries(problemsOf(form)).map(([name, id]) => [name, intl.formatMessage({ id })] as const)
    setProblems(Object.fromEntries(found))
    return found.length === 0
  }
  const refuse = (refused: Refused) => {
    const { placed = [], unplaced = [] } = Object.groupBy(Object.entries(refused.fields), ([name]) => (holds(name) ? 'placed' : 'unplaced'))
    setProblems(Object.fromEntries(placed.map(([name, words]) => [name, explain(name, words, refused, form)])))
    const whole = [refused.problem, ...unplaced.map(([, words]) => words)].filter(Boolean).join(' ')
    setProblem(refused.conflict ? undefined : whole || undefined)
  }
  return { form, setForm, settle, change, check, refuse, problems, problem, dirty: form !== initial }
}

export interface EditOptions<Thing, Form> extends FormRules<Form> {
  formOf: (thing: Thing) => Form
  /** What differs between the values and the thing that one saw. */
  send: (values: Form, against: Thing) => Promise<SaveOutcome<unknown>>
  /** The thing as it stands now, where somebody else was faster. */
  latest: () => Promise<Thing | null | undefined>
  onClose: () => void
}

/** Two edit one thing: the second sees what the first has changed, and chooses (`dispute`, for ConflictChoice). */
export function useEdit<Thing, Form extends object>(thing: Thing, options: EditOptions<Thing, Form>) {
  const { formOf, send, latest, onClose } = options
  // Against what one saw when one began: what changes meanwhile is no surprise but a conflict.
  const [base, setBase] = useState(thing)
  const [initial] = useState(() => formOf(thing))
  const [disputed, setDisputed] = useState<Thing>()
  const fields = useForm(initial, options)
  const { form, dirty, check, refuse, setForm } = fields
  const attempt = async (values: Form, against: Thing): Promise<void> => {
    const outcome = await send(values, against)
    if (outcome.saved) return onClose()
    refuse(outcome)
    if (!outcome.conflict) {
      setBase(() => against)
      setForm(values)
      return setDisputed(undefined)
    }
    const now = await latest()
    if (now) setDisputed(() => now)
  }
  const submit = () => {
    if (!dirty) onClose()
    else if (check()) void attempt(form, base)
  }
  const dispute = disputed && {
    theirs: disputed,
    base: formOf(base),
    yours: form,
    onSave: (values: Form) => void attempt(values, disputed),
    onDiscard: onClose,
  }
  return { ...fields, base, submit, dispute }
}
