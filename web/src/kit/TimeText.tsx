/**
 * Every one is a `<time>` in a `<bdi>`, in the reader's zone (IntlProvider's `timeZone`) unless `zone` says another.
 *
 * | part | props |
 * |---|---|
 * | TimeText | `at`, `style` ('time', 'day', 'date', 'longDate', 'dayTime', 'dateTime', 'weekday', 'month'), `zone` |
 * | TimeRange | `from`, `to`, `style`, `zone`: 13:00–15:00 |
 * | RelativeTime | `at`: "8 s ago", then "6 min ago" …, beyond a week the date; moves by itself |
 * | ZoneName | `zone`: "Cairo time"; `offset` adds UTC+2, as it is `at` an instant (at present) |
 * | ZoneNote | `zone`: "All times in Cairo time" |
 * | useZone | `(zone?)` → the zone that counts |
 */
import { useEffect, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { distance, staysTrue, timeRangeText, timeText, zoneLabel, zoneOffset } from './timeWords.ts'
import type { Instant, TimeStyle } from './timeWords.ts'

export function useZone(zone?: string): string {
  const intl = useIntl()
  return zone ?? intl.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

interface TimeTextProps {
  at: Instant
  style?: TimeStyle
  zone?: string | undefined
}

export function TimeText({ at, style = 'time', zone }: TimeTextProps) {
  const { locale } = useIntl()
  const own = useZone(zone)
  return <bdi><time dateTime={new Date(at).toISOString()}>{timeText(at, style, locale, own)}</time></bdi>
}

interface TimeRangeProps {
  from: Instant
  to: Instant
  style?: TimeStyle
  zone?: string | undefined
}

export function TimeRange({ from, to, style = 'time', zone }: TimeRangeProps) {
  const { locale } = useIntl()
  const own = useZone(zone)
  return <bdi><time dateTime={new Date(from).toISOString()}>{timeRangeText(from, to, style, locale, own)}</time></bdi>
}

export function RelativeTime({ at }: { at: Instant }) {
  const { locale } = useIntl()
  const zone = useZone()
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), staysTrue(at, now))
    return () => clearTimeout(timer)
  }, [at, now])
  // The server's clock may be a little ahead; nothing just written is in the future.
  const words = distance(at, Math.max(now, Date.now()))
  return (
    <time dateTime={new Date(at).toISOString()} title={timeText(at, 'dateTime', locale, zone)}>
      {words === null && <bdi>{timeText(at, 'date', locale, zone)}</bdi>}
      {words === 'now' && <FormattedMessage id="kit.justNow" />}
      {words !== null && words !== 'now' && (
        <FormattedMessage id={`kit.${words.direction}.${words.unit}`} values={{ n: words.n }} />
      )}
    </time>
  )
}

export function useZoneName(zone: string): string {
  const intl = useIntl()
  const label = zoneLabel(zone, intl.locale)
  // In other languages than English the label is a whole name already.
  return intl.locale.startsWith('en') ? intl.formatMessage({ id: 'kit.zoneCity' }, { city: label }) : label
}

export function ZoneName({ zone, offset = false, at }: { zone: string; offset?: boolean; at?: Instant }) {
  const intl = useIntl()
  const name = useZoneName(zone)
  if (!offset) return <bdi>{name}</bdi>
  return <bdi>{intl.formatMessage({ id: 'kit.zoneOffset' }, { zone: name, offset: zoneOffset(zone, intl.locale, at) })}</bdi>
}

export function ZoneNote({ zone }: { zone?: string }) {
  const own = useZone(zone)
  return <FormattedMessage id="kit.zoneNote" values={{ zone: <ZoneName zone={own} /> }} />
}
