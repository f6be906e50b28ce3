/**
 * Two people changed one thing: the second sees both and chooses, field by field.
 *
 * | prop | |
 * |---|---|
 * | open, title, line | "Omar changed this while you did" · "Python for analysts, 20 s ago" |
 * | person | `{ id, name }` of the other one |
 * | fields | `{ id, label, theirs, yours, same? }[]` |
 * | onSave(choice) | `Record<id, 'theirs' or 'yours'>`; what differs starts as theirs |
 * | onDiscard, busy, disabledReason | |
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Dialog from '@mui/material/Dialog'
import Typography from '@mui/material/Typography'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionButton } from './ActionButton.tsx'
import { arrowStep } from './FieldTiles.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'
import { Tile } from './Tile.tsx'
import { usePhone } from './usePhone.ts'

export type ConflictSide = 'theirs' | 'yours'

export interface ConflictField {
  id: string
  label: ReactNode
  theirs: ReactNode
  yours: ReactNode
  same?: boolean
}

export interface ConflictDialogProps {
  open: boolean
  title: ReactNode
  line?: ReactNode
  person: { id?: string; name: string }
  fields: readonly ConflictField[]
  onSave: (choice: Record<string, ConflictSide>) => void
  onDiscard: () => void
  busy?: boolean
  disabledReason?: string | null | undefined
}

export function ConflictDialog({ open, title, line, person, fields, onSave, onDiscard, busy = false, disabledReason }: ConflictDialogProps) {
  const phone = usePhone()
  const titleId = useId()
  const [chosen, setChosen] = useState<Record<string, ConflictSide>>({})
  const choice = Object.fromEntries(fields.filter(({ same }) => !same).map(({ id }) => [id, chosen[id] ?? 'theirs' as const]))
  return (
    <Dialog open={open} fullScreen={phone} aria-labelledby={titleId} slotProps={{ paper: { sx: { inlineSize: 560, maxInlineSize: '100%' } } }}>
      <Box sx={{ display: 'flex', gap: 2.5, alignItems: 'center', padding: 6, paddingBlockEnd: 4 }}>
        <PersonAvatar name={person.name} id={person.id} />
        <Box>
          <Typography id={titleId} variant="h2">{title}</Typography>
          {line !== undefined && <Typography variant="small" component="p" sx={{ color: 'ink2' }}>{line}</Typography>}
        </Box>
      </Box>
      <Box sx={{ paddingInline: 6, overflowY: 'auto', flex: 1 }}>
        {fields.map((field) => (
          <ConflictRow
            key={field.id}
            field={field}
            theirName={person.name}
            side={choice[field.id] ?? 'theirs'}
            onChoose={(side) => setChosen({ ...chosen, [field.id]: side })}
          />
        ))}
      </Box>
      <Box sx={{ display: 'flex', justifyContent: 'flex-end', gap: 2, padding: 6, paddingBlockStart: 5 }}>
        <Button variant="text" onClick={onDiscard} disabled={busy}><FormattedMessage id="kit.conflict.discard" /></Button>
        <ActionButton variant="contained" color="primary" busy={busy} disabledReason={disabledReason} onClick={() => onSave(choice)}>
          <FormattedMessage id="kit.conflict.save" />
        </ActionButton>
      </Box>
    </Dialog>
  )
}

interface ConflictRowProps {
  field: ConflictField
  theirName: string
  side: ConflictSide
  onChoose: (side: ConflictSide) => void
}

function ConflictRow({ field, theirName, side, onChoose }: ConflictRowProps) {
  const intl = useIntl()
  const labelId = useId()
  const first = theirName.split(/\s/u)[0] ?? theirName
  const tile = (own: ConflictSide, value: ReactNode, who: string) => (
    <Tile
      title={<bdi>{value}</bdi>}
      end={<bdi>{who}</bdi>}
      chosen={side === own}
      tabIndex={side === own ? 0 : -1}
      onChoose={() => onChoose(own)}
      onKeyDown={(event) => {
        if (arrowStep(event) === 0) return
        event.preventDefault()
        const other = event.currentTarget.nextElementSibling ?? event.currentTarget.previousElementSibling
        onChoose(own === 'theirs' ? 'yours' : 'theirs')
        if (other instanceof HTMLElement) other.focus()
      }}
    />
  )
  return (
    <Box
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: '1fr', sm: '88px 1fr' },
        alignItems: 'center',
        gap: 2,
        paddingBlock: 1.5,
        minBlockSize: 46,
        borderBlockStart: '1px solid',
        borderColor: 'line',
      }}
    >
      <Typography id={labelId} variant="small" sx={{ color: 'ink2' }}>{field.label}</Typography>
      {field.same ? (
        <Typography variant="small" sx={{ color: 'ink2' }}>
          <FormattedMessage id="kit.conflict.same" values={{ value: <bdi>{field.theirs}</bdi> }} />
        </Typography>
      ) : (
        <Box role="radiogroup" aria-labelledby={labelId} sx={{ display: 'grid', gridTemplateColumns: 'repeat(2, minmax(0, 1fr))', gap: 2 }}>
          {tile('theirs', field.theirs, first)}
          {tile('yours', field.yours, intl.formatMessage({ id: 'kit.conflict.you' }))}
        </Box>
      )}
    </Box>
  )
}
