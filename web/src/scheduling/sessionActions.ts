import { Ban, CheckCheck, ClipboardCheck, Pencil, RotateCcw, Trash2, UserPlus, Video } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import type { SessionRowFragment } from '../generated/operations.ts'
import type { MenuAction } from '../kit/OverflowMenu.tsx'
import type { SessionDeed } from './SessionDialogs.tsx'
import { isJoinable } from './sessionState.ts'

type Start = (deed: SessionDeed, session: SessionRowFragment) => void

interface Offer {
  deed: SessionDeed
  icon: LucideIcon
  allowed: (session: SessionRowFragment) => boolean
  danger?: boolean
}

const offers: readonly Offer[] = [
  { deed: 'edit', icon: Pencil, allowed: (session) => session.viewerCanUpdate },
  { deed: 'addTrainees', icon: UserPlus, allowed: (session) => session.viewerCanAddTrainees },
  { deed: 'complete', icon: CheckCheck, allowed: (session) => session.viewerCanComplete },
  { deed: 'restore', icon: RotateCcw, allowed: (session) => session.viewerCanRestore },
  { deed: 'cancel', icon: Ban, allowed: (session) => session.viewerCanCancel, danger: true },
  { deed: 'delete', icon: Trash2, allowed: (session) => session.viewerCanDelete, danger: true },
]

interface ActionOptions {
  start: Start
  offline: string | null | undefined
  /** What stands on the page as a button of its own already. */
  without?: readonly SessionDeed[]
}

/** Everything that the server lets this viewer do with the session now. */
export function sessionDeeds(intl: IntlShape, session: SessionRowFragment, { start, offline, without = [] }: ActionOptions): MenuAction[] {
  const shown = offers.filter(({ deed, allowed }) => allowed(session) && !without.includes(deed))
  return shown.map(({ deed, icon, danger = false }, index) => ({
    id: deed,
    label: intl.formatMessage({ id: `session.${deed}` }),
    icon,
    danger,
    disabledReason: offline ?? null,
    dividerBefore: danger && index > 0 && !shown[index - 1]?.danger,
    onSelect: () => start(deed, session),
  }))
}

export const joinAction = (intl: IntlShape, { classLink }: { classLink?: string | null }): MenuAction[] =>
  classLink
    ? [{ id: 'join', label: intl.formatMessage({ id: 'session.join' }), icon: Video, onSelect: () => void window.open(classLink, '_blank', 'noopener') }]
    : []

/** The same for a row of a list, with the ways to its page. */
export function rowActions(intl: IntlShape, session: SessionRowFragment, now: number, options: ActionOptions): MenuAction[] {
  return [
    ...(isJoinable(session, now) ? joinAction(intl, session) : []),
    ...(session.viewerCanMarkAttendance
      ? [{ id: 'attendance', label: intl.formatMessage({ id: 'session.markAttendance' }), icon: ClipboardCheck, href: `/sessions/${session.id}/people` }]
      : []),
    ...sessionDeeds(intl, session, options),
  ]
}
