import Box from '@mui/material/Box'
import { UserMinus } from 'lucide-react'
import { memo, useEffect, useRef, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useHighlights } from '../app/highlights.ts'
import type { Attendance, RosterBookingFragment } from '../generated/operations.ts'
import { Kbd } from '../kit/Kbd.tsx'
import { Lamp } from '../kit/Lamp.tsx'
import { OverflowMenu } from '../kit/OverflowMenu.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { RelativeTime, TimeText, useZone } from '../kit/TimeText.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { dayOf } from '../kit/zonedTime.ts'
import { attendanceMarks } from './attendanceMarks.ts'
import { rosterLook } from './rosterLook.ts'
import { OwnMark } from './sessionColumns.tsx'

export interface RosterTableProps {
  bookings: readonly RosterBookingFragment[]
  viewerId: string
  /** Left out: one may look, not mark. */
  onMark?: ((traineeId: string, attendance: Attendance | null) => void) | undefined
  onUndo?: () => string | undefined
  onRemove?: ((booking: RosterBookingFragment) => void) | undefined
  offline: string | null | undefined
  /** The day of the session: marks of another day say theirs. */
  startsAt: string
}

export function RosterTable(props: RosterTableProps) {
  const { bookings, viewerId, onMark, onRemove, offline, startsAt } = props
  const intl = useIntl()
  const highlights = useHighlights()
  const { current, onKeyDown, onFocus, onBlur, box, tabbable } = useRosterKeys(props)
  return (
    <Box
      ref={box}
      role="group"
      aria-label={intl.formatMessage({ id: 'attendance.roster' })}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onBlur={onBlur}
      sx={rosterLook}
    >
      <div className={onMark ? '' : 'read'}>
        <RosterHead marking={Boolean(onMark)} />
        {bookings.map((booking) => {
          const glow = highlights.get(booking.id)
          return (
            <RosterRow
              key={booking.id}
              booking={booking}
              viewerId={viewerId}
              startsAt={startsAt}
              current={current === booking.trainee.id}
              tabbable={tabbable === booking.trainee.id}
              glow={glow ? (glow.phase === 'fading' ? 'fading' : 'changed') : undefined}
              glowAt={glow?.at}
              onMark={onMark}
              onRemove={onRemove}
              offline={offline}
            />
          )
        })}
      </div>
    </Box>
  )
}

function RosterHead({ marking }: { marking: boolean }) {
  const phone = usePhone()
  if (!marking && phone) return null
  return (
    <div className="line head" aria-hidden>
      <span className="name"><FormattedMessage id="session.trainee" /></span>
      <span className="by"><FormattedMessage id="attendance.markedBy" /></span>
      {marking ? (
        attendanceMarks.map(({ attendance, key }) => (
          <span key={attendance} className="word">
            <FormattedMessage id={`attendance.${attendance}`} />
            {!phone && <Kbd>{key.toUpperCase()}</Kbd>}
          </span>
        ))
      ) : (
        <span><FormattedMessage id="session.attendance" /></span>
      )}
    </div>
  )
}

/** Roving focus and the keys P L E A, arrows, Backspace and U; they count only while the roster has the focus. */
function useRosterKeys({ bookings, onMark, onUndo, offline }: RosterTableProps) {
  const box = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<string>()
  const [within, setWithin] = useState(false)
  const ids = bookings.map(({ trainee }) => trainee.id)
  const first = bookings.find(({ attendance }) => !attendance)?.trainee.id ?? ids[0]
  const tabbable = at !== undefined && ids.includes(at) ? at : first

  const go = (id: string | undefined) => {
    if (!id) return
    setAt(id)
    box.current?.querySelector<HTMLElement>(`[data-trainee="${CSS.escape(id)}"]`)?.focus()
  }
  const step = (by: number) => go(ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(tabbable ?? '') + by))])

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).closest('[role=menu]')) return
    const moves: Record<string, () => void> = { ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => go(ids[0]), End: () => go(ids.at(-1)) }
    const move = moves[event.key]
    const mark = attendanceMarks.find(({ key }) => event.code === `Key${key.toUpperCase()}`)
    const writes = onMark && !offline
    if (move) move()
    else if (writes && tabbable && mark) {
      onMark(tabbable, mark.attendance)
      step(1)
    } else if (writes && tabbable && (event.key === 'Backspace' || event.key === 'Delete')) onMark(tabbable, null)
    else if (writes && event.code === 'KeyU') go(onUndo?.())
    else return
    event.preventDefault()
  }
  const marking = Boolean(onMark)
  useEffect(() => {
    // On a machine with a keyboard the hand can begin at once; after the frame, which takes a new page to its beginning.
    if (!marking || !window.matchMedia('(pointer: fine)').matches) return
    const frame = requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[data-trainee][tabindex="0"]')?.focus({ preventScroll: true }))
    return () => cancelAnimationFrame(frame)
  }, [marking])
  return {
    box,
    tabbable,
    current: within && onMark ? tabbable : undefined,
    onKeyDown,
    onFocus: (event: React.FocusEvent) => {
      setWithin(true)
      const id = (event.target as Element).closest<HTMLElement>('[data-trainee]')?.dataset['trainee']
      if (id) setAt(id)
    },
    onBlur: (event: React.FocusEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget)) setWithin(false)
    },
  }
}

