import type { PeopleQuery, Role, UserFilter } from '../generated/operations.ts'
import { useAddressFilters } from './listPlace.ts'
import { roles } from './personLooks.tsx'

export type ListedPerson = PeopleQuery['users']['nodes'][number]

export interface PeopleFilters {
  search: string
  roles: readonly Role[]
  isActive: boolean | null
  /** A trainer's id, or `none`: assigned to nobody. */
  trainer: string | null
  temporary: boolean
}

export const noTrainer = 'none'

export function usePeopleFilters() {
  const [params, change] = useAddressFilters()
  const active = params.get('active')
  const asked = params.get('role')?.split(',') ?? []
  const filters: PeopleFilters = {
    search: params.get('q') ?? '',
    roles: roles.filter((role) => asked.includes(role)),
    isActive: active === 'yes' ? true : active === 'no' ? false : null,
    trainer: params.get('trainer'),
    temporary: params.get('temporary') === 'yes',
  }
  const clear = () => change({ q: null, role: null, active: null, trainer: null, temporary: null })
  return { filters, change, clear }
}

export const isFiltered = ({ search, roles: chosen, isActive, trainer, temporary }: PeopleFilters) =>
  Boolean(search || chosen.length > 0 || isActive !== null || trainer || temporary)

export function filterInput({ search, roles: chosen, isActive, trainer, temporary }: PeopleFilters): UserFilter {
  return {
    ...(search && { search }),
    ...(chosen.length > 0 && { roles: [...chosen] }),
    // Who has no trainer yet: trainees alone can have one.
    ...(trainer === noTrainer && { hasTrainer: false, roles: ['TRAINEE'] as Role[] }),
    ...(trainer && trainer !== noTrainer && { trainerId: trainer }),
    ...(isActive !== null && { isActive }),
    ...(temporary && { mustChangePassword: true }),
  }
}

interface Appeared {
  name: string
  username: string
  email?: string | null
  role: Role
  isActive: boolean
  mustChangePassword?: boolean | null
}

/** Whether somebody who has just appeared belongs to what is shown. Whose trainee they are only the server knows. */
export function matches(person: Appeared, filters: PeopleFilters): boolean {
  const words = `${person.name} ${person.username} ${person.email ?? ''}`.toLowerCase()
  return (
    (!filters.trainer || filters.trainer === noTrainer) &&
    (filters.roles.length === 0 || filters.roles.includes(person.role)) &&
    (filters.isActive === null || filters.isActive === person.isActive) &&
    (!filters.temporary || Boolean(person.mustChangePassword)) &&
    filters.search.toLowerCase().split(/\s+/u).every((word) => words.includes(word))
  )
}
