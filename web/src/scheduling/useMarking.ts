import { useApolloClient } from '../app/apollo.ts'
import { useCallback, useMemo, useRef, useState } from 'react'
import { useSave } from '../app/save.ts'
import { useViewer } from '../app/viewer.tsx'
import type { Attendance, RosterBookingFragment } from '../generated/operations.ts'
import { MarkAttendanceDocument } from '../generated/scheduling/roster.ts'

type Mark = Attendance | null

export interface MarkOf {
  traineeId: string
  attendance: Mark
}

export interface Marking {
  /** The roster as it will be when everything that was marked here is saved. */
  marked: readonly RosterBookingFragment[]
  mark: (marks: readonly MarkOf[]) => void
  undo: () => MarkOf | undefined
  canUndo: boolean
}

/** The server takes a thousand at once; smaller steps show sooner. */
const atOnce = 200

/** Marks stand at once and are sent one batch after the other; a refused batch goes back to how it was. */
export function useMarking(sessionId: string, bookings: readonly RosterBookingFragment[]): Marking {
  const client = useApolloClient()
  const viewer = useViewer()
  const { save } = useSave(MarkAttendanceDocument)
  const [pending, setPending] = useState<ReadonlyMap<string, Mark>>(new Map())
  const [steps, setSteps] = useState<readonly (readonly MarkOf[])[]>([])
  const queue = useRef(new Map<string, Mark>())
  const sending = useRef(false)

  const write = useCallback(
    (batch: readonly MarkOf[], before: ReadonlyMap<string, RosterBookingFragment>) => {
      for (const { traineeId, attendance } of batch) {
        const booking = before.get(traineeId)
        const id = booking && client.cache.identify({ __typename: 'Booking', id: booking.id })
        if (!id) continue
        client.cache.modify<{ attendance: Mark; markedAt: string | null; markedBy: unknown }>({
          id,
          fields: {
            // When the feed has brought something meanwhile, that is as new as this or newer.
            attendance: (now) => (now === (booking.attendance ?? null) ? attendance : now),
            markedAt: (now) => (now === (booking.markedAt ?? null) ? (attendance ? new Date().toISOString() : null) : now),
            markedBy: (now, { toReference }) => (attendance ? (now ?? toReference({ __typename: 'User', id: viewer.id })) : now),
          },
        })
      }
    },
    [client, viewer.id],
  )

  const flush = useCallback(
    async (before: ReadonlyMap<string, RosterBookingFragment>) => {
      if (sending.current) return
      sending.current = true
      while (queue.current.size > 0) {
        const batch = [...queue.current].slice(0, atOnce).map(([traineeId, attendance]) => ({ traineeId, attendance }))
        for (const { traineeId } of batch) queue.current.delete(traineeId)
        const outcome = await save({ input: { sessionId, marks: batch } })
        if (outcome.saved) write(batch, before)
        else setSteps([])
        setPending((all) => {
          const rest = new Map(all)
          for (const { traineeId } of batch) if (!queue.current.has(traineeId)) rest.delete(traineeId)
          return rest
        })
      }
      sending.current = false
    },
    [save, sessionId, write],
  )

  const marked = useMemo(() => bookings.map((booking) => overlaid(booking, pending, viewer)), [bookings, pending, viewer])

  const put = (marks: readonly MarkOf[]) => {
    for (const { traineeId, attendance } of marks) queue.current.set(traineeId, attendance)
    setPending((all) => new Map([...all, ...marks.map(({ traineeId, attendance }) => [traineeId, attendance] as const)]))
    void flush(new Map(bookings.map((booking) => [booking.trainee.id, booking])))
  }
  const standing = (traineeId: string): Mark => marked.find(({ trainee }) => trainee.id === traineeId)?.attendance ?? null

  return {
    marked,
    canUndo: steps.length > 0,
    mark: (marks) => {
      const changes = marks.filter(({ traineeId, attendance }) => standing(traineeId) !== attendance)
      if (changes.length === 0) return
      setSteps((all) => [...all.slice(-49), changes.map(({ traineeId }) => ({ traineeId, attendance: standing(traineeId) }))])
      put(changes)
    },
    undo: () => {
      const last = steps.at(-1)
      if (!last) return undefined
      setSteps(steps.slice(0, -1))
      put(last)
      return last[0]
    },
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
