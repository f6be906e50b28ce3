import { useMemo } from 'react'
import { useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import type { HomeCountsQuery } from '../../generated/operations.ts'
import { useHomeCountsQuery } from '../../generated/app/homes/home.ts'
import { CountStrip } from '../../kit/CountStrip.tsx'
import type { Count } from '../../kit/CountStrip.tsx'
import { BlockSkeleton } from '../../kit/Skeletons.tsx'
import { instantFromWall } from '../../kit/zonedTime.ts'
import { daysOf, plusDays, weekOf } from '../../scheduling/calendarRange.ts'
import { BookingChangedDocument, SessionChangedDocument } from '../../generated/scheduling/live.ts'
import { useLive } from '../live.ts'
import { useZone } from '../viewer.tsx'
import { attendedShare, byWeek, differenceOf, growth, seatShare } from './countNumbers.ts'
import type { Difference } from './countNumbers.ts'
import { useAgain } from '../useAgain.ts'

const weeks = 6
const monthDays = 30
/** As many of the newest as the query names. */
const newestAsked = 100

/** The weeks up to this one and the last 30 days, as instants at midnights of the zone: the same all day long. */
function rangesOf(day: string, locale: string, zone: string) {
  const midnight = (of: string) => instantFromWall(`${of}T00:00`, zone) ?? `${of}T00:00:00Z`
  const [thisWeek = day] = daysOf('week', day, weekOf(locale).firstDay)
  const start = (week: number) => midnight(plusDays(thisWeek, (week - weeks + 1) * 7))
  return {
    w0: start(0), w1: start(1), w2: start(2), w3: start(3), w4: start(4), w5: start(5), w6: start(6),
    now: midnight(plusDays(day, 1)),
    monthAgo: midnight(plusDays(day, 1 - monthDays)),
    twoMonthsAgo: midnight(plusDays(day, 1 - 2 * monthDays)),
    timeZone: zone,
  }
}

/** Counts and their trends; they follow what happens at a calmer pace than the rest. */
export function HomeCounts({ day }: { day: string }) {
  const intl = useIntl()
  const zone = useZone()
  const variables = useMemo(() => rangesOf(day, intl.locale, zone), [day, intl.locale, zone])
  const { data, previousData, error, refetch } = useHomeCountsQuery({ variables, fetchPolicy: 'cache-and-network' })
  const again = useAgain(refetch, 20_000)
  const live = { onCreated: again, onUpdated: again, onRemoved: again }
  useLive(SessionChangedDocument, live)
  useLive(BookingChangedDocument, live)
  const shown = data ?? previousData
  // Numbers are an addition to the day: without them it stands all the same.
  if (!shown) return error ? null : <BlockSkeleton height={88} />
  return <CountStrip label={intl.formatMessage({ id: 'home.counts' })} items={countsOf(intl, shown, variables)} />
}

type Ranges = ReturnType<typeof rangesOf>

function countsOf(intl: IntlShape, data: HomeCountsQuery, ranges: Ranges): Count[] {
  const { week0, week1, week2, week3, week4, week5, month, monthBefore, newest } = data
  const perWeek = [week0, week1, week2, week3, week4, week5]
  const sessions = byWeek(data.days.sessionsPerDay)
  const seats = perWeek.map((week) => seatShare(week.seats))
  const marks = perWeek.map((week) => attendedShare(week.attendance))
  const joined = newest.nodes.map(({ createdAt }) => Date.parse(createdAt))
  const recent = joined.filter((at) => at >= Date.parse(ranges.monthAgo)).length
  const active = month.usersByRole.find(({ role }) => role === 'TRAINEE')?.active ?? 0
  const weekEnds = [ranges.w1, ranges.w2, ranges.w3, ranges.w4, ranges.w5, ranges.w6].map((at) => Date.parse(at))
  return [
    count(intl, 'sessions', intl.formatNumber(sessions.at(-1) ?? 0), sessions, differenceOf(sessions.at(-1) ?? 0, sessions.at(-2) ?? 0)),
    shareCount(intl, 'seats', seats.at(-1) ?? null, seats.at(-2) ?? null, seats, 0.01),
    shareCount(intl, 'attendance', attendedShare(month.attendance), attendedShare(monthBefore.attendance), marks, 0.001),
    {
      id: 'trainees',
      label: intl.formatMessage({ id: 'home.count.trainees' }),
      value: intl.formatNumber(active),
      href: '/people?role=TRAINEE&active=yes',
      series: growth(active, joined, weekEnds),
      change: {
        trend: recent > 0 ? 'up' : 'flat',
        text: intl.formatMessage({ id: recent >= newestAsked ? 'home.count.trainees.atLeast' : 'home.count.trainees.change' }, { count: recent, days: monthDays }),
        ...(recent > 0 && { good: true }),
      },
    },
  ]
}

function count(intl: IntlShape, id: string, value: string, series: readonly number[], difference: Difference): Count {
  return {
    id,
    label: intl.formatMessage({ id: `home.count.${id}` }, { days: monthDays }),
    value,
    series,
    change: {
      trend: difference.trend,
      text: intl.formatMessage({ id: `home.count.${id}.${difference.trend}` }, { count: difference.size, days: monthDays }),
      ...(difference.trend !== 'flat' && { good: difference.trend === 'up' }),
    },
  }
}

function shareCount(intl: IntlShape, id: string, now: number | null, before: number | null, series: readonly (number | null)[], step: number): Count {
  const label = intl.formatMessage({ id: `home.count.${id}` }, { days: monthDays })
  if (now === null) return { id, label, value: '–' }
  const value = intl.formatNumber(now, { style: 'percent', maximumFractionDigits: step < 0.01 ? 1 : 0 })
  const known = series.filter((one) => one !== null)
  if (before === null) return { id, label, value, series: known }
  const { trend, size } = differenceOf(now, before, step)
  return count(intl, id, value, known, { trend, size: Math.round(size * 1000) / 10 })
}
