/**
 * What was changed by somebody else glows: at once in, 6 s steady, 1.2 s out. One's own changes never glow.
 * The state is a plain value, so that time can be tested; `useLiveHighlights` lets it run.
 */
import type { RowHighlight } from './tableModel.ts'

export const steadyMs = 6000
export const fadeMs = 1200

export interface Glow extends RowHighlight {
  /** When it began. */
  at: number
}

export type Glows = ReadonlyMap<string, Glow>

export function withGlow(glows: Glows, id: string, highlight: Omit<RowHighlight, 'kind'> & { kind?: 'changed' | 'removed' }, at: number): Glows {
  const known = glows.get(id)
  // What is gone does not come to life again by a late message.
  if (known?.kind === 'removed' && highlight.kind !== 'removed') return glows
  return new Map(glows).set(id, { kind: 'changed', ...highlight, at })
}

export interface Settled {
  glows: Glows
  /** Removed rows whose time is over. */
  gone: string[]
}

/** The same map when nothing is due. */
export function settle(glows: Glows, now: number): Settled {
  const gone: string[] = []
  const next = new Map<string, Glow>()
  let moved = false
  for (const [id, glow] of glows) {
    const age = now - glow.at
    if (age < steadyMs) next.set(id, glow)
    else if (glow.kind === 'removed') gone.push(id)
    else if (age < steadyMs + fadeMs) next.set(id, glow.kind === 'fading' ? glow : { ...glow, kind: 'fading' })
    moved ||= next.get(id) !== glow
  }
  return { glows: moved ? next : glows, gone }
}

/** Ms until something is due, or null. */
export function dueIn(glows: Glows, now: number): number | null {
  const dues = [...glows.values()].map(({ kind, at }) => at + steadyMs + (kind === 'fading' ? fadeMs : 0) - now)
  return dues.length > 0 ? Math.max(0, Math.min(...dues)) : null
}
