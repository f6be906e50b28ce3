import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { ArrowRightLeft, CircleCheck, Network, Plus, SearchX, UserMinus, UserPlus } from 'lucide-react'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { shownOf } from '../app/shownOf.ts'
import { useMay } from '../app/viewer.tsx'
import { useAssignmentBoardQuery, useTraineesWithoutTrainerQuery } from '../generated/identity/assignments.ts'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { DataTableFooter } from '../kit/DataTableFooter.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { FilterBar } from '../kit/FilterBar.tsx'
import type { MenuAction } from '../kit/OverflowMenu.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { BlockSkeleton } from '../kit/Skeletons.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { pairsOf, withMoves } from './board.ts'
import type { Board, BoardPerson, BoardTrainer } from './board.ts'
import { DropZone, TraineeRow, TrainerCard } from './BoardPart.tsx'
import type { Dragged } from './BoardPart.tsx'
import { useAddressFilters, useListPlace } from './listPlace.ts'
import { MoveTraineeDialog } from './MoveTraineeDialog.tsx'
import type { MoveAsked } from './MoveTraineeDialog.tsx'
import { useAssignments } from './useAssignments.tsx'

const pageSize = 24
const glowsFor = 6_000

export function AssignmentsPage() {
  const may = useMay()
  return may('assignTrainee') ? <AssignmentBoard /> : <NotFoundPage />
}

/** The board as the server has it, and what others did to it a moment ago. */
function useBoard(search: string, page: ReturnType<typeof useListPlace>['page']) {
  const [glowing, setGlowing] = useState<ReadonlyMap<string, 'changed' | 'removed'>>(new Map())
  const [ghosts, setGhosts] = useState<readonly { trainer: BoardPerson; trainee: BoardPerson }[]>([])
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const shown = useRef<Board>(undefined)

  const heard = (_: unknown, own: boolean) => {
    if (own) return
    const before = shown.current && pairsOf(shown.current)
    void refetch().then(() => {
      // What has come back is on the screen with the next draw.
      setTimeout(() => {
        if (!before || !shown.current) return
        const after = pairsOf(shown.current)
        const came = [...after.keys()].filter((key) => !before.has(key))
        const went = [...before].filter(([key]) => !after.has(key))
        if (came.length + went.length === 0) return
        setGlowing((all) => new Map([...all, ...came.map((key) => [key, 'changed'] as const), ...went.map(([key]) => [key, 'removed'] as const)]))
        setGhosts((all) => [...all, ...went.map(([, pair]) => pair)])
        clearTimeout(timer.current)
        timer.current = setTimeout(() => {
          setGlowing(new Map())
          setGhosts([])
        }, glowsFor)
      }, 50)
    })
  }
  const assignments = useLive(AssignmentChangedDocument, { onCreated: heard, onRemoved: heard })
  const people = useLive(UserChangedDocument, { onCreated: heard, onUpdated: heard, onRemoved: heard })
  const skip = !assignments.ready || !people.ready
  const list = useAssignmentBoardQuery({ variables: { ...page, ...(search && { search }) }, skip })
  const waiting = useTraineesWithoutTrainerQuery({ skip })
  const { refetch: refetchList } = list
  const { refetch: refetchWaiting } = waiting
  const refetch = useCallback(() => Promise.all([refetchList(), refetchWaiting()]), [refetchList, refetchWaiting])

  const found = shownOf(list)?.users
  const alone = shownOf(waiting)?.users
  const board = useMemo<Board | undefined>(
    () =>
      found && alone && {
        without: alone.nodes,
        withoutTotal: alone.totalCount,
        trainers: found.nodes.map(({ id, name, trainees }) => ({ id, name, trainees: trainees.nodes.toReversed(), total: trainees.totalCount })),
      },
    [found, alone],
  )
  shown.current = board
  return { board, found, error: list.error ?? waiting.error, loading: list.loading, refetch, glowing, ghosts }
}

