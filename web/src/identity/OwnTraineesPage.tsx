import { Users } from 'lucide-react'
import { useCallback, useMemo } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import Link from '@mui/material/Link'
import { useFailureWords } from '../app/failureWords.ts'
import { useRowHighlights } from '../app/highlights.ts'
import type { Highlight } from '../app/highlights.ts'
import { useLive, useLiveList } from '../app/live.ts'
import { shownOf } from '../app/shownOf.ts'
import { useViewer } from '../app/viewer.tsx'
import { useOwnTraineesQuery } from '../generated/identity/assignments.ts'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import type { OwnTraineesQuery } from '../generated/operations.ts'
import { DataTable } from '../kit/DataTable.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { NewRowsStrip } from '../kit/NewRowsStrip.tsx'
import { Page } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import type { TableColumn } from '../kit/tableModel.ts'
import { TimeText } from '../kit/TimeText.tsx'
import { useListPlace } from './listPlace.ts'
import { PersonName } from './personColumns.tsx'
import { PersonStateMark } from './personLooks.tsx'
import { usePersonNote } from './personNote.tsx'

type OwnAssignment = OwnTraineesQuery['assignments']['nodes'][number]

const pageSize = 50

/** The trainees whom a trainer follows. */
export function OwnTraineesPage() {
  const intl = useIntl()
  const viewer = useViewer()
  const place = useListPlace(pageSize)
  const failure = useFailureWords()
  const words = usePersonNote()
  const highlights = useRowHighlights(useCallback((highlight: Highlight) => words(highlight), [words]))
  const people = useLive(UserChangedDocument)
  const live = useLiveList(AssignmentChangedDocument, { refetch: () => list.refetch(), belongs: ({ assignment }) => assignment?.trainer.id === viewer.id })
  const list = useOwnTraineesQuery({ variables: { trainerId: viewer.id, ...place.page }, skip: !live.ready || !people.ready })
  const found = shownOf(list)?.assignments
  const columns = useMemo(() => traineeColumns(intl), [intl])
  const failed = list.error && failure(list.error)
  return (
    <Page fill>
      <PageHeader title={<FormattedMessage id="own.trainees" />} line={<FormattedMessage id="own.trainees.line" />} />
      <NewRowsStrip count={live.fresh} onShow={live.show}>
        <FormattedMessage id="own.trainees.fresh" values={{ count: live.fresh, b: (text) => <strong key="b">{text}</strong> }} />
      </NewRowsStrip>
      <DataTable
        label={intl.formatMessage({ id: 'own.trainees' })}
        columns={columns}
        rows={found?.nodes}
        question={list.variables}
        loading={!list.data && !list.error}
        paging={found && place.pagingOf(found)}
        highlights={highlights}
        rowHref={({ trainee }) => `/people/${trainee.id}`}
        rowHeight={46}
        empty={
          failed ? (
            <ErrorPanel title={<FormattedMessage id="people.failed" />} onRetry={() => void list.refetch()} retrying={list.loading} requestId={failed.requestId}>{failed.words}</ErrorPanel>
          ) : (
            <EmptyState icon={Users} title={<FormattedMessage id="own.trainees.empty" />}><FormattedMessage id="own.trainees.empty.why" /></EmptyState>
          )
        }
        phoneRow={({ trainee }) => ({
          start: <PersonAvatar name={trainee.name} id={trainee.id} size={36} />,
          title: <bdi>{trainee.name}</bdi>,
          detail: <bdi>{trainee.email ?? trainee.username}</bdi>,
          end: trainee.isActive ? undefined : <PersonStateMark person={trainee} />,
        })}
      />
    </Page>
  )
}

const contact = (href: string, words: string | null | undefined) => (words ? <Link href={`${href}${words}`} sx={{ color: 'ink' }}><bdi>{words}</bdi></Link> : '—')

function traineeColumns(intl: IntlShape): TableColumn<OwnAssignment>[] {
  const word = (id: string) => intl.formatMessage({ id })
  return [
    { field: 'name', header: word('person.name'), name: true, flex: 1, width: 220, cell: ({ trainee }) => <PersonName {...trainee} /> },
    { field: 'email', header: word('person.email'), flex: 1, width: 220, cell: ({ trainee }) => contact('mailto:', trainee.email) },
    { field: 'phone', header: word('person.phone'), width: 170, cell: ({ trainee }) => contact('tel:', trainee.phone) },
    { field: 'since', header: word('own.sinceColumn'), width: 140, cell: ({ assignedAt }) => <TimeText at={assignedAt} style="date" /> },
    { field: 'state', header: word('person.state'), width: 150, cell: ({ trainee }) => <PersonStateMark person={trainee} /> },
  ]
}
