import { Ban, CalendarPlus, CircleCheck, Clock, ClipboardCheck, History, MapPin, Pencil, RotateCcw, UserMinus, Video } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import { useHomeJournalQuery } from '../../generated/app/homes/home.ts'
import type { HomeEntryFragment } from '../../generated/operations.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { ChangeList } from '../../kit/ChangeList.tsx'
import { EmptyState } from '../../kit/EmptyState.tsx'
import { Section } from '../../kit/Page.tsx'
import { ListSkeleton } from '../../kit/Skeletons.tsx'
import { timeText } from '../../kit/timeWords.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { skipToken } from '../apollo.ts'
import { useHighlights } from '../highlights.ts'
import { useLive } from '../live.ts'
import { useViewer, useZone } from '../viewer.tsx'
import { useHeardChanges } from './heardChanges.ts'
import { valueIn } from './journalLines.ts'
import { useAgain } from '../useAgain.ts'

const shown = 5
const ownVerbs = ['createSession', 'addTrainees', 'removeTrainees', 'markAttendance']

type News = 'moved' | 'classLink' | 'place' | 'cancelled' | 'restored' | 'completed' | 'booked' | 'removed' | 'marked' | 'changed'

const icons: Record<News, LucideIcon> = {
  moved: Clock,
  classLink: Video,
  place: MapPin,
  cancelled: Ban,
  restored: RotateCcw,
  completed: CircleCheck,
  booked: CalendarPlus,
  removed: UserMinus,
  marked: ClipboardCheck,
  changed: Pencil,
}

function newsOf({ verb, noun, fields }: HomeEntryFragment): News {
  if (verb === 'cancelSession') return 'cancelled'
  if (verb === 'restoreSession') return 'restored'
  if (verb === 'completeSession') return 'completed'
  if (verb === 'markAttendance') return 'marked'
  if (verb === 'removeTrainees') return 'removed'
  if (noun === 'Booking') return 'booked'
  if (fields.includes('startsAt')) return 'moved'
  if (fields.includes('classLink')) return 'classLink'
  return fields.includes('location') ? 'place' : 'changed'
}

/** What others did to the viewer's places and sessions, the latest first. */
export function WhatChanged() {
  const intl = useIntl()
  const zone = useZone()
  const viewer = useViewer()
  const highlights = useHighlights()
  const heard = useHeardChanges()
  const again = useAgain(() => own.refetch(), 1_500)
  const sessions = useLive(SessionChangedDocument, { onCreated: again, onRemoved: again })
  const bookings = useLive(BookingChangedDocument, { onCreated: again, onUpdated: again, onRemoved: again })
  const ready = sessions.ready && bookings.ready
  const own = useHomeJournalQuery(ready ? { variables: { first: 12, verbs: ownVerbs }, fetchPolicy: 'cache-and-network' } : skipToken)
  const entries = own.data && latest([...heard, ...own.data.journal.nodes], viewer.id)
  if (own.error && !entries) return null
  return (
    <Section title={<FormattedMessage id="home.whatChanged" />}>
      {!entries && <ListSkeleton rows={3} />}
      {entries?.length === 0 && <EmptyState icon={History} title={<FormattedMessage id="home.whatChanged.none" />}><FormattedMessage id="home.whatChanged.none.why" /></EmptyState>}
      {entries && entries.length > 0 && (
        <ChangeList
          label={intl.formatMessage({ id: 'home.whatChanged' })}
          items={entries.map((entry, index) => {
            const glow = entries.findIndex(({ nounId }) => nounId === entry.nounId) === index ? highlights.get(entry.nounId) : undefined
            return {
              id: entry.id,
              icon: icons[newsOf(entry)],
              title: titleOf(intl, entry),
              detail: <bdi>{detailOf(intl, entry, zone)}</bdi>,
              at: entry.at,
              ...(entry.session && { href: `/sessions/${entry.session.id}` }),
              ...(glow && { highlight: glow.phase === 'fading' ? ('fading' as const) : ('changed' as const) }),
            }
          })}
        />
      )}
    </Section>
  )
}

function latest(entries: readonly HomeEntryFragment[], viewerId: string): HomeEntryFragment[] {
  const byId = new Map(entries.filter(({ actor }) => actor?.id !== viewerId).map((entry) => [entry.id, entry]))
  return [...byId.values()].toSorted((one, other) => other.at.localeCompare(one.at)).slice(0, shown)
}

function titleOf(intl: IntlShape, entry: HomeEntryFragment): string {
  const mark = valueIn(entry.after, 'attendance')
  const news = newsOf(entry)
  if (news === 'marked') {
    return typeof mark === 'string'
      ? intl.formatMessage({ id: 'home.news.marked' }, { mark: intl.formatMessage({ id: `attendance.${mark}` }).toLocaleLowerCase(intl.locale) })
      : intl.formatMessage({ id: 'home.news.unmarked' })
  }
  return intl.formatMessage({ id: `home.news.${news}` }, { title: entry.session?.title ?? intl.formatMessage({ id: 'home.did.something' }) })
}

function detailOf(intl: IntlShape, entry: HomeEntryFragment, zone: string): string {
  const news = newsOf(entry)
  const [from, to] = [valueIn(entry.before, 'startsAt'), valueIn(entry.after, 'startsAt')]
  const style = typeof from === 'string' && typeof to === 'string' && dayOf(from, zone) === dayOf(to, zone) ? 'time' : 'dayTime'
  const words = [
    news === 'moved' && typeof from === 'string' && typeof to === 'string'
      ? intl.formatMessage({ id: 'home.did.from' }, { from: timeText(from, style, intl.locale, zone), to: timeText(to, style, intl.locale, zone) })
      : '',
    news === 'moved' || news === 'cancelled' || news === 'restored' || news === 'completed' ? '' : (entry.session?.title ?? ''),
    entry.reason ?? '',
    entry.actor ? intl.formatMessage({ id: 'home.news.by' }, { name: entry.actor.name }) : '',
  ]
  return intl.formatList(words.filter(Boolean), { type: 'unit' })
}
