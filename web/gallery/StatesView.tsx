import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { CalendarPlus, SearchX } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { ActionButton } from '../src/kit/ActionButton.tsx'
import { ConflictDialog } from '../src/kit/ConflictDialog.tsx'
import { ConnectionLine, ConnectionStrip } from '../src/kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../src/kit/EmptyState.tsx'
import { Mark } from '../src/kit/Mark.tsx'
import { PersonAvatar } from '../src/kit/PersonAvatar.tsx'
import { ReasonDialog } from '../src/kit/ReasonDialog.tsx'
import { TableSkeleton } from '../src/kit/Skeletons.tsx'
import { useToast } from '../src/kit/Toasts.tsx'

const asked = new URLSearchParams(location.search)
const since = new Date(Date.now() - 240_000)

function Card({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Box>
      <Typography variant="small" sx={{ color: 'ink2', display: 'block', marginBlockEnd: 1 }}>{title}</Typography>
      <Box sx={{ display: 'flex', flexDirection: 'column', border: 1, borderColor: 'line', borderRadius: '10px', bgcolor: 'surface', minBlockSize: 150, overflow: 'hidden' }}>{children}</Box>
    </Box>
  )
}

export function StatesView() {
  const toast = useToast()
  const [dialog, setDialog] = useState(asked.get('dialog'))
  const close = () => setDialog(null)
  useEffect(() => {
    toast.refused('The session is full: 12 of 12 seats are taken.', { action: { label: 'Open' } })
    toast.done('3 trainees marked present', { onUndo: () => undefined })
  }, [toast])
  return (
    <Box sx={{ display: 'grid', gap: 5, padding: 5, gridTemplateColumns: { xs: '1fr', sm: 'repeat(3, minmax(0, 1fr))' } }}>
      <Card title="Connection">
        <Box sx={{ padding: 5, display: 'grid', gap: 4 }}>
          <Box sx={{ display: 'flex', gap: 3 }}><Mark lit wordmark /><ConnectionLine state="live" lastChangeAt={Date.now() - 8000} /></Box>
          <Box sx={{ display: 'flex', gap: 3 }}><Mark lit={false} /><ConnectionLine state="reconnecting" pending={12} /></Box>
          <Box sx={{ display: 'flex', gap: 3 }}><Mark lit={false} /><ConnectionLine state="offline" since={since} /></Box>
        </Box>
      </Card>
      <Card title="Offline">
        <ConnectionStrip state="offline" since={since} onRetry={() => undefined} />
        <Box sx={{ padding: 4 }}><ActionButton variant="contained" color="primary" disabledReason="Needs a connection" reasonBeside>New session</ActionButton></Box>
      </Card>
      <Card title="Busy, avatars">
        <Box sx={{ padding: 4, display: 'flex', gap: 2, flexWrap: 'wrap' }}>
          <ActionButton variant="contained" color="primary" busy>Save this choice</ActionButton>
          <ActionButton variant="contained" color="error">Cancel session</ActionButton>
          <ActionButton variant="text">Discard mine</ActionButton>
          {['Mara Lindqvist', 'Omar Haddad', 'Chiara Conti', 'Yusuf Demir', 'Elena Petrova', 'Noor Saleh', 'Priya Nair', 'عمر حداد', 'Wei Zhang'].map((name) => <PersonAvatar key={name} name={name} lamp={name.startsWith('Mara')} />)}
        </Box>
      </Card>
      <Card title="Empty: nothing yet">
        <EmptyState icon={CalendarPlus} title="No sessions this week" actions={<><ActionButton size="small">Week before</ActionButton><ActionButton size="small" variant="contained" color="primary">New session</ActionButton></>}>
          Nothing is planned from 29 November to 5 December. Plan the first one, or look at the week before.
        </EmptyState>
      </Card>
      <Card title="Empty: filters">
        <EmptyState icon={SearchX} title="No session matches" actions={<ActionButton size="small">Clear the filters</ActionButton>}>
          386 sessions are hidden by “Trainer: Yusuf Demir” and “Status: Completed”.
        </EmptyState>
      </Card>
      <Card title="Error">
        <ErrorPanel title="The sessions did not load" onRetry={() => undefined} requestId="01J-77">The server did not answer within 10 seconds. Nothing is lost, and your filters are kept.</ErrorPanel>
      </Card>
      <Card title="Loading">
        <TableSkeleton columns={[{ field: 'starts', header: 'Starts', width: 110 }, { field: 'title', header: 'Title', width: 120, flex: 1 }, { field: 'status', header: 'Status', width: 90 }]} rows={6} rowHeight={40} />
      </Card>
      <ConflictDialog
        open={dialog === 'conflict'}
        title="Omar changed this while you did"
        line="Python for analysts, 20 s ago"
        person={{ name: 'Omar Haddad' }}
        fields={[
          { id: 'starts', label: 'Starts', theirs: '13:00', yours: '12:45' },
          { id: 'place', label: 'Place', theirs: 'Training room 1', yours: 'Training room 1', same: true },
          { id: 'seats', label: 'Seats', theirs: '16', yours: '18' },
        ]}
        onSave={close}
        onDiscard={close}
      />
      <ReasonDialog open={dialog === 'reason'} title="Cancel “Excel: pivot tables”?" onClose={close} onConfirm={close} confirmLabel="Cancel session" reasonHint="The trainees read this.">
        7 trainees lose their place and are told at once. The session and its bookings stay on record; you can restore it.
      </ReasonDialog>
    </Box>
  )
}
