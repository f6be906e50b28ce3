import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { Server } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { JournalLineFragment } from '../generated/operations.ts'
import { RowList } from '../kit/ChangeList.tsx'
import { ListRow } from '../kit/ListRow.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { TimeText } from '../kit/TimeText.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { changesOf, deedOf, nameBefore, valuesOf } from './journalSentence.ts'
import type { FieldChange } from './journalSentence.ts'
import { useUserOption } from './UserPicker.tsx'

/** What happened, each entry in words, newest first. */
export function JournalEntries({ label, entries }: { label: string; entries: readonly JournalLineFragment[] }) {
  const phone = usePhone()
  return (
    <RowList label={label}>
      {entries.map((entry) => (
        <ListRow
          key={entry.id}
          start={entry.actor ? <PersonAvatar name={entry.actor.name} id={entry.actor.id} /> : <Server size={18} aria-hidden />}
          title={<Box component="span" sx={{ fontWeight: 400 }}><Sentence entry={entry} /></Box>}
          detail={phone ? <><TimeText at={entry.at} style="dateTime" /><Details entry={entry} /></> : <Details entry={entry} />}
          end={phone ? undefined : <TimeText at={entry.at} style="dateTime" />}
        />
      ))}
    </RowList>
  )
}

const strong = (words: ReactNode) => <Box component="bdi" sx={{ fontWeight: 500 }}>{words}</Box>

const to = (href: string, words: string) => (
  <Link href={href} sx={{ color: 'ink', fontWeight: 500 }}><bdi>{words}</bdi></Link>
)

function UserName({ id }: { id: unknown }) {
  const user = useUserOption(typeof id === 'string' ? id : null)
  return user ? to(`/people/${user.id}`, user.label) : <FormattedMessage id="journal.somebody" />
}

function Sentence({ entry }: { entry: JournalLineFragment }) {
  const intl = useIntl()
  const { actor, about, session, noun } = entry
  const deed = deedOf(entry)
  const id = `journal.say.${deed}`
  const gone = nameBefore(entry)
  const now = valuesOf(entry.after)
  const trainer = now['trainer'] ?? valuesOf(entry.before)['trainer']
  const attendance = now['attendance'] ?? valuesOf(entry.before)['attendance']
  const word = (key: string) => (intl.messages[key] ? intl.formatMessage({ id: key }) : '')
  return (
    <FormattedMessage
      id={intl.messages[id] ? id : 'journal.say.other'}
      values={{
        actor: actor ? strong(actor.name) : strong(intl.formatMessage({ id: 'app.system' })),
        about: about ? to(`/people/${about.id}`, about.name) : gone ? strong(gone) : <FormattedMessage id="journal.somebody" />,
        session: session ? to(`/sessions/${session.id}`, session.title) : gone && noun === 'Session' ? strong(gone) : <FormattedMessage id="journal.someSession" />,
        trainer: noun === 'Assignment' ? <UserName id={trainer} /> : '',
        attendance: typeof attendance === 'string' ? word(`journal.attendance.${attendance}`) : '',
        noun: word(`journal.noun.${noun}`) || noun,
        verb: entry.verb,
      }}
    />
  )
}

function Details({ entry }: { entry: JournalLineFragment }) {
  const changes = changesOf(entry)
  if (changes.length === 0 && !entry.reason) return undefined
  return (
    <Box component="span" sx={{ display: 'block', overflowWrap: 'anywhere' }}>
      {entry.reason && <Box component="span" sx={{ display: 'block' }}><FormattedMessage id="journal.reason" values={{ reason: <bdi>{entry.reason}</bdi> }} /></Box>}
      {changes.map((change) => <Change key={change.field} change={change} />)}
    </Box>
  )
}

function Change({ change: { field, before, after } }: { change: FieldChange }) {
  const intl = useIntl()
  const id = `journal.field.${field}`
  return (
    <Box component="span" sx={{ display: 'block' }}>
      <FormattedMessage
        id="journal.change"
        values={{
          field: intl.messages[id] ? intl.formatMessage({ id }) : field,
          before: <bdi><Value field={field} value={before} /></bdi>,
          after: <Box component="bdi" sx={{ color: 'ink' }}><Value field={field} value={after} /></Box>,
        }}
      />
    </Box>
  )
}

const instants = new Set(['startsAt', 'endsAt', 'expiresAt', 'at'])

function Value({ field, value }: { field: string; value: unknown }) {
  const intl = useIntl()
  if (value === null || value === undefined || value === '') return <FormattedMessage id="journal.nothing" />
  if (typeof value === 'boolean') return <FormattedMessage id={value ? 'journal.yes' : 'journal.no'} />
  if (field === 'trainer' || field === 'trainee') return <UserName id={value} />
  if (instants.has(field) && typeof value === 'string') return <TimeText at={value} style="dateTime" />
  const known = `journal.${field}.${String(value)}`
  if (field === 'role') return <FormattedMessage id={`app.role.${String(value)}`} />
  if (intl.messages[known]) return <FormattedMessage id={known} />
  return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>
}
