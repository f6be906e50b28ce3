import { Ban, KeyRound, Pencil, RotateCcw, Trash2, UserPlus } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { IntlShape } from 'react-intl'
import type { PersonRowFragment } from '../generated/operations.ts'
import type { MenuAction } from '../kit/OverflowMenu.tsx'

export type PersonDeed = 'edit' | 'assign' | 'resetPassword' | 'deactivate' | 'reactivate' | 'delete'

type May = (rootField: string) => boolean

interface Offer {
  deed: PersonDeed
  icon: LucideIcon
  allowed: (person: PersonRowFragment, may: May) => boolean
  danger?: boolean
}

const offers: readonly Offer[] = [
  { deed: 'edit', icon: Pencil, allowed: ({ viewerCanUpdate }) => viewerCanUpdate },
  { deed: 'assign', icon: UserPlus, allowed: ({ role, isActive }, may) => role === 'TRAINEE' && isActive && may('assignTrainee') },
  { deed: 'resetPassword', icon: KeyRound, allowed: ({ viewerCanResetPassword }) => viewerCanResetPassword },
  { deed: 'reactivate', icon: RotateCcw, allowed: ({ isActive }, may) => !isActive && may('reactivateUser') },
  // The right was told with the row; that somebody has left meanwhile, the live feed has.
  { deed: 'deactivate', icon: Ban, allowed: ({ isActive, viewerCanDeactivate }) => isActive && viewerCanDeactivate, danger: true },
  { deed: 'delete', icon: Trash2, allowed: ({ viewerCanDelete }) => viewerCanDelete, danger: true },
]

export interface ActionOptions {
  may: May
  offline: string | null | undefined
  start: (deed: PersonDeed, person: PersonRowFragment) => void
  /** What stands on the page as a button of its own already. */
  without?: readonly PersonDeed[]
}

/** Everything that the server lets this viewer do with the person now. */
export function personActions(intl: IntlShape, person: PersonRowFragment, { may, offline, start, without = [] }: ActionOptions): MenuAction[] {
  const shown = offers.filter(({ deed, allowed }) => allowed(person, may) && !without.includes(deed))
  return shown.map(({ deed, icon, danger = false }, index) => ({
    id: deed,
    label: intl.formatMessage({ id: `person.${deed}` }),
    icon,
    danger,
    disabledReason: offline ?? null,
    dividerBefore: danger && index > 0 && !shown[index - 1]?.danger,
    onSelect: () => start(deed, person),
  }))
}
