import { useCallback } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'
import type { Highlight } from '../app/highlights.ts'
import { RelativeTime } from '../kit/TimeText.tsx'

export const firstName = (name: string) => name.split(/\s/u)[0] ?? name

/** Which words tell it, the weightiest field first. */
function deedOf({ kind, fields, before }: Highlight): string {
  if (kind === 'CREATED') return 'created'
  if (kind === 'REMOVED') return 'removed'
  if (fields.includes('isActive') && 'isActive' in before) return before['isActive'] ? 'deactivated' : 'reactivated'
  const words = ['role', 'mustChangePassword', 'username', 'email', 'firstName', 'lastName']
  return words.find((field) => fields.includes(field)) ?? 'updated'
}

/** "Omar changed the role, 8 s ago": for a person whom somebody else has just changed. */
export function usePersonNote(): (highlight: Highlight) => ReactNode {
  return useCallback(
    (highlight) => (
      <FormattedMessage
        id={`person.note.${deedOf(highlight)}`}
        values={{
          actor: highlight.actorName ? <bdi>{firstName(highlight.actorName)}</bdi> : <FormattedMessage id="app.system" />,
          ago: <RelativeTime at={highlight.at} />,
        }}
      />
    ),
    [],
  )
}
