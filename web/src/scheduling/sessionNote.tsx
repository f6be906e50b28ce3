import { useCallback } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { Highlight } from '../app/highlights.ts'
import { RelativeTime, useZone } from '../kit/TimeText.tsx'
import { dayOf } from '../kit/zonedTime.ts'
import { timeText } from '../kit/timeWords.ts'

const firstName = (name: string) => name.split(/\s/u)[0] ?? name

/** Which words tell it, the weightiest field first. */
function deedOf({ kind, fields }: Highlight): string {
  if (kind === 'CREATED') return 'created'
  if (kind === 'REMOVED') return 'removed'
  const words = ['status', 'startsAt', 'durationMinutes', 'trainer', 'title', 'location', 'classLink', 'capacity', 'seatsTaken']
  return words.find((field) => fields.includes(field)) ?? 'updated'
}

/** "Omar moved it from 12:30, 8 s ago": for rows and blocks that somebody else has just changed. */
export function useSessionNote(): (highlight: Highlight) => ReactNode {
  const { locale } = useIntl()
  const zone = useZone()
  return useCallback(
    (highlight) => {
      const { actorName, before, at } = highlight
      const deed = deedOf(highlight)
      const startedAt = before['startsAt']
      const moved = deed === 'startsAt' && typeof startedAt === 'string'
      return (
        <FormattedMessage
          id={moved ? 'session.note.moved' : `session.note.${deed}`}
          values={{
            actor: actorName ? <bdi>{firstName(actorName)}</bdi> : <FormattedMessage id="app.system" />,
            ago: <RelativeTime at={at} />,
            from: moved && <bdi>{timeText(startedAt, dayOf(startedAt, zone) === dayOf(at, zone) ? 'time' : 'dayTime', locale, zone)}</bdi>,
          }}
        />
      )
    },
    [locale, zone],
  )
}
