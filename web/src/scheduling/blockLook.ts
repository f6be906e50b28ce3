import type { Highlight } from '../app/highlights.ts'
import { color } from '../kit/color.ts'
import { isOver, stateOf } from './sessionState.ts'
import type { TimedSession } from './sessionState.ts'

// A session as a block as long as it lasts: on the home it lies, in the calendar it stands.

export type BlockKind = 'live' | 'past' | 'coming' | 'cancelled'

export function blockKind(session: TimedSession, now: number): BlockKind {
  const state = stateOf(session, now)
  if (state === 'CANCELLED') return 'cancelled'
  if (state === 'IN_PROGRESS') return 'live'
  return state === 'COMPLETED' || isOver(session, now) ? 'past' : 'coming'
}

const looks: Record<BlockKind, object> = {
  live: { border: '1.5px solid', borderColor: 'lampLine', bgcolor: 'lampSoft' },
  past: { border: '1px solid', borderColor: 'line', bgcolor: 'sunken' },
  coming: { border: '1px solid', borderColor: 'control', bgcolor: 'raised' },
  cancelled: { border: '1px dashed', borderColor: 'control', bgcolor: 'surface' },
}

/** How much of what is in progress has gone by, on its way `to` the end. */
function elapsed({ startsAt, endsAt }: TimedSession, now: number, to: 'right' | 'bottom') {
  const [start, end] = [Date.parse(startsAt), Date.parse(endsAt)]
  const share = Math.min(100, Math.max(0, ((now - start) / (end - start)) * 100))
  return { backgroundImage: `linear-gradient(to ${to}, ${color('lampNow')} ${share}%, transparent ${share}%)` }
}

interface BlockState {
  session: TimedSession
  now: number
  glow: Highlight | undefined
}

/** Somebody else has just changed what is still there. */
export const isChanged = (glow: Highlight | undefined): glow is Highlight => glow?.phase === 'steady' && glow.kind !== 'REMOVED'

export function blockLook({ session, now, glow }: BlockState, to: 'right' | 'bottom'): object {
  const kind = blockKind(session, now)
  return {
    ...looks[kind],
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'stretch',
    inlineSize: '100%',
    blockSize: '100%',
    borderRadius: '6px',
    overflow: 'hidden',
    textAlign: 'start',
    typography: 'block',
    ...(kind === 'live' && elapsed(session, now, to)),
    ...(isChanged(glow) && { bgcolor: 'lampSoft', borderInlineStart: '3px solid', borderInlineStartColor: 'lampLine' }),
    ...(glow?.phase === 'fading' && { transition: 'background-color 1.2s ease-out' }),
    '&:hover': { filter: 'brightness(0.985)' },
  }
}

/** Cut off where its own direction ends (`dir=auto`), and lined up with the rest all the same. */
export function blockTitleLook({ session, now, glow }: BlockState): object {
  const kind = blockKind(session, now)
  const struck = kind === 'cancelled' || glow?.kind === 'REMOVED'
  return {
    textAlign: '-webkit-match-parent',
    fontWeight: 500,
    overflow: 'hidden',
    color: struck ? 'cancelled' : kind === 'past' ? 'ink2' : 'ink',
    textDecoration: struck ? 'line-through' : 'none',
  }
}
