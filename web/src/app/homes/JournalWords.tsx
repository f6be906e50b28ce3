import Box from '@mui/material/Box'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import type { HomeEntryFragment } from '../../generated/operations.ts'
import { useZone } from '../../kit/TimeText.tsx'
import { timeText } from '../../kit/timeWords.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { valueIn } from './journalLines.ts'
import type { JournalLine } from './journalLines.ts'

const quiet = (words: ReactNode[]) => <Box component="span" sx={{ fontWeight: 400, color: 'ink2' }}>{words}</Box>

const textIn = (values: unknown, field: string) => {
  const value = valueIn(values, field)
  return typeof value === 'string' ? value : ''
}

/** What a deed was done to: the session, the person, or how they were called while they were there. */
function thingOf({ session, about, before, after }: HomeEntryFragment, fallback: string): string {
  const named = [textIn(before, 'firstName'), textIn(before, 'lastName')].filter(Boolean).join(' ')
  return session?.title ?? about?.name ?? (textIn(before, 'title') || textIn(after, 'title') || named || fallback)
}

const bookingVerbs = new Set(['addTrainees', 'removeTrainees', 'markAttendance'])

function deedOf({ head, bookings }: JournalLine): string {
  if (bookingVerbs.has(head.verb)) return `${head.verb}${bookings.length === 1 ? '.one' : ''}`
  return head.verb === 'updateSession' && head.fields.includes('startsAt') ? 'moveSession' : head.verb
}

/** "Mara Lindqvist marked Noor Saleh" */
export function JournalTitle({ line }: { line: JournalLine }) {
  const intl = useIntl()
  const { head, bookings } = line
  const trainee = bookings[0]?.about?.name ?? head.about?.name
  const fallback = intl.formatMessage({ id: 'home.did.something' })
  return (
    <FormattedMessage
      id={`home.did.${deedOf(line)}`}
      values={{
        d: quiet,
        who: head.actor ? <bdi>{head.actor.name}</bdi> : <FormattedMessage id="app.system" />,
        what: <bdi>{bookingVerbs.has(head.verb) ? (trainee ?? fallback) : thingOf(head, fallback)}</bdi>,
        count: bookings.length,
      }}
    />
  )
}

const namedFields = new Set([
  'title', 'description', 'trainer', 'startsAt', 'durationMinutes', 'timeZone', 'capacity', 'location', 'classLink',
  'role', 'email', 'phone', 'firstName', 'lastName', 'username', 'locale', 'name',
])

function fieldList(intl: IntlShape, fields: readonly string[]): string {
  const known = fields.filter((field) => namedFields.has(field))
  return intl.formatList(known.map((field) => intl.formatMessage({ id: `home.field.${field}` })))
}

function movedWords(intl: IntlShape, { before, after }: HomeEntryFragment, zone: string): string {
  const [from, to] = [textIn(before, 'startsAt'), textIn(after, 'startsAt')]
  if (!from || !to) return ''
  const style = dayOf(from, zone) === dayOf(to, zone) ? 'time' : 'dayTime'
  return intl.formatMessage({ id: 'home.did.from' }, { from: timeText(from, style, intl.locale, zone), to: timeText(to, style, intl.locale, zone) })
}

function markWord(intl: IntlShape, bookings: readonly HomeEntryFragment[]): string {
  const marks = new Set(bookings.map(({ after }) => textIn(after, 'attendance')))
  const [mark] = marks
  if (marks.size !== 1) return ''
  return intl.formatMessage({ id: mark ? `attendance.${mark}` : 'attendance.unmarked' })
}

/** The second line: from when to when, which marks, why. */
export function useJournalDetail(): (line: JournalLine) => ReactNode {
  const intl = useIntl()
  const zone = useZone()
  return ({ head, bookings }) => {
    const session = head.session?.title ?? ''
    const said = (...words: string[]) => {
      const known = words.filter(Boolean)
      return known.length > 0 ? <bdi>{intl.formatList(known, { type: 'unit' })}</bdi> : undefined
    }
    if (head.reason) return said(bookingVerbs.has(head.verb) ? session : '', head.reason)
    if (head.verb === 'markAttendance') return said(markWord(intl, bookings), session)
    if (bookingVerbs.has(head.verb)) return said(session)
    if (head.verb === 'createSession') {
      const at = textIn(head.after, 'startsAt')
      return said(
        at ? timeText(at, dayOf(at, zone) === dayOf(Date.now(), zone) ? 'time' : 'dayTime', intl.locale, zone) : '',
        bookings.length > 0 ? intl.formatMessage({ id: 'home.did.booked' }, { count: bookings.length }) : '',
      )
    }
    if (head.verb === 'createUser') {
      const role = textIn(head.after, 'role')
      return said(role ? intl.formatMessage({ id: `app.role.${role}` }) : '')
    }
    if (head.kind !== 'UPDATED') return undefined
    if (head.fields.includes('startsAt')) return said(movedWords(intl, head, zone))
    return said(fieldList(intl, head.fields))
  }
}
