import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { FileText } from 'lucide-react'
import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useConnectionState } from '../app/connection.ts'
import { useSave } from '../app/save.ts'
import type { SaveOutcome } from '../app/save.ts'
import type { GenerateReportInput, ReportFormat, ReportKind } from '../generated/operations.ts'
import { GenerateReportDocument } from '../generated/reporting/reports.ts'
import { FieldTimeZone } from '../identity/FieldTimeZone.tsx'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FieldDate } from '../kit/FieldDateTime.tsx'
import { FieldPair, FieldTiles } from '../kit/FieldTiles.tsx'
import { instantFromWall } from '../kit/zonedTime.ts'
import { plusDays } from './analyticsRange.ts'
import { reportFormats, reportKinds } from './reportLooks.ts'

export interface ReportWish {
  kind: ReportKind
  format: ReportFormat
  /** Days, both included; null: open. */
  from: string | null
  to: string | null
  timeZone: string | null
}

const midnight = (day: string, zone: string) => instantFromWall(`${day}T00:00`, zone)

function inputOf({ kind, format, from, to, timeZone }: ReportWish, viewerZone: string): GenerateReportInput {
  const zone = timeZone ?? viewerZone
  return {
    kind,
    format,
    timeZone: zone,
    ...(from && { from: midnight(from, zone) }),
    ...(to && { to: midnight(plusDays(to, 1), zone) }),
  }
}

interface ReportFormProps {
  wish: ReportWish
  onChange: (wish: ReportWish) => void
  zone: string
}

export function ReportForm({ wish, onChange, zone }: ReportFormProps) {
  const intl = useIntl()
  const offline = useOfflineReason(useConnectionState())
  const { save, saving } = useSave(GenerateReportDocument, { quiet: true, refetchQueries: ['Reports'] })
  const [refused, setRefused] = useState<Extract<SaveOutcome<unknown>, { saved: false }>>()
  const word = (id: string) => intl.formatMessage({ id: `reports.${id}` })
  const order = wish.from && wish.to && wish.from > wish.to ? intl.formatMessage({ id: 'analytics.range.order' }) : undefined
  const change = (part: Partial<ReportWish>) => {
    setRefused(undefined)
    onChange({ ...wish, ...part })
  }
  const make = async () => {
    if (order) return
    const outcome = await save({ input: inputOf(wish, zone) })
    setRefused(outcome.saved ? undefined : outcome)
  }
  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
      sx={{ display: 'grid', gap: 4 }}
    >
      <FieldTiles
        label={word('kind')}
        columns={2}
        value={wish.kind}
        onChange={(kind) => change({ kind })}
        error={refused?.fields['kind']}
        options={reportKinds.map(({ kind, icon }) => ({ value: kind, label: word(`kind.${kind}`), detail: word(`kind.${kind}.what`), icon }))}
      />
      <FieldTiles
        label={word('format')}
        value={wish.format}
        onChange={(format) => change({ format })}
        error={refused?.fields['format']}
        options={reportFormats.map(({ format, icon }) => ({ value: format, label: format, detail: word(`format.${format}`), icon }))}
      />
      <FieldPair>
        <FieldDate label={word('from')} optional value={wish.from} onChange={(from) => change({ from })} error={refused?.fields['from']} hint={word('dates.hint')} />
        <FieldDate label={word('to')} optional value={wish.to} onChange={(to) => change({ to })} error={order ?? refused?.fields['to']} />
      </FieldPair>
      <FieldTimeZone
        label={word('timeZone')}
        hint={word('timeZone.hint')}
        value={wish.timeZone ?? zone}
        onChange={(timeZone) => change({ timeZone })}
        error={refused?.fields['timeZone']}
      />
      {refused?.problem && <Typography role="alert" variant="small" sx={{ color: 'errorInk' }}>{refused.problem}</Typography>}
      <Box>
        <ActionButton type="submit" variant="contained" color="primary" icon={FileText} busy={saving} disabledReason={offline} reasonBeside>
          <FormattedMessage id="reports.make" />
        </ActionButton>
      </Box>
    </Box>
  )
}
