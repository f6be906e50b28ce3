import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { Clock, MapPin, Users, Video } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, FormattedNumber } from 'react-intl'
import type { HomeSessionFragment } from '../../generated/operations.ts'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { Lamp } from '../../kit/Lamp.tsx'
import { PersonAvatar } from '../../kit/PersonAvatar.tsx'
import { RelativeTime, TimeRange, TimeText, useZone, ZoneName } from '../../kit/TimeText.tsx'
import { useNow } from '../../kit/useNow.ts'
import { dayOf } from '../../kit/zonedTime.ts'
import { isJoinable, isOver, joinableBefore, stateOf } from '../../scheduling/sessionState.ts'
import { useHighlight } from '../highlights.ts'

/** The one that is in progress, or the first that is to come. */
export const nextOf = (sessions: readonly HomeSessionFragment[], now: number) =>
  sessions.find((session) => session.status === 'SCHEDULED' && !isOver(session, now))

/** On a phone the button takes the line. */
export const wide = { flex: { xs: '1 1 100%', sm: '0 0 auto' } }

/** An hour before the start it is what one is here for. */
const soon = 60 * 60_000

interface NextSessionProps {
  session: HomeSessionFragment
  /** Beside Join: what else can be done with it. */
  actions?: ReactNode
}

/** The next session, with everything that one needs to be there. */
export function NextSession({ session, actions }: NextSessionProps) {
  const zone = useZone()
  const now = useNow(1000)
  const glow = useHighlight(session.id)
  const { id, title, trainer, startsAt, endsAt, location, classLink, seatsTaken } = session
  const running = stateOf(session, now) === 'IN_PROGRESS'
  const lit = running || Date.parse(startsAt) - now < soon
  const style = dayOf(startsAt, zone) === dayOf(now, zone) ? 'time' : 'dayTime'
  const joinable = isJoinable(session, now)
  return (
    <Box
      component="section"
      sx={{
        border: 1,
        borderColor: lit ? 'lampLine' : 'line',
        borderRadius: { xs: '12px', sm: '10px' },
        bgcolor: 'surface',
        overflow: 'hidden',
        maxInlineSize: 640,
        ...(glow?.phase === 'steady' && { boxShadow: 'inset 3px 0 0 var(--lectern-palette-lampLine)' }),
      }}
    >
      <Box
        sx={{
          display: 'flex',
          alignItems: 'center',
          gap: 2,
          paddingInline: { xs: 4, sm: 5 },
          paddingBlock: 2.5,
          borderBlockEnd: '1px solid',
          borderColor: 'line',
          bgcolor: lit ? 'lampSoft' : 'sunken',
          color: lit ? 'lampInk' : 'ink2',
        }}
      >
        {lit && <Lamp />}
        <Typography variant="name" component="p" sx={{ flex: 1, fontWeight: 600 }}>
          {running ? (
            <FormattedMessage id="home.next.running" values={{ minutes: Math.max(1, Math.ceil((Date.parse(endsAt) - now) / 60_000)) }} />
          ) : (
            <FormattedMessage id="home.next.starts" values={{ in: <RelativeTime at={startsAt} /> }} />
          )}
        </Typography>
        <TimeText at={startsAt} style={style} />
      </Box>
      <Box sx={{ padding: { xs: 4, sm: 5 }, display: 'grid', gap: 2.5 }}>
        <Typography variant="h1" component="h2" sx={{ overflowWrap: 'anywhere' }}>
          <Link href={`/sessions/${id}`} sx={{ color: 'inherit' }}><bdi>{title}</bdi></Link>
        </Typography>
        <Line icon={<Clock size={18} aria-hidden />}>
          <Box component="span" sx={{ color: 'ink' }}><TimeRange from={startsAt} to={endsAt} /></Box>{' '}
          <FormattedMessage id="home.next.yourTime" values={{ zone: <ZoneName zone={zone} /> }} />
          {session.timeZone !== zone && (
            <>
              {' · '}
              <FormattedMessage id="home.next.there" values={{ time: <TimeRange from={startsAt} to={endsAt} style={dayOf(startsAt, zone) === dayOf(startsAt, session.timeZone) ? 'time' : 'dayTime'} zone={session.timeZone} />, zone: <ZoneName zone={session.timeZone} /> }} />
            </>
          )}
        </Line>
        <Line icon={<PersonAvatar name={trainer.name} id={trainer.id} size={20} />}><bdi>{trainer.name}</bdi></Line>
        {location && <Line icon={<MapPin size={18} aria-hidden />}><bdi>{location}</bdi></Line>}
        {!location && classLink && <Line icon={<Video size={18} aria-hidden />}><FormattedMessage id="session.online" /></Line>}
        <Line icon={<Users size={18} aria-hidden />}>
          <FormattedMessage id="home.next.trainees" values={{ count: seatsTaken, n: <FormattedNumber value={seatsTaken} /> }} />
        </Line>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, marginBlockStart: 2 }}>
          {joinable && classLink ? (
            <ActionButton variant="contained" color="primary" size="large" icon={Video} href={classLink} target="_blank" rel="noopener" sx={wide}>
              <FormattedMessage id="session.join" />
            </ActionButton>
          ) : (
            <ActionButton size="large" href={`/sessions/${id}`} sx={wide}><FormattedMessage id="home.next.open" /></ActionButton>
          )}
          {actions}
        </Box>
        {classLink && !joinable && (
          <Typography variant="small" component="p" sx={{ color: 'ink2' }}>
            <FormattedMessage id="home.next.joinFrom" values={{ time: <TimeText at={Date.parse(startsAt) - joinableBefore} style={style} /> }} />
          </Typography>
        )}
      </Box>
    </Box>
  )
}

function Line({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5, color: 'ink2' }}>
      <Box component="span" sx={{ display: 'grid', placeItems: 'center', inlineSize: 20, flexShrink: 0 }}>{icon}</Box>
      <span>{children}</span>
    </Box>
  )
}