function AssignmentBoard() {
  const intl = useIntl()
  const [params, change] = useAddressFilters()
  const search = params.get('q') ?? ''
  const place = useListPlace(pageSize)
  const { board: served, found, error, loading, refetch, glowing, ghosts } = useBoard(search, place.page)
  const { pending, move } = useAssignments(refetch)
  const [asked, setAsked] = useState<MoveAsked>()
  const [dragged, setDragged] = useState<Dragged>()
  const offline = useOfflineReason(useConnectionState())
  // Under a thumb the board is scrolled, and one trainer at a time is in sight.
  const phone = usePhone()
  const failure = useFailureWords()
  const board = served && withMoves(served, pending)
  const failed = error && failure(error)

  const drop = (to?: BoardPerson) => {
    if (dragged) void move({ ...dragged, to })
    setDragged(undefined)
  }
  const actions = (trainee: BoardPerson, trainer?: BoardTrainer): MenuAction[] => {
    const standing = board?.trainers.filter(({ trainees }) => trainees.some(({ id }) => id === trainee.id)).map(({ id }) => id) ?? []
    const ask = (kind: MoveAsked['kind']) => () => setAsked({ kind, trainee, ...(trainer && { from: trainer }), standing })
    const action = (id: string, icon: typeof UserPlus, onSelect: () => void): MenuAction => ({
      id, icon, onSelect, label: intl.formatMessage({ id: `assign.action.${id}` }), disabledReason: offline ?? null,
    })
    if (!trainer) return [action('assign', UserPlus, ask('assign'))]
    return [
      action('move', ArrowRightLeft, ask('move')),
      action('also', UserPlus, ask('also')),
      { ...action('unassign', UserMinus, () => void move({ trainee, from: trainer })), dividerBefore: true },
    ]
  }
  const row = (trainer?: BoardTrainer) => (trainee: BoardPerson) => ({
    actions: actions(trainee, trainer),
    onDrag: offline || phone ? undefined : (dragging: boolean) => setDragged(dragging ? { trainee, ...(trainer && { from: trainer }) } : undefined),
  })
  const most = Math.max(0, ...(board?.trainers.map(({ total }) => total) ?? []))
  return (
    <Page>
      <PageHeader
        title={<FormattedMessage id="app.assignments" />}
        line={board && board.trainers.length > 1 && <BoardLine board={board} />}
        primary={
          <ActionButton variant="contained" color="primary" icon={Plus} onClick={() => setAsked({ kind: 'assign' })} disabledReason={offline} reasonBeside>
            <FormattedMessage id="assign.new" />
          </ActionButton>
        }
      >
        <FilterBar
          search={{ value: search, onChange: (q) => change({ q }), placeholder: intl.formatMessage({ id: 'assign.search' }) }}
          onClear={() => change({ q: null })}
        />
      </PageHeader>
      {failed && !board ? (
        <ErrorPanel title={<FormattedMessage id="assign.failed" />} onRetry={() => void refetch()} retrying={loading} requestId={failed.requestId}>{failed.words}</ErrorPanel>
      ) : (
        <PageBody>
          <Box sx={{ display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '288px minmax(0, 1fr)' } }}>
            {board ? (
              <WithoutTrainer board={board} accepts={dragged?.from !== undefined} onDrop={() => drop()} row={row()} />
            ) : (
              <BlockSkeleton height={320} />
            )}
            <Box sx={{ display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: 'repeat(auto-fill, minmax(min(100%, 248px), 1fr))' }}>
              {!board && [1, 2, 3, 4, 5, 6].map((one) => <BlockSkeleton key={one} height={220} />)}
              {board?.trainers.map((trainer) => (
                <TrainerCard
                  key={trainer.id}
                  trainer={withGhosts(trainer, ghosts)}
                  most={most}
                  dragged={dragged}
                  onDrop={() => drop(trainer)}
                  onAdd={() => setAsked({ kind: 'assign', to: trainer, standing: trainer.trainees.map(({ id }) => id) })}
                  addRefused={offline}
                  canAssign
                  glowing={glowing}
                  row={row(trainer)}
                />
              ))}
              {board && board.trainers.length === 0 && <NoTrainers search={search} onClear={() => change({ q: null })} />}
            </Box>
          </Box>
        </PageBody>
      )}
      {found && found.totalCount > pageSize && <DataTableFooter paging={place.pagingOf(found)} shown={found.nodes.length} />}
      {asked && <MoveTraineeDialog asked={asked} onClose={() => setAsked(undefined)} onMove={(next) => void move(next)} />}
    </Page>
  )
}

