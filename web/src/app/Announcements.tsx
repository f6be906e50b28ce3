import { useIntl } from 'react-intl'
import { LiveAnnouncer } from '../kit/Announcer.tsx'
import { useHighlights } from './highlights.ts'

/** What others change is also said. */
export function Announcements() {
  const intl = useIntl()
  const newest = [...useHighlights().values()].reduce<{ id: string; at: number; actorName: string | null } | null>(
    (latest, one) => (latest && latest.at >= one.at ? latest : one),
    null,
  )
  const said = newest && {
    key: `${newest.id} ${newest.at}`,
    text: intl.formatMessage(
      { id: 'app.announce' },
      { actor: newest.actorName ?? intl.formatMessage({ id: 'app.system' }), count: 1 },
    ),
  }
  return <LiveAnnouncer said={said} bundle={(count) => intl.formatMessage({ id: 'app.announce.several' }, { count })} />
}
