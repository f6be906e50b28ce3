import Box from '@mui/material/Box'
import LinearProgress from '@mui/material/LinearProgress'
import { Download, FileText, RotateCcw, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import { skipToken, useApolloClient } from '../app/apollo.ts'
import { failureWords, useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import { useLiveList } from '../app/live.ts'
import { useViewer } from '../app/viewer.tsx'
import type { ReportLineFragment } from '../generated/operations.ts'
import { ReportChangedDocument } from '../generated/reporting/live.ts'
import { ReportLinkDocument, useReportsQuery } from '../generated/reporting/reports.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { RowList } from '../kit/ChangeList.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { ListRow } from '../kit/ListRow.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Section } from '../kit/Page.tsx'
import { ListSkeleton } from '../kit/Skeletons.tsx'
import { StatusMark } from '../kit/Status.tsx'
import { RelativeTime, TimeText } from '../kit/TimeText.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { formatIcons, sizeOf } from './reportLooks.ts'

const pageSize = 20

interface PastReportsProps {
  /** Fills the form with the same wish. */
  onAgain: (report: ReportLineFragment) => void
}

/** Reports on their way and those that are there, the latest first; everything moves by itself. */
export function PastReportsPage({ onAgain }: PastReportsProps) {
  const intl = useIntl()
  const failure = useFailureWords()
  const viewer = useViewer()
  const { ready, fresh, show } = useLiveList(ReportChangedDocument, { refetch: () => refetch() })
  const { data, error, loading, refetch, fetchMore } = useReportsQuery(ready ? { variables: { first: pageSize }, fetchPolicy: 'cache-and-network' } : skipToken)
  const highlights = useRowHighlights(nothingSaid)
  const found = data?.reports
  const older = found?.pageInfo.hasNextPage ? found.pageInfo.endCursor : undefined
  return (
    <Section title={<FormattedMessage id="reports.past" />} count={found && <FormattedNumber value={found.totalCount} />}>
      <NewRowsStrip count={fresh} onShow={show}>
        <FormattedMessage id="reports.fresh" values={{ count: fresh, b: (words) => <b>{words}</b> }} />
      </NewRowsStrip>
      {!found && error && <ErrorPanel onRetry={() => void refetch()} retrying={loading} requestId={failure(error).requestId}>{failure(error).words}</ErrorPanel>}
      {!found && !error && <ListSkeleton rows={4} />}
      {found?.nodes.length === 0 && <EmptyState icon={FileText} title={<FormattedMessage id="reports.none" />}><FormattedMessage id="reports.none.why" /></EmptyState>}
      {found && found.nodes.length > 0 && (
        <RowList label={intl.formatMessage({ id: 'reports.past' })}>
          {found.nodes.map((report) => <ReportRow key={report.id} report={report} highlight={report.requestedBy.id === viewer.id ? undefined : highlights.get(report.id)?.kind} onAgain={onAgain} />)}
        </RowList>
      )}
      {older && (
        <Box sx={{ paddingBlock: 3 }}>
          <ActionButton
            size="small"
            busy={loading}
            onClick={() =>
              void fetchMore({
                variables: { after: older },
                updateQuery: (before, { fetchMoreResult: { reports } }) => ({ reports: { ...reports, nodes: [...before.reports.nodes, ...reports.nodes] } }),
              })
            }
          >
            <FormattedMessage id="reports.older" />
          </ActionButton>
        </Box>
      )}
    </Section>
  )
}

const nothingSaid = () => null

interface ReportRowProps extends PastReportsProps {
  report: ReportLineFragment
  highlight: 'changed' | 'fading' | 'removed' | undefined
}

function ReportRow({ report, highlight, onAgain }: ReportRowProps) {
  const { kind, format, status, failure, requestedBy, createdAt } = report
  const Icon = status === 'FAILED' ? TriangleAlert : formatIcons[format]
  const underway = status === 'QUEUED' || status === 'RUNNING'
  return (
    <ListRow
      start={<Icon size={18} aria-hidden {...(status === 'FAILED' && { color: 'var(--lectern-palette-errorInk)' })} />}
      title={<FormattedMessage id="reports.name" values={{ kind: <FormattedMessage id={`reports.kind.${kind}`} />, format }} />}
      detail={
        <>
          <bdi>{requestedBy.name}</bdi>{' · '}<RelativeTime at={createdAt} />
          {status === 'READY' && <ReadyFacts report={report} />}
          {status === 'FAILED' && failure && <Box component="span" sx={{ color: 'errorInk' }}>{' · '}<bdi>{failure}</bdi></Box>}
          {underway && <Progress report={report} />}
        </>
      }
      highlight={highlight}
      end={
        underway ? undefined : status === 'READY' ? <FetchButton id={report.id} /> : (
          <Box sx={{ display: 'flex', alignItems: 'center', gap: 3 }}>
            <StatusMark tone={status === 'FAILED' ? 'error' : 'cancelled'}><FormattedMessage id={`reports.status.${status}`} /></StatusMark>
            <ActionButton size="small" icon={RotateCcw} onClick={() => onAgain(report)}><FormattedMessage id="reports.again" /></ActionButton>
          </Box>
        )
      }
    />
  )
}

function ReadyFacts({ report: { rows, bytes, expiresAt } }: { report: ReportLineFragment }) {
  const size = bytes === null || bytes === undefined ? undefined : sizeOf(bytes)
  return (
    <>
      {typeof rows === 'number' && <>{' · '}<FormattedMessage id="reports.rows" values={{ rows }} /></>}
      {size && <>{' · '}<bdi><FormattedNumber value={size.value} style="unit" unit={size.unit} unitDisplay="short" /></bdi></>}
      {expiresAt && <>{' · '}<FormattedMessage id="reports.until" values={{ time: <TimeText at={expiresAt} style="dayTime" /> }} /></>}
    </>
  )
}

function Progress({ report: { status, progress } }: { report: ReportLineFragment }) {
  const intl = useIntl()
  // The server speaks once a second: until then nobody knows how far it is.
  const begun = status === 'RUNNING' && progress > 0
  const share = intl.formatNumber(progress, { style: 'percent' })
  const words = intl.formatMessage({ id: `reports.status.${status}` }, { share })
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, marginBlockStart: 1 }}>
      <LinearProgress
        aria-label={words}
        variant={begun ? 'determinate' : 'indeterminate'}
        {...(begun && { value: Math.round(progress * 100) })}
        sx={{ flex: 1, maxInlineSize: 220, blockSize: 4, borderRadius: '2px', bgcolor: 'line', '& .MuiLinearProgress-bar': { bgcolor: 'pine' } }}
      />
      <span>{words}</span>
    </Box>
  )
}

/** The link is good for five minutes: each click asks for a new one. */
function FetchButton({ id }: { id: string }) {
  const intl = useIntl()
  const client = useApolloClient()
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const fetchReport = async () => {
    setAsking(true)
    try {
      const { data, error } = await client.query({ query: ReportLinkDocument, variables: { id }, fetchPolicy: 'network-only' })
      if (error) throw error
      const url = data?.report?.url
      if (url) follow(url)
      else toast.refused(intl.formatMessage({ id: 'reports.gone' }))
    } catch (error) {
      toast.refused(failureWords(intl, error))
    } finally {
      setAsking(false)
    }
  }
  return <ActionButton size="small" icon={Download} busy={asking} onClick={() => void fetchReport()}><FormattedMessage id="reports.fetch" /></ActionButton>
}

/** As a click on a link would: the server names the file. */
function follow(url: string): void {
  const link = document.createElement('a')
  link.href = url
  link.download = ''
  document.body.append(link)
  link.click()
  link.remove()
}
