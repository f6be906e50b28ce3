import Button from '@mui/material/Button'
import Box from '@mui/material/Box'
import { CheckCheck, ClipboardCheck, Clock, MapPin, Pencil, Plus, Unlink, Video } from 'lucide-react'
import { ActionButton } from '../src/kit/ActionButton.tsx'
import { ChangeList, RowList } from '../src/kit/ChangeList.tsx'
import { CountStrip } from '../src/kit/CountStrip.tsx'
import { Kbd } from '../src/kit/Kbd.tsx'
import { Lamp } from '../src/kit/Lamp.tsx'
import { ListRow } from '../src/kit/ListRow.tsx'
import { Page, PageBody, Panel, Section } from '../src/kit/Page.tsx'
import { Fact, PageHeader } from '../src/kit/PageHeader.tsx'
import { StatusPill } from '../src/kit/Status.tsx'
import { TimeRange, TimeText, ZoneName } from '../src/kit/TimeText.tsx'

const now = Date.now()
const ago = (seconds: number) => new Date(now - seconds * 1000)

export function HomeView() {
  return (
    <Page>
      <PageHeader
        breadcrumb={[{ label: 'Sessions', href: '/sessions' }, { label: <TimeText at={now} style="longDate" />, href: '/day' }]}
        title="First aid at work, day 2"
        status={<StatusPill tone="live" lamp>In progress, 48 min left</StatusPill>}
        facts={<><Fact icon={Clock}><TimeRange from={now} to={now + 5_400_000} /> <ZoneName zone="Africa/Cairo" offset /></Fact><Fact icon={MapPin}>Training room 2</Fact></>}
        secondary={<ActionButton icon={CheckCheck} disabledReason="It ends at 11:30.">Complete</ActionButton>}
        primary={<ActionButton variant="contained" color="primary" icon={Video}>Join class</ActionButton>}
        overflow={[{ id: 'edit', label: 'Edit', icon: Pencil }]}
        tabs={{ label: 'Session', value: 'people', tabs: [{ value: 'overview', label: 'Overview' }, { value: 'people', label: 'People', count: 12 }, { value: 'history', label: 'History' }] }}
      />
      <PageBody>
        <CountStrip
          label="Counts"
          items={[
            { id: '1', label: 'Sessions this week', value: '42', change: { text: '6 more than last week', trend: 'up', good: true }, series: [3, 4, 3.5, 5, 4.6, 6, 6, 8] },
            { id: '2', label: 'Seats filled', value: '86%', change: { text: '4 points more', trend: 'up', good: true }, series: [3, 4, 3, 5, 6, 6, 7, 8] },
            { id: '3', label: 'Attendance, 30 days', value: '91.5%', change: { text: '1.2 points less', trend: 'down', good: false }, series: [3, 6, 7, 7, 6.5, 7, 6.8, 5] },
            { id: '4', label: 'Active trainees', value: '1,284', change: { text: '38 more this month', trend: 'up', good: true }, series: [1, 2, 3, 4, 5, 6, 7, 8] },
          ]}
        />
        <Box sx={{ display: 'grid', gap: 7, gridTemplateColumns: { xs: '1fr', md: '1fr 1fr' } }}>
          <Section title="Needs attention" count="4">
            <RowList label="Needs attention">
              <ListRow start={<ClipboardCheck size={18} color="var(--lectern-palette-warn)" />} title="Fire warden briefing" detail="Ended 09:30 · 3 of 14 not marked" end={<Button size="small">Mark</Button>} />
              <ListRow start={<Unlink size={18} color="var(--lectern-palette-warn)" />} title="Python for analysts" detail="Starts 13:00 · no class link, no place" end={<Button size="small">Add link</Button>} />
            </RowList>
          </Section>
          <Section title="Just now" mark={<Lamp breathing />} end={<Button variant="text" size="small">All changes</Button>}>
            <ChangeList
              label="Just now"
              items={[
                { id: 'a', person: { name: 'Mara Lindqvist' }, title: <>Mara Lindqvist marked Noor Saleh</>, detail: 'present, First aid at work, day 2', at: ago(8), highlight: 'changed' },
                { id: 'b', person: { name: 'Omar Haddad' }, title: 'Omar Haddad moved Python for analysts', detail: '12:30 to 13:00', at: ago(40), href: '/x' },
                { id: 'c', person: { name: 'هناء فاروق' }, title: 'هناء فاروق ألغت إكسل', detail: 'trainer ill', at: ago(360) },
                { id: 'd', person: { name: 'Chiara Conti' }, title: 'Chiara Conti added 4 trainees', detail: 'to Data protection basics', at: ago(7400) },
              ]}
            />
          </Section>
        </Box>
        <Panel title="Sessions per day" subtitle="216 sessions, 19 more than the 30 days before" end={<ActionButton icon={Plus} size="small">Make a report</ActionButton>}>
          Keys: <Kbd>P</Kbd> <Kbd>L</Kbd> <Kbd>↑</Kbd> <Kbd>⌫</Kbd>
        </Panel>
      </PageBody>
    </Page>
  )
}