interface RosterRowProps {
  booking: RosterBookingFragment
  viewerId: string
  startsAt: string
  current: boolean
  tabbable: boolean
  glow: 'changed' | 'fading' | undefined
  glowAt: number | undefined
  onMark: RosterTableProps['onMark']
  onRemove: RosterTableProps['onRemove']
  offline: string | null | undefined
}

const RosterRow = memo(function RosterRow(props: RosterRowProps) {
  const { booking, current, tabbable, glow, onMark, onRemove, offline } = props
  const intl = useIntl()
  const phone = usePhone()
  const { trainee, attendance } = booking
  const gone = booking.status === 'CANCELLED'
  const tone = attendanceMarks.find((one) => one.attendance === attendance)?.tone ?? 'none'
  const word = intl.formatMessage({ id: attendance ? `attendance.${attendance}` : 'attendance.unmarked' })
  return (
    <div
      className={['line row', current && 'current', !current && glow, gone && 'gone', onRemove && 'removable'].filter(Boolean).join(' ')}
      role="group"
      aria-label={intl.formatMessage({ id: 'attendance.row' }, { name: trainee.name, mark: word })}
      data-trainee={trainee.id}
      tabIndex={tabbable ? 0 : -1}
    >
      <span className="name">
        <PersonAvatar name={trainee.name} id={trainee.id} />
        <bdi>{trainee.name}</bdi>
      </span>
      <span className={`by ${tone}`}>
        {current && !attendance && !phone ? <span><PressKeys /></span> : <MarkedBy {...props} word={word} phone={phone} />}
      </span>
      {onMark ? (
        <MarkButtons name={trainee.name} attendance={attendance} tabbable={current} disabled={gone ? '' : offline} onMark={(mark) => onMark(trainee.id, mark)} />
      ) : (
        !phone && <OwnMark intl={intl} attendance={attendance} />
      )}
      {onRemove && !gone && (
        <span className="more">
          <OverflowMenu
            size="small"
            tabIndex={current ? 0 : -1}
            label={intl.formatMessage({ id: 'session.actions.of' }, { title: trainee.name })}
            actions={[
              { id: 'remove', label: intl.formatMessage({ id: 'session.trainees.remove' }), icon: UserMinus, danger: true, disabledReason: offline, onSelect: () => onRemove(booking) },
            ]}
          />
        </span>
      )}
    </div>
  )
})

function PressKeys() {
  const keys = attendanceMarks.map(({ attendance, key }) => <Kbd key={attendance}>{key.toUpperCase()}</Kbd>)
  return <FormattedMessage id="attendance.press" values={{ keys: <span className="keys">{keys.slice(0, -1)}</span>, last: keys.at(-1) }} />
}

function MarkedBy({ booking, viewerId, startsAt, glow, glowAt, word, phone }: RosterRowProps & { word: string; phone: boolean }): ReactNode {
  const zone = useZone()
  const { markedBy, markedAt, attendance } = booking
  if (!attendance) return word
  const own = markedBy?.id === viewerId
  const who = own ? <FormattedMessage id="attendance.you" /> : <bdi>{markedBy?.name.split(/\s/u)[0]}</bdi>
  if (glow === 'changed' && glowAt && markedBy) {
    const said = <span><FormattedMessage id="attendance.byWhen" values={{ who, when: <RelativeTime at={glowAt} /> }} /></span>
    return phone ? <span>{word}{' · '}{said}</span> : <><Lamp />{said}</>
  }
  if (phone) return word
  if (!markedBy || !markedAt) return word
  const sameDay = dayOf(markedAt, zone) === dayOf(startsAt, zone)
  return <span><FormattedMessage id="attendance.byWhen" values={{ who, when: <TimeText at={markedAt} style={sameDay ? 'time' : 'dayTime'} /> }} /></span>
}

interface MarkButtonsProps {
  name: string
  attendance: Attendance | null | undefined
  tabbable: boolean
  disabled: string | null | undefined
  onMark: (attendance: Attendance | null) => void
}

function MarkButtons({ name, attendance, tabbable, disabled, onMark }: MarkButtonsProps) {
  const intl = useIntl()
  const off = disabled !== null && disabled !== undefined
  return (
    <div role="radiogroup" aria-label={name} style={{ display: 'contents' }}>
      {attendanceMarks.map(({ attendance: own, icon: Icon, tone }) => {
        const chosen = own === attendance
        const word = intl.formatMessage({ id: `attendance.${own}` })
        return (
          <button
            key={own}
            type="button"
            role="radio"
            aria-checked={chosen}
            aria-label={disabled ? `${word}: ${disabled}` : word}
            aria-disabled={off || undefined}
            title={disabled || undefined}
            tabIndex={tabbable ? 0 : -1}
            className={`mark ${tone}`}
            onClick={() => !off && onMark(chosen ? null : own)}
          >
            <Icon size={16} strokeWidth={chosen ? 2.5 : 1.75} aria-hidden />
          </button>
        )
      })}
    </div>
  )
}
