import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { Mail, Phone, UserRound } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import { useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import type { Highlight } from '../app/highlights.ts'
import { useLive, useLiveList } from '../app/live.ts'
import { shownOf } from '../app/shownOf.ts'
import { useViewer } from '../app/viewer.tsx'
import { useOwnTrainersQuery } from '../generated/identity/assignments.ts'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import type { OwnTrainersQuery } from '../generated/operations.ts'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { Fact, PageHeader } from '../kit/PageHeader.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { rowGlow } from '../kit/rowGlow.ts'
import { BlockSkeleton } from '../kit/Skeletons.tsx'
import type { RowHighlight } from '../kit/tableModel.ts'
import { RelativeTime, TimeText } from '../kit/TimeText.tsx'
import { PersonStateMark } from './personLooks.tsx'

type OwnAssignment = OwnTrainersQuery['assignments']['nodes'][number]

const note = ({ at }: Highlight) => <RelativeTime at={at} />

/** Whom a trainee turns to. */
export function OwnTrainersPage() {
  const viewer = useViewer()
  const failure = useFailureWords()
  const highlights = useRowHighlights(note)
  const people = useLive(UserChangedDocument)
  const live = useLiveList(AssignmentChangedDocument, { refetch: () => refetch(), belongs: ({ assignment }) => assignment?.trainee.id === viewer.id })
  const { data, previousData, error, loading, refetch } = useOwnTrainersQuery({
    variables: { traineeId: viewer.id },
    skip: !live.ready || !people.ready,
  })
  const found = shownOf({ data, previousData, error })?.assignments
  const failed = error && failure(error)
  return (
    <Page>
      <PageHeader title={<FormattedMessage id="own.trainers" />} line={<FormattedMessage id="own.trainers.line" />} />
      <NewRowsStrip count={live.fresh} onShow={live.show}>
        <FormattedMessage id="own.trainers.fresh" values={{ count: live.fresh, b: (words) => <strong key="b">{words}</strong> }} />
      </NewRowsStrip>
      {failed && !found ? (
        <ErrorPanel title={<FormattedMessage id="people.failed" />} onRetry={() => void refetch()} retrying={loading} requestId={failed.requestId}>{failed.words}</ErrorPanel>
      ) : found?.nodes.length === 0 ? (
        <EmptyState icon={UserRound} title={<FormattedMessage id="own.trainers.empty" />}><FormattedMessage id="own.trainers.empty.why" /></EmptyState>
      ) : (
        <PageBody>
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0, display: 'grid', gap: 4, gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 300px), 1fr))' }}>
            {!found && [1, 2].map((one) => <li key={one}><BlockSkeleton height={150} /></li>)}
            {found?.nodes.map((assignment) => <TrainerTile key={assignment.id} assignment={assignment} highlight={highlights.get(assignment.id)} />)}
          </Box>
        </PageBody>
      )}
    </Page>
  )
}

function TrainerTile({ assignment: { trainer, assignedAt }, highlight }: { assignment: OwnAssignment; highlight: RowHighlight | undefined }) {
  return (
    <Box
      component="li"
      sx={{ border: 1, borderColor: 'line', borderRadius: { xs: '12px', sm: '10px' }, bgcolor: 'surface', padding: 5, display: 'grid', gap: 3, minInlineSize: 0, ...(highlight && rowGlow[highlight.kind]) }}
    >
      <Box sx={{ display: 'flex', gap: 3, alignItems: 'center', minInlineSize: 0 }}>
        <PersonAvatar name={trainer.name} id={trainer.id} size={44} />
        <Box sx={{ minInlineSize: 0 }}>
          <Typography variant="h2"><Link href={`/people/${trainer.id}`} underline="hover" sx={{ color: 'inherit' }}><bdi>{trainer.name}</bdi></Link></Typography>
          <Typography variant="small" component="div" sx={{ color: 'ink2' }}>
            <FormattedMessage id="own.since" values={{ date: <TimeText at={assignedAt} style="date" /> }} />
          </Typography>
        </Box>
      </Box>
      <Box sx={{ display: 'grid', gap: 1.5, overflowWrap: 'anywhere' }}>
        {trainer.email && <Fact icon={Mail}><Link href={`mailto:${trainer.email}`}><bdi>{trainer.email}</bdi></Link></Fact>}
        {trainer.phone && <Fact icon={Phone}><Link href={`tel:${trainer.phone}`}><bdi>{trainer.phone}</bdi></Link></Fact>}
        {!trainer.isActive && <PersonStateMark person={trainer} />}
      </Box>
    </Box>
  )
}
