import { CalendarPlus, Plus, SearchX } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import { ActionButton } from '../kit/ActionButton.tsx'
import { EmptyState } from '../kit/EmptyState.tsx'

interface NoSessionsProps {
  /** Somebody chose filters that nothing matches. */
  filtered: boolean
  /** Whether there are any before the day from which the list begins; undefined until that is known. */
  earlier: boolean | undefined
  own: boolean
  onClear: () => void
  onEarlier: () => void
  onCreate: (() => void) | undefined
  offline: string | null | undefined
}

/** Why the list is empty: by a filter, because it begins today and all was before, or because there is nothing yet. */
export function NoSessions({ filtered, earlier, own, onClear, onEarlier, onCreate, offline }: NoSessionsProps) {
  const create = onCreate && (
    <ActionButton size="small" icon={Plus} onClick={onCreate} disabledReason={offline}><FormattedMessage id="session.new" /></ActionButton>
  )
  if (filtered) {
    return (
      <EmptyState
        icon={SearchX}
        title={<FormattedMessage id="session.empty.filtered" />}
        actions={<><ActionButton size="small" onClick={onClear}><FormattedMessage id="session.empty.clear" /></ActionButton>{create}</>}
      >
        <FormattedMessage id="session.empty.filtered.why" />
      </EmptyState>
    )
  }
  if (earlier === undefined) return null
  if (earlier) {
    return (
      <EmptyState
        icon={CalendarPlus}
        title={<FormattedMessage id="session.empty.ahead" />}
        actions={<><ActionButton size="small" onClick={onEarlier}><FormattedMessage id="session.empty.earlier" /></ActionButton>{create}</>}
      >
        <FormattedMessage id="session.empty.ahead.why" />
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={CalendarPlus} title={<FormattedMessage id="session.empty" />} actions={create}>
      <FormattedMessage id={own ? 'session.empty.own' : 'session.empty.why'} />
    </EmptyState>
  )
}
