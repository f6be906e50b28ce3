import Box from '@mui/material/Box'
import type { IntlShape } from 'react-intl'
import { OverflowMenu } from '../kit/OverflowMenu.tsx'
import type { MenuAction } from '../kit/OverflowMenu.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import type { PhoneRow, TableColumn } from '../kit/tableModel.ts'
import { TimeText } from '../kit/TimeText.tsx'
import { PersonStateMark, RoleMark } from './personLooks.tsx'
import type { ListedPerson } from './peopleFilters.ts'

/** The first two by name, of the rest the number. */
export function Names({ intl, people, total }: { intl: IntlShape; people: readonly { id: string; name: string }[]; total: number }) {
  if (total === 0) return <Box component="span" sx={{ color: 'ink3' }} aria-hidden>—</Box>
  const shown = people.slice(0, total > 2 ? 1 : 2)
  const rest = total - shown.length
  return (
    <Box component="span" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
      {shown.map(({ id, name }, index) => (
        <span key={id}>{index > 0 && intl.formatMessage({ id: 'person.comma' })}<bdi>{name}</bdi></span>
      ))}
      {rest > 0 && <Box component="span" sx={{ color: 'ink2' }}> {intl.formatMessage({ id: 'person.more' }, { count: rest })}</Box>}
    </Box>
  )
}

export function PersonName({ id, name }: { id: string; name: string }) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2.5, maxInlineSize: '100%' }}>
      <PersonAvatar name={name} id={id} size={28} />
      <Box component="bdi" sx={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{name}</Box>
    </Box>
  )
}

export function personColumns(intl: IntlShape, actions: ((person: ListedPerson) => MenuAction[]) | undefined): TableColumn<ListedPerson>[] {
  const word = (id: string) => intl.formatMessage({ id })
  const menu: TableColumn<ListedPerson> = {
    field: 'menu',
    header: word('people.actions'),
    quietHeader: true,
    choosable: false,
    width: 60,
    cell: (person) => (
      <OverflowMenu size="small" label={intl.formatMessage({ id: 'people.actions.of' }, { name: person.name })} actions={actions?.(person) ?? []} />
    ),
  }
  // Who does not keep people reads of few of them by whom they are trained: a dash would say that nobody does.
  const trainers: TableColumn<ListedPerson> = {
    field: 'trainers',
    header: word('person.trainer'),
    width: 190,
    cell: (person) => <Names intl={intl} people={person.trainers.nodes} total={person.trainers.totalCount} />,
  }
  return [
    { field: 'NAME', header: word('person.name'), name: true, flex: 1, width: 220, sortable: true, cell: (person) => <PersonName {...person} /> },
    { field: 'USERNAME', header: word('person.username'), width: 170, sortable: true, cell: ({ username }) => <bdi>{username}</bdi> },
    { field: 'ROLE', header: word('person.role'), width: 130, sortable: true, cell: ({ role }) => <RoleMark role={role} /> },
    ...(actions ? [trainers] : []),
    { field: 'CREATED_AT', header: word('person.created'), width: 130, sortable: true, cell: ({ createdAt }) => <TimeText at={createdAt} style="date" /> },
    { field: 'state', header: word('person.state'), width: 180, cell: (person) => <PersonStateMark person={person} /> },
    ...(actions ? [menu] : []),
  ]
}

export const phoneRow = (person: ListedPerson): PhoneRow => ({
  start: <PersonAvatar name={person.name} id={person.id} size={36} />,
  title: <bdi>{person.name}</bdi>,
  detail: <RoleMark role={person.role} />,
  end: <PersonStateMark person={person} />,
})