/** Who was taken away by somebody else stays struck for a moment, and does not count. */
function withGhosts(trainer: BoardTrainer, ghosts: readonly { trainer: BoardPerson; trainee: BoardPerson }[]): BoardTrainer {
  const gone = ghosts.filter((ghost) => ghost.trainer.id === trainer.id && !trainer.trainees.some(({ id }) => id === ghost.trainee.id))
  return gone.length > 0 ? { ...trainer, trainees: [...gone.map(({ trainee }) => trainee), ...trainer.trainees] } : trainer
}

function BoardLine({ board: { trainers } }: { board: Board }) {
  const totals = trainers.map(({ total }) => total)
  const average = totals.reduce((sum, total) => sum + total, 0) / totals.length
  return <FormattedMessage id="assign.line.load" values={{ trainers: trainers.length, most: Math.max(...totals), fewest: Math.min(...totals), average: Math.round(average) }} />
}

interface WithoutTrainerProps {
  board: Board
  accepts: boolean
  onDrop: () => void
  row: (trainee: BoardPerson) => { actions: MenuAction[]; onDrag: ((dragging: boolean) => void) | undefined }
}

function WithoutTrainer({ board: { without, withoutTotal }, accepts, onDrop, row }: WithoutTrainerProps) {
  const intl = useIntl()
  const phone = usePhone()
  const rest = withoutTotal - without.length
  return (
    <DropZone accepts={accepts} onDrop={onDrop} label={intl.formatMessage({ id: 'assign.without' })} sunken>
      <Box sx={{ display: 'flex', gap: 2, alignItems: 'baseline' }}>
        <Typography variant="h2"><FormattedMessage id="assign.without" /></Typography>
        <Typography variant="h2" component="span" sx={{ color: 'ink2', fontWeight: 400 }}><FormattedNumber value={withoutTotal} /></Typography>
      </Box>
      {withoutTotal === 0 ? (
        <Typography variant="small" component="p" sx={{ display: 'flex', gap: 2, alignItems: 'center', color: 'ink2', paddingBlock: 3 }}>
          <CircleCheck size={16} aria-hidden />
          <FormattedMessage id="assign.without.none" />
        </Typography>
      ) : (
        <Typography variant="small" component="p" sx={{ color: 'ink2', marginBlockStart: 0.5 }}><FormattedMessage id={phone ? 'assign.without.hint.menu' : 'assign.without.hint'} /></Typography>
      )}
      <Box component="ul" aria-label={intl.formatMessage({ id: 'assign.without' })} sx={{ listStyle: 'none', m: 0, p: 0, marginBlockStart: 2, maxBlockSize: { md: '60vh' }, overflowY: 'auto', marginInline: -2, paddingInline: 2 }}>
        {without.map((trainee) => <TraineeRow key={trainee.id} trainee={trainee} {...row(trainee)} />)}
      </Box>
      {rest > 0 && (
        <ActionButton variant="text" size="small" href="/people?trainer=none&active=yes"><FormattedMessage id="assign.showRest" values={{ count: rest }} /></ActionButton>
      )}
    </DropZone>
  )
}

function NoTrainers({ search, onClear }: { search: string; onClear: () => void }) {
  return (
    <Box sx={{ gridColumn: '1 / -1' }}>
      {search ? (
        <EmptyState
          icon={SearchX}
          title={<FormattedMessage id="assign.empty.filtered" />}
          actions={<ActionButton size="small" onClick={onClear}><FormattedMessage id="people.empty.clear" /></ActionButton>}
        />
      ) : (
        <EmptyState
          icon={Network}
          title={<FormattedMessage id="assign.empty" />}
          actions={<ActionButton size="small" href="/people?role=TRAINER&new"><FormattedMessage id="people.add" /></ActionButton>}
        >
          <FormattedMessage id="assign.empty.why" />
        </EmptyState>
      )}
    </Box>
  )
}
