import Box from '@mui/material/Box'
import { useAtPresent } from '../kit/useNow.ts'
import { ConnectionLine } from '../kit/Connection.tsx'
import { Mark } from '../kit/Mark.tsx'
import { useConnection } from './connection.ts'

/** The lamp breathes a little longer than a change takes to arrive. */
const arrivingFor = 2_400

export function ConnectionStatus({ short = false }: { short?: boolean }) {
  const { state, since, lastChangeAt } = useConnection()
  const arriving = useAtPresent(1000, (now) => lastChangeAt !== undefined && now - lastChangeAt < arrivingFor)
  // The first moment says nothing: it is neither live nor lost.
  if (state === 'connecting') return <Box sx={{ minBlockSize: 24 }} />
  return <ConnectionLine state={state} since={since} lastChangeAt={lastChangeAt} arriving={arriving} short={short} />
}

export function ConnectionMark({ wordmark = false }: { wordmark?: boolean }) {
  const { state } = useConnection()
  return <Mark lit={state === 'live' || state === 'connecting'} wordmark={wordmark} />
}
