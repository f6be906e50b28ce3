/**
 * The connection, driven by props alone.
 *
 * | part | props |
 * |---|---|
 * | Mark | in Mark.tsx: the logo whose lamp is the connection |
 * | ConnectionLine | `state` ('live', 'reconnecting', 'offline'), `since` (instant of the break), `lastChangeAt`, `pending` (changes to catch up), `arriving` (the lamp breathes), `short` (phone bar) |
 * | ConnectionStrip | `state`, `since`, `onRetry`: at the sheet's top while offline; reconnecting shows nothing before 3 s |
 * | useOfflineReason | `(state)` → the words for a disabled writing button, or undefined |
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import Typography from '@mui/material/Typography'
import { LoaderCircle, WifiOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { Lamp } from './Lamp.tsx'
import { Ring } from './Ring.tsx'
import { RelativeTime, TimeText } from './TimeText.tsx'
import type { Instant } from './timeWords.ts'

export type ConnectionState = 'live' | 'reconnecting' | 'offline'

export interface ConnectionProps {
  state: ConnectionState
  since?: Instant | null | undefined
  lastChangeAt?: Instant | null | undefined
  pending?: number | undefined
  arriving?: boolean | undefined
  short?: boolean
}

export function ConnectionLine({ state, since, lastChangeAt, pending = 0, arriving = false, short = false }: ConnectionProps) {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2, minBlockSize: 24, typography: 'small' }}>
      {state === 'live' && <Lamp breathing={arriving} />}
      {state === 'reconnecting' && (
        <Box component="span" sx={{ display: 'flex', color: 'ink2' }}><Ring /></Box>
      )}
      {state === 'offline' && <Box component="span" sx={{ display: 'flex', color: 'errorInk' }}><WifiOff size={16} aria-hidden /></Box>}
      <Box component="span" role="status" sx={{ fontWeight: 600, color: state === 'offline' ? 'errorInk' : 'ink', whiteSpace: 'nowrap' }}>
        <StateWords state={state} since={short ? null : since} />
      </Box>
      {!short && (
        <Box component="span" sx={{ color: 'ink2', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
          {state === 'live' && lastChangeAt && <FormattedMessage id="kit.lastChange" values={{ ago: <RelativeTime at={lastChangeAt} /> }} />}
          {state === 'reconnecting' && pending > 0 && <FormattedMessage id="kit.toCatchUp" values={{ count: pending }} />}
          {state === 'offline' && <FormattedMessage id="kit.mayBeOld" />}
        </Box>
      )}
    </Box>
  )
}

function StateWords({ state, since }: { state: ConnectionState; since: Instant | null | undefined }) {
  if (state === 'live') return <FormattedMessage id="kit.live" />
  if (state === 'reconnecting') return <FormattedMessage id="kit.reconnecting" />
  if (!since) return <FormattedMessage id="kit.offline" />
  return <FormattedMessage id="kit.offlineSince" values={{ time: <TimeText at={since} /> }} />
}

interface ConnectionStripProps {
  state: ConnectionState
  since?: Instant | null | undefined
  onRetry?: (() => void) | undefined
}

export function ConnectionStrip({ state, since, onRetry }: ConnectionStripProps) {
  const late = useAfter(state === 'reconnecting', 3000)
  if (state === 'live' || (state === 'reconnecting' && !late)) return null
  const offline = state === 'offline'
  return (
    <Box
      role={offline ? 'alert' : 'status'}
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 2.5,
        minBlockSize: 40,
        flexShrink: 0,
        paddingInline: { xs: 4, sm: 7 },
        borderBlockEnd: '1px solid',
        borderColor: 'line',
        bgcolor: offline ? 'errorSoft' : 'sunken',
        color: offline ? 'errorInk' : 'ink2',
      }}
    >
      {offline ? <WifiOff size={16} aria-hidden /> : <LoaderCircle size={16} aria-hidden />}
      <Typography variant="small" component="span" sx={{ flex: 1 }}>
        <strong><StateWords state={state} since={since} />{offline && '.'}</strong>{' '}
        {offline && <FormattedMessage id="kit.offlineStrip" />}
      </Typography>
      {offline && onRetry && (
        <Button variant="text" size="small" color="error" onClick={onRetry}><FormattedMessage id="kit.tryNow" /></Button>
      )}
    </Box>
  )
}

function useAfter(on: boolean, ms: number): boolean {
  const [passed, setPassed] = useState(false)
  useEffect(() => {
    setPassed(false)
    if (!on) return undefined
    const timer = setTimeout(() => setPassed(true), ms)
    return () => clearTimeout(timer)
  }, [on, ms])
  return passed
}

export function useOfflineReason(state: ConnectionState): string | undefined {
  const intl = useIntl()
  return state === 'live' ? undefined : intl.formatMessage({ id: 'kit.needsConnection' })
}
