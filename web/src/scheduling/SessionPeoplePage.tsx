import { skipToken } from '../app/apollo.ts'
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import useMediaQuery from '@mui/material/useMediaQuery'
import { Check, ClipboardX, SearchX, Undo2, UserPlus, Users } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { useViewer } from '../app/viewer.tsx'
import type { RosterBookingFragment, SessionDetailFragment } from '../generated/operations.ts'
import { BookingChangedDocument } from '../generated/scheduling/live.ts'
import { useRosterQuery } from '../generated/scheduling/roster.ts'
import { ActionButton, ActionIconButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { FootBar } from '../kit/Page.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { SearchField } from '../kit/SearchField.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import { TimeText } from '../kit/TimeText.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { tallyOf } from './attendanceMarks.ts'
import { RemoveTraineeDialog } from './RemoveTraineeDialog.tsx'
import { RosterAside, RosterSummary } from './RosterAside.tsx'
import { RosterTable } from './RosterTable.tsx'
import { useMarking } from './useMarking.ts'
import { useWholeList } from './useWholeList.ts'

interface SessionPeoplePageProps {
  session: SessionDetailFragment
  onAdd: () => void
}

const struckFor = 6_000
/** So many are found with the eye on a phone, where a field would take the place of one. */
const foundByEye = 15

/** Everybody booked, kept live: who comes appears, who goes is struck a moment, who else marks is named. */
function useRoster(sessionId: string) {
  const [colleague, setColleague] = useState<{ id: string; name: string }>()
  const isHere = (booking: { session: { id: string } } | null | undefined) => booking?.session.id === sessionId
  const { ready } = useLive(BookingChangedDocument, {
    onCreated: ({ booking }) => {
      if (isHere(booking)) void refetch()
    },
    onUpdated: ({ booking, fields, actor }, own) => {
      if (!booking || !isHere(booking)) return
      if (fields.includes('status')) setTimeout(() => void refetch(), own || booking.status === 'BOOKED' ? 0 : struckFor)
      if (!own && actor && fields.includes('attendance')) setColleague(actor)
    },
    onRemoved: ({ id }, own) => {
      if (data?.bookings.nodes.some((booking) => booking.id === id)) setTimeout(() => void refetch(), own ? 0 : struckFor)
    },
  })
  const { data, error, loading, refetch, fetchMore } = useRosterQuery(ready ? { variables: { sessionId } } : skipToken)
  useWholeList(
    data?.bookings.pageInfo,
    data?.bookings.nodes.length ?? 0,
    (after) =>
      fetchMore({
        variables: { after },
        updateQuery: (before, { fetchMoreResult: { bookings } }) => ({
          ...before,
          bookings: { ...bookings, nodes: [...before.bookings.nodes, ...bookings.nodes] },
        }),
      }),
    Number.POSITIVE_INFINITY,
  )
  useEffect(() => {
    if (!colleague) return
    const timer = setTimeout(() => setColleague(undefined), 60_000)
    return () => clearTimeout(timer)
  }, [colleague])
  return { bookings: data?.bookings.nodes, colleague, error, loading, refetch }
}

export function SessionPeoplePage({ session, onAdd }: SessionPeoplePageProps) {
  const intl = useIntl()
  const phone = usePhone()
  const wide = useMediaQuery('(min-width: 1100px)', { noSsr: true })
  const viewer = useViewer()
  const toast = useToast()
  const failure = useFailureWords()
  const offline = useOfflineReason(useConnectionState())
  const { bookings, colleague, error, loading, refetch } = useRoster(session.id)
  const sorted = useMemo(
    () => (bookings ?? []).toSorted((one, other) => one.trainee.name.localeCompare(other.trainee.name, intl.locale)),
    [bookings, intl.locale],
  )
  const { marked, mark, undo, canUndo } = useMarking(session.id, sorted)
  const [search, setSearch] = useState('')
  const [removing, setRemoving] = useState<RosterBookingFragment>()
  const wanted = search.toLocaleLowerCase(intl.locale)
  const shown = wanted ? marked.filter(({ trainee }) => trainee.name.toLocaleLowerCase(intl.locale).includes(wanted)) : marked
  const booked = marked.filter(({ status }) => status === 'BOOKED')
  const tally = tallyOf(booked.map(({ attendance }) => ({ attendance, count: 1 })))
  const canMark = session.viewerCanMarkAttendance

  const markRest = () => {
    const rest = booked.filter(({ attendance }) => !attendance).map(({ trainee }) => ({ traineeId: trainee.id, attendance: 'PRESENT' as const }))
    mark(rest)
    const takenBack = rest.map(({ traineeId }) => ({ traineeId, attendance: null }))
    toast.done(<FormattedMessage id="attendance.restMarked" values={{ count: rest.length }} />, { onUndo: () => mark(takenBack) })
  }
  const add = session.viewerCanAddTrainees && (
    <ActionButton variant="text" size="small" icon={UserPlus} onClick={onAdd} disabledReason={offline}><FormattedMessage id="session.addTrainees" /></ActionButton>
  )
  if (error && !bookings) {
    const { words, requestId } = failure(error)
    return <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={requestId}>{words}</ErrorPanel>
  }
  if (!bookings) return <Box sx={{ paddingInline: { sm: 7 } }}><ListSkeleton rows={8} avatar /></Box>
  if (bookings.length === 0) {
    return (
      <EmptyState icon={Users} title={<FormattedMessage id="session.people.empty" />} actions={add}>
        <FormattedMessage id={session.viewerCanAddTrainees ? 'session.people.empty.why' : 'session.people.empty.read'} />
      </EmptyState>
    )
  }
  // With the attendance at hand, the menu of the header offers what is not about marking.
  const working = phone && canMark
  const others = colleague && <Colleague {...colleague} />
  const rest = canMark && tally.unmarked > 0 && (
    <ActionButton
      size={phone ? 'medium' : 'small'}
      {...(phone && { variant: 'contained', color: 'primary' })}
      icon={Check}
      onClick={markRest}
      disabledReason={offline}
    >
      <FormattedMessage id="attendance.markRest" values={{ count: tally.unmarked }} />
    </ActionButton>
  )
  return (
    <Box sx={{ display: 'flex', flex: 1, minBlockSize: 0 }}>
      <Box sx={{ flex: 1, minInlineSize: 0, display: 'flex', flexDirection: 'column', overflowY: { sm: 'auto' } }}>
        {!wide && <RosterSummary tally={tally}>{others}</RosterSummary>}
        {(!working || marked.length > foundByEye) && (
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3, paddingInline: { xs: 4, sm: 7 }, paddingBlock: { xs: 2, sm: 3 }, borderBlockEnd: '1px solid', borderColor: 'line' }}>
            <Box sx={{ flex: { xs: 1, sm: '0 1 210px' }, minInlineSize: 130 }}>
              <SearchField value={search} onChange={setSearch} placeholder={intl.formatMessage({ id: 'session.people.find' })} />
            </Box>
            {wide && others}
            <Box sx={{ flex: { sm: 1 } }} />
            {!working && add}
            {!phone && rest}
          </Box>
        )}
        {!canMark && <WhyNoMarks session={session} />}
        <RosterTable
          bookings={shown}
          viewerId={viewer.id}
          startsAt={session.startsAt}
          offline={offline}
          onMark={canMark ? (traineeId, attendance) => mark([{ traineeId, attendance }]) : undefined}
          onUndo={() => undo()?.traineeId}
          onRemove={session.viewerCanRemoveTrainees ? setRemoving : undefined}
        />
        {shown.length === 0 && <EmptyState icon={SearchX} title={<FormattedMessage id="session.people.none" />} />}
      </Box>
      {wide && <RosterAside tally={tally} keys={canMark} />}
      {working && (
        <FootBar alone>
          <ActionIconButton
            label={intl.formatMessage({ id: 'kit.undo' })}
            icon={Undo2}
            mirror
            onClick={() => undo()}
            disabledReason={canUndo ? null : intl.formatMessage({ id: 'attendance.nothingToUndo' })}
          />
          {rest || <AllMarked />}
        </FootBar>
      )}
      {removing && <RemoveTraineeDialog session={session} booking={removing} onClose={() => setRemoving(undefined)} />}
    </Box>
  )
}

