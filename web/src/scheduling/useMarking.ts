import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useApolloClient } from '../app/apollo.ts'
import { useSave } from '../app/save.ts'
import { useViewer } from '../app/viewer.tsx'
import type { RosterBookingFragment } from '../generated/operations.ts'
import { MarkAttendanceDocument } from '../generated/scheduling/roster.ts'
import { createMarking } from './marking.ts'
import type { Mark, MarkOf } from './marking.ts'

export interface Marking {
  /** The roster as it will be when everything that was marked here is saved. */
  marked: readonly RosterBookingFragment[]
  mark: (marks: readonly MarkOf[]) => void
  undo: () => MarkOf | undefined
  canUndo: boolean
}

export function useMarking(sessionId: string, bookings: readonly RosterBookingFragment[]): Marking {
  const viewer = useViewer()
  const send = useSending(sessionId, bookings)
  const latest = useRef(send)
  latest.current = send
  const [marking] = useState(() => createMarking((marks) => latest.current(marks)))
  const { pending, steps } = useSyncExternalStore(marking.subscribe, marking.state)
  const marked = useMemo(() => bookings.map((booking) => overlaid(booking, pending, viewer)), [bookings, pending, viewer])
  const standing = (traineeId: string): Mark => marked.find(({ trainee }) => trainee.id === traineeId)?.attendance ?? null
  return { marked, mark: (marks) => marking.mark(marks, standing), undo: marking.undo, canUndo: steps.length > 0 }
}

/** Saves marks and writes them where the roster is read from; whether the server took them. */
function useSending(sessionId: string, bookings: readonly RosterBookingFragment[]) {
  const { cache } = useApolloClient()
  const viewer = useViewer()
  const { save } = useSave(MarkAttendanceDocument)
  const write = ({ traineeId, attendance }: MarkOf) => {
    const booking = bookings.find(({ trainee }) => trainee.id === traineeId)
    const id = booking && cache.identify({ __typename: 'Booking', id: booking.id })
    if (!id) return
    cache.modify<{ attendance: Mark; markedAt: string | null; markedBy: unknown }>({
      id,
      fields: {
        // When the feed has brought something meanwhile, that is as new as this or newer.
        attendance: (now) => (now === (booking.attendance ?? null) ? attendance : now),
        markedAt: (now) => (now === (booking.markedAt ?? null) ? (attendance ? new Date().toISOString() : null) : now),
        markedBy: (now, { toReference }) => (attendance ? (now ?? toReference({ __typename: 'User', id: viewer.id })) : now),
      },
    })
  }
  return async (marks: readonly MarkOf[]): Promise<boolean> => {
    const { saved } = await save({ input: { sessionId, marks: [...marks] } })
    if (saved) cache.batch({ update: () => marks.forEach(write) })
    return saved
  }
}

function overlaid(
  booking: RosterBookingFragment,
  pending: ReadonlyMap<string, Mark>,
  viewer: { id: string; name: string },
): RosterBookingFragment {
  const attendance = pending.get(booking.trainee.id)
  if (attendance === undefined) return booking
  const markedBy = { __typename: 'User' as const, id: viewer.id, name: viewer.name }
  return { ...booking, attendance, markedBy: attendance && markedBy, markedAt: attendance && new Date().toISOString() }
}
