import { Ban, Calendar, Circle, CircleCheck, CircleDot, MapPin, Plus, Rows3, Trash2, TriangleAlert, User } from 'lucide-react'
import { useState } from 'react'
import { ActionButton } from '../src/kit/ActionButton.tsx'
import { ColumnChoice, useColumnChoice } from '../src/kit/ColumnChoice.tsx'
import { DataTable } from '../src/kit/DataTable.tsx'
import { FilterBar } from '../src/kit/FilterBar.tsx'
import { Meter, SegmentBar } from '../src/kit/Meter.tsx'
import { NewRowsStrip } from '../src/kit/NewRowsStrip.tsx'
import { OverflowMenu } from '../src/kit/OverflowMenu.tsx'
import { Page } from '../src/kit/Page.tsx'
import { Fact, PageHeader } from '../src/kit/PageHeader.tsx'
import { Person } from '../src/kit/PersonAvatar.tsx'
import { StatusMark } from '../src/kit/Status.tsx'
import type { RowHighlight, TableColumn, TableSort } from '../src/kit/tableModel.ts'
import { TimeRange, TimeText, ZoneNote } from '../src/kit/TimeText.tsx'
import { ViewSwitch } from '../src/kit/ViewSwitch.tsx'

const titles = ['Fire warden briefing', 'First aid at work, day 2', 'Food hygiene, level 2', 'Excel: pivot tables', 'Python for analysts', 'Onboarding, week 1', 'Forklift refresher', 'Data protection basics']
const trainers = ['Mara Lindqvist', 'Chiara Conti', 'Yusuf Demir', 'Omar Haddad', 'Elena Petrova']

const rows = Array.from({ length: 50 }, (_, index) => ({
  id: `row-${index}`,
  title: titles[index % titles.length] ?? '',
  trainer: trainers[index % trainers.length] ?? '',
  from: new Date(Date.UTC(2026, 10, 24 + Math.floor(index / 8), 6 + (index % 8))).toISOString(),
  to: new Date(Date.UTC(2026, 10, 24 + Math.floor(index / 8), 7 + (index % 8), 30)).toISOString(),
  place: index === 4 ? null : 'Training room 2',
  taken: 8 + ((index * 5) % 7),
  seats: 14,
  status: index === 0 ? 'done' : index < 3 ? 'live' : index === 3 ? 'cancelled' : 'scheduled',
}))
type Row = (typeof rows)[number]

const columns: TableColumn<Row>[] = [
  { field: 'from', header: 'Starts', width: 180, sortable: true, cell: (row) => <span><TimeText at={row.from} style="day" />&ensp;<TimeRange from={row.from} to={row.to} /></span> },
  { field: 'title', header: 'Title', name: true, flex: 1, width: 200, sortable: true, cell: (row) => row.title },
  { field: 'trainer', header: 'Trainer', width: 176, cell: (row) => <Person name={row.trainer} size={22} /> },
  { field: 'place', header: 'Place', width: 158, cell: (row) => row.place ? <Fact icon={MapPin}>{row.place}</Fact> : <StatusMark tone="warn" icon={TriangleAlert}>No place yet</StatusMark> },
  { field: 'seats', header: 'Seats', width: 116, cell: (row) => <Meter value={row.taken} max={row.seats} label={`${row.taken} of ${row.seats} seats`} /> },
  { field: 'attendance', header: 'Attendance', width: 112, cell: () => <SegmentBar total={12} segments={[{ id: 'p', value: 8, color: 'presentChart' }, { id: 'l', value: 1, color: 'lateChart' }, { id: 'a', value: 1, color: 'absentChart' }]} /> },
  { field: 'status', header: 'Status', width: 130, cell: (row) => <Status row={row} /> },
  { field: 'menu', header: 'Actions', quietHeader: true, choosable: false, width: 60, cell: (row) => <OverflowMenu size="small" label={`More about ${row.title}`} actions={[{ id: 'cancel', label: 'Cancel session', icon: Ban, danger: true }, { id: 'delete', label: 'Delete', icon: Trash2, disabledReason: 'Only an admin deletes a session.' }]} /> },
]

function Status({ row }: { row: Row }) {
  if (row.status === 'done') return <StatusMark tone="completed" icon={CircleCheck}>Completed</StatusMark>
  if (row.status === 'live') return <StatusMark tone="live" lamp>In progress</StatusMark>
  if (row.status === 'cancelled') return <StatusMark tone="cancelled" icon={Ban}>Cancelled</StatusMark>
  return <StatusMark icon={Circle}>Scheduled</StatusMark>
}

const highlights = new Map<string, RowHighlight>([
  ['row-4', { kind: 'changed', note: 'Omar moved it from 12:30, 8 s ago' }],
  ['row-6', { kind: 'removed', note: 'Hana deleted it, 2 s ago' }],
])

export function TableView() {
  const [sort, setSort] = useState<TableSort>({ field: 'from', direction: 'asc' })
  const [status, setStatus] = useState<string[]>([])
  const [search, setSearch] = useState('')
  const { hidden, setHidden } = useColumnChoice('gallery')
  return (
    <Page fill>
      <PageHeader
        title="Sessions"
        view={<ViewSwitch label="View" value="list" options={[{ value: 'list', label: 'List', icon: Rows3 }, { value: 'calendar', label: 'Calendar', icon: Calendar }]} />}
        primary={<ActionButton variant="contained" color="primary" icon={Plus}>New session</ActionButton>}
      >
        <FilterBar
          search={{ value: search, onChange: setSearch, placeholder: 'Search title or trainer' }}
          filters={[
            { id: 'from', label: 'From', icon: Calendar, value: 'From 24 November', onRemove: () => undefined, panel: () => 'dates' },
            { id: 'status', label: 'Status', icon: CircleDot, value: status[0] ?? null, onRemove: () => setStatus([]), selected: status, onSelect: setStatus, options: [{ value: 'Scheduled', label: 'Scheduled', icon: Circle }, { value: 'Completed', label: 'Completed', icon: CircleCheck }] },
            { id: 'trainer', label: 'Trainer', icon: User, value: null, onRemove: () => undefined, panel: () => 'picker' },
          ]}
          onClear={() => setStatus([])}
          end={<ColumnChoice columns={columns} hidden={hidden} onChange={setHidden} />}
        />
      </PageHeader>
      <NewRowsStrip count={3} onShow={() => undefined}><strong>3 new</strong> sessions match these filters</NewRowsStrip>
      <DataTable
        label="Sessions"
        columns={columns}
        hidden={hidden}
        rows={rows}
        sort={sort}
        onSort={setSort}
        highlights={highlights}
        struck={(row) => row.status === 'cancelled'}
        rowHref={(row) => `/sessions/${row.id}`}
        note={<ZoneNote />}
        paging={{ from: 1, size: 50, total: 386, hasNext: true, hasPrevious: false, onNext: () => undefined, onPrevious: () => undefined }}
        phoneRow={(row) => ({ title: row.title, detail: <><TimeText at={row.from} style="day" /> <TimeRange from={row.from} to={row.to} /> · {row.trainer}</>, end: <Status row={row} /> })}
      />
    </Page>
  )
}