function AllMarked() {
  return <Typography variant="small" component="p" sx={{ m: 0, alignSelf: 'center', textAlign: 'center' }}><FormattedMessage id="attendance.allMarked" /></Typography>
}

function Colleague({ id, name }: { id: string; name: string }) {
  return (
    <Typography variant="small" component="span" role="status" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2.5, color: 'ink2' }}>
      <PersonAvatar name={name} id={id} size={24} lamp />
      <span><FormattedMessage id="attendance.colleague" values={{ name: <bdi>{name.split(/\s/u)[0]}</bdi> }} /></span>
    </Typography>
  )
}

const marksBefore = 15 * 60_000

/** Every control that is not there says why. */
function WhyNoMarks({ session }: { session: SessionDetailFragment }) {
  const from = Date.parse(session.startsAt) - marksBefore
  const early = session.status === 'SCHEDULED' && from > Date.now()
  const reason = session.status === 'CANCELLED' ? 'cancelled' : early ? 'early' : 'rights'
  return (
    <Typography variant="small" component="p" sx={{ display: 'flex', alignItems: 'center', gap: 2, m: 0, color: 'ink2', paddingInline: { xs: 4, sm: 7 }, paddingBlock: 2.5, bgcolor: 'sunken', borderBlockEnd: '1px solid', borderColor: 'line' }}>
      <ClipboardX size={16} aria-hidden />
      <span><FormattedMessage id={`attendance.why.${reason}`} values={{ time: <TimeText at={from} style="dayTime" /> }} /></span>
    </Typography>
  )
}
