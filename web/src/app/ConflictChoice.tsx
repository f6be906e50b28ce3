import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import { ConflictDialog } from '../kit/ConflictDialog.tsx'
import { lastChangeOf } from './highlights.ts'

export interface ConflictChoiceField<Values> {
  name: keyof Values & string
  label: ReactNode
  /** How a value reads; by default as it is. */
  show?: (values: Values) => ReactNode
}

export interface ConflictChoiceProps<Values> {
  /** The thing that two people changed. */
  id: string
  line?: ReactNode
  fields: readonly ConflictChoiceField<Values>[]
  /** As the form was opened. */
  base: Values
  yours: Values
  /** As it stands now. */
  theirs: Values
  /** With the values chosen; to be sent with the latest version. */
  onSave: (values: Values) => void
  onDiscard: () => void
  busy?: boolean
}

/**
 * After a CONFLICT: field by field, theirs or yours. What only one of the two has changed needs no choosing.
 */
export function ConflictChoice<Values extends object>(props: ConflictChoiceProps<Values>) {
  const { id, line, fields, base, yours, theirs, onSave, onDiscard, busy = false } = props
  const name = lastChangeOf(id)?.actorName ?? ''
  const isDisputed = (field: keyof Values) => yours[field] !== base[field] && theirs[field] !== base[field]
  const save = (choice: Record<string, 'theirs' | 'yours'>) => {
    const values = { ...theirs }
    for (const { name } of fields) {
      const mine = isDisputed(name) ? choice[name] === 'yours' : yours[name] !== base[name]
      if (mine) values[name] = yours[name]
    }
    onSave(values)
  }
  return (
    <ConflictDialog
      open
      title={<FormattedMessage id={name ? 'app.conflict' : 'app.conflict.somebody'} values={{ name: <bdi>{name}</bdi> }} />}
      line={line}
      person={{ name: name || '?' }}
      fields={fields.map(({ name, label, show = (values) => String(values[name] ?? '–') }) => ({
        id: name,
        label,
        // Where only one has changed it, that one counts, and both read the same.
        theirs: show(isDisputed(name) || yours[name] === base[name] ? theirs : yours),
        yours: show(yours),
        same: yours[name] === theirs[name] || !isDisputed(name),
      }))}
      onSave={save}
      onDiscard={onDiscard}
      busy={busy}
    />
  )
}
