import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { useMay, useViewer, useZone } from '../app/viewer.tsx'
import type { SessionFilter, SessionRowFragment, SessionStatus } from '../generated/operations.ts'
import { placeParams } from '../identity/listPlace.ts'
import { dayOf, instantFromWall } from '../kit/zonedTime.ts'
import { plusDays } from './calendarRange.ts'

// Filters live in the address: they survive a reload, go back and forward, and can be sent to a colleague.

export interface SessionFilters {
  search: string
  statuses: readonly SessionStatus[]
  trainerId: string | null
  traineeId: string | null
  /** Days as the viewer's zone has them, both included; one that goes on after midnight is both days'. */
  fromDay: string | null
  toDay: string | null
}

export interface FilterChange {
  q?: string
  status?: readonly string[]
  trainer?: string | null
  trainee?: string | null
  from?: string | null
  to?: string | null
}

/** Said in the address when a filter that is set by itself was taken away. */
const any = 'any'
const known: readonly string[] = ['SCHEDULED', 'COMPLETED', 'CANCELLED']
const isDay = (text: string | null) => text !== null && /^\d{4}-\d{2}-\d{2}$/u.test(text)

/** What is set while the address says nothing. */
export interface Standing {
  from?: string
  trainer?: string
}

function read(params: URLSearchParams, standing: Standing): SessionFilters {
  const chosen = (name: string, otherwise?: string) => {
    const said = params.get(name) ?? otherwise ?? null
    return said === any ? null : said
  }
  const day = (name: string, otherwise?: string) => {
    const said = chosen(name, otherwise)
    return isDay(said) ? said : null
  }
  return {
    search: params.get('q') ?? '',
    statuses: (params.get('status')?.split(',') ?? []).filter((one): one is SessionStatus => known.includes(one)),
    trainerId: chosen('trainer', standing.trainer),
    traineeId: chosen('trainee'),
    fromDay: day('from', standing.from),
    toDay: day('to'),
  }
}

/** Whoever holds sessions begins with their own; everybody, in a list, with today. */
export function useSessionFilters({ today = false } = {}) {
  const [params, setParams] = useSearchParams()
  const zone = useZone()
  const viewer = useViewer()
  const may = useMay()
  const standing = useMemo<Standing>(
    () => ({
      ...(today && { from: dayOf(Date.now(), zone) }),
      ...(may('createSession') && viewer.role === 'TRAINER' && { trainer: viewer.id }),
    }),
    [today, zone, may, viewer.role, viewer.id],
  )
  const filters = useMemo(() => read(params, standing), [params, standing])

  const change = useCallback(
    (next: FilterChange) =>
      setParams(
        (before) => {
          const after = new URLSearchParams(before)
          for (const name of placeParams) after.delete(name)
          for (const [name, value] of Object.entries(next) as [string, string | readonly string[] | null][]) {
            const text = value === null ? '' : typeof value === 'string' ? value : value.join(',')
            const otherwise = standing[name as keyof Standing]
            if (text && text !== otherwise) after.set(name, text)
            else if (!text && otherwise) after.set(name, any)
            else after.delete(name)
          }
          return after
        },
        { replace: true },
      ),
    [setParams, standing],
  )
  const clear = useCallback(() => change({ q: '', status: [], trainer: null, trainee: null, from: null, to: null }), [change])
  return { filters, filtered: isFiltered(filters, standing), change, clear, zone }
}

/** Whether somebody chose to see less than what stands by itself. */
export const isFiltered = ({ search, statuses, trainerId, traineeId, fromDay, toDay }: SessionFilters, standing: Standing) =>
  Boolean(search || statuses.length > 0 || traineeId || toDay) ||
  (trainerId !== null && trainerId !== standing.trainer) ||
  (fromDay !== null && fromDay !== standing.from)

const midnight = (day: string, zone: string) => instantFromWall(`${day}T00:00`, zone)

export function filterInput(filters: SessionFilters, zone: string): SessionFilter {
  const { search, statuses, trainerId, traineeId, fromDay, toDay } = filters
  return {
    ...(search && { search }),
    ...(statuses.length > 0 && { statuses: [...statuses] }),
    ...(trainerId && { trainerId }),
    ...(traineeId && { traineeId }),
    ...(fromDay && { endsAfter: midnight(fromDay, zone) }),
    ...(toDay && { to: midnight(plusDays(toDay, 1), zone) }),
  }
}

type Matched = Pick<SessionRowFragment, 'title' | 'status' | 'startsAt' | 'endsAt'> & { trainer: { id: string; name: string } }

/** Whether what has just appeared belongs to what is shown. Who is booked only the server knows. */
export function matches(session: Matched, { search, statuses, trainerId, traineeId, fromDay, toDay }: SessionFilters, zone: string): boolean {
  const [first, last] = [dayOf(session.startsAt, zone), dayOf(Date.parse(session.endsAt) - 1, zone)]
  const words = `${session.title} ${session.trainer.name}`.toLowerCase()
  return (
    !traineeId &&
    (!trainerId || session.trainer.id === trainerId) &&
    (statuses.length === 0 || statuses.includes(session.status)) &&
    (!fromDay || last >= fromDay) &&
    (!toDay || first <= toDay) &&
    search.toLowerCase().split(/\s+/u).every((word) => words.includes(word))
  )
}
