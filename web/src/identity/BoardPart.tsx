import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import Typography from '@mui/material/Typography'
import { UserPlus } from 'lucide-react'
import { useState } from 'react'
import type { DragEvent, ReactNode } from 'react'
import { FormattedMessage, FormattedNumber, useIntl } from 'react-intl'
import { ActionButton, ActionIconButton } from '../kit/ActionButton.tsx'
import { OverflowMenu } from '../kit/OverflowMenu.tsx'
import type { MenuAction } from '../kit/OverflowMenu.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { rowGlow } from '../kit/rowGlow.ts'
import { pairKey } from './board.ts'
import type { BoardPerson, BoardTrainer } from './board.ts'

/** What is dragged. Dragging is an extra: whatever it does, the menus and pickers do too. */
export interface Dragged {
  trainee: BoardPerson
  from?: BoardPerson
}

interface DropZoneProps {
  accepts: boolean
  onDrop: () => void
  label: string
  sunken?: boolean
  children: ReactNode
}

export function DropZone({ accepts, onDrop, label, sunken = false, children }: DropZoneProps) {
  const [over, setOver] = useState(false)
  const allow = (event: DragEvent) => {
    if (!accepts) return
    event.preventDefault()
    setOver(true)
  }
  return (
    <Box
      component="section"
      aria-label={label}
      onDragOver={allow}
      onDragLeave={(event) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (accepts) onDrop()
      }}
      sx={{
        border: 1,
        borderColor: over ? 'link' : 'line',
        outline: over ? '1px solid var(--lectern-palette-link)' : 'none',
        borderRadius: { xs: '12px', sm: '10px' },
        bgcolor: over ? 'pineSoft' : sunken ? 'sunken' : 'surface',
        padding: 4,
        paddingBlockEnd: 2,
        minInlineSize: 0,
      }}
    >
      {children}
    </Box>
  )
}

export interface TraineeRowProps {
  trainee: BoardPerson
  actions: readonly MenuAction[]
  glow?: 'changed' | 'removed' | undefined
  onDrag?: ((dragging: boolean) => void) | undefined
}

export function TraineeRow({ trainee, actions, glow, onDrag }: TraineeRowProps) {
  const intl = useIntl()
  return (
    <Box
      component="li"
      draggable={Boolean(onDrag)}
      onDragStart={(event) => {
        event.dataTransfer.setData('text/plain', trainee.name)
        event.dataTransfer.effectAllowed = 'move'
        onDrag?.(true)
      }}
      onDragEnd={() => onDrag?.(false)}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2,
        minBlockSize: 36,
        marginInline: -2,
        paddingInline: 2,
        borderRadius: '6px',
        cursor: onDrag ? 'grab' : 'default',
        '&:hover': { bgcolor: 'hover' },
        ...(glow && rowGlow[glow]),
        '@media (pointer: coarse)': { minBlockSize: 44 },
      }}
    >
      <PersonAvatar name={trainee.name} id={trainee.id} size={24} />
      <Box sx={{ flex: 1, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap', ...(glow === 'removed' && { textDecoration: 'line-through' }) }}>
        <Link href={`/people/${trainee.id}`} draggable={false} underline="hover" sx={{ color: 'inherit' }}><bdi>{trainee.name}</bdi></Link>
      </Box>
      <OverflowMenu size="small" label={intl.formatMessage({ id: 'people.actions.of' }, { name: trainee.name })} actions={actions} />
    </Box>
  )
}

const shownAtFirst = 6

interface TrainerCardProps {
  trainer: BoardTrainer
  /** The most that anybody on the board has: the length of a full bar. */
  most: number
  dragged: Dragged | undefined
  onDrop: () => void
  onAdd: () => void
  addRefused: string | null | undefined
  canAssign: boolean
  glowing: ReadonlyMap<string, 'changed' | 'removed'>
  row: (trainee: BoardPerson) => Omit<TraineeRowProps, 'trainee'>
}

export function TrainerCard({ trainer, most, dragged, onDrop, onAdd, addRefused, canAssign, glowing, row }: TrainerCardProps) {
  const intl = useIntl()
  const [all, setAll] = useState(false)
  const shown = all ? trainer.trainees : trainer.trainees.slice(0, shownAtFirst)
  const rest = trainer.total - shown.length
  return (
    <DropZone accepts={dragged !== undefined && !trainer.trainees.some(({ id }) => id === dragged.trainee.id)} onDrop={onDrop} label={trainer.name}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 2.5 }}>
        <PersonAvatar name={trainer.name} id={trainer.id} size={32} />
        <Box sx={{ flex: 1, minInlineSize: 0 }}>
          <Typography variant="h3" component="h2" sx={{ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
            <Link href={`/people/${trainer.id}`} underline="hover" sx={{ color: 'inherit' }}><bdi>{trainer.name}</bdi></Link>
          </Typography>
          <Load count={trainer.total} most={most} />
        </Box>
        {canAssign && (
          <ActionIconButton icon={UserPlus} label={intl.formatMessage({ id: 'assign.add.to' }, { name: trainer.name })} onClick={onAdd} disabledReason={addRefused} />
        )}
      </Box>
      <Box component="ul" aria-label={intl.formatMessage({ id: 'assign.trainees.of' }, { name: trainer.name })} sx={{ listStyle: 'none', m: 0, p: 0, marginBlockStart: 2 }}>
        {shown.map((trainee) => <TraineeRow key={trainee.id} trainee={trainee} glow={glowing.get(pairKey(trainer.id, trainee.id))} {...row(trainee)} />)}
      </Box>
      {trainer.total === 0 && <Typography variant="small" component="p" sx={{ color: 'ink2', paddingBlock: 2 }}><FormattedMessage id="assign.noTrainees" /></Typography>}
      {rest > 0 && !all && (
        <ActionButton variant="text" size="small" onClick={() => setAll(true)}><FormattedMessage id="assign.showRest" values={{ count: rest }} /></ActionButton>
      )}
      {rest > 0 && all && (
        <Typography variant="small" component="p" sx={{ color: 'ink2', paddingBlock: 1 }}>
          <FormattedMessage id="assign.more" values={{ count: rest, page: (words) => <Link key="page" href={`/people/${trainer.id}/people`}>{words}</Link> }} />
        </Typography>
      )}
      {all && trainer.trainees.length > shownAtFirst && (
        <ActionButton variant="text" size="small" onClick={() => setAll(false)}><FormattedMessage id="assign.showLess" /></ActionButton>
      )}
    </DropZone>
  )
}

/** How much one trainer carries, beside whoever carries most. */
function Load({ count, most }: { count: number; most: number }) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      <Box aria-hidden sx={{ flex: 1, blockSize: 4, borderRadius: '2px', bgcolor: 'line', overflow: 'hidden' }}>
        <Box sx={{ blockSize: '100%', borderRadius: '2px', bgcolor: count === most && most > 0 ? 'ink' : 'ink2', inlineSize: `${most > 0 ? (count / most) * 100 : 0}%`, transition: 'inline-size 180ms ease-out' }} />
      </Box>
      <Typography variant="small" component="span" sx={{ color: 'ink2', minInlineSize: 20, textAlign: 'end' }}><FormattedNumber value={count} /></Typography>
    </Box>
  )
}
