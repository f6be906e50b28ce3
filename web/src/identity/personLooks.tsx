import { Ban, CircleCheck, GraduationCap, KeyRound, Presentation, ShieldCheck } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import Box from '@mui/material/Box'
import type { Role } from '../generated/operations.ts'
import { StatusMark, StatusPill } from '../kit/Status.tsx'
import type { Tone } from '../kit/Status.tsx'

export const roleIcons: Record<Role, LucideIcon> = { TRAINEE: GraduationCap, TRAINER: Presentation, ADMIN: ShieldCheck }

/** As people are sorted in a head: most of them are trainees. */
export const roles: readonly Role[] = ['TRAINEE', 'TRAINER', 'ADMIN']

export function RoleMark({ role }: { role: Role }) {
  const Icon = roleIcons[role]
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2 }}>
      <Box component="span" sx={{ display: 'flex', color: 'ink2' }}><Icon size={16} aria-hidden /></Box>
      <FormattedMessage id={`app.role.${role}`} />
    </Box>
  )
}

interface StatedPerson {
  isActive: boolean
  mustChangePassword?: boolean | null
}

type PersonState = 'active' | 'temporary' | 'deactivated'

const stateOf = ({ isActive, mustChangePassword }: StatedPerson): PersonState =>
  !isActive ? 'deactivated' : mustChangePassword ? 'temporary' : 'active'

const looks: Record<PersonState, { icon: LucideIcon; tone: Tone }> = {
  active: { icon: CircleCheck, tone: 'completed' },
  temporary: { icon: KeyRound, tone: 'warn' },
  deactivated: { icon: Ban, tone: 'cancelled' },
}

export function PersonStateMark({ person, pill = false }: { person: StatedPerson; pill?: boolean }) {
  const state = stateOf(person)
  const Mark = pill ? StatusPill : StatusMark
  return <Mark {...looks[state]}><FormattedMessage id={`person.state.${state}`} /></Mark>
}
