import { checkDeeds } from './deed-checks.ts'
import { isWithin, NOUNS, type Evidence, type Heard, type Stream, type Violation } from './evidence.ts'
import { replay, type Due, type Past } from './past.ts'
import { checkMessage } from './message-checks.ts'
import type { Eyes } from './sight.ts'

export interface Verdict {
  readonly violations: readonly Violation[]
  /** Changes that screens have heard, repeats left out. */
  readonly delivered: number
  readonly resets: number
}

/** Holds what was seen against what was promised. */
export function check(evidence: Evidence): Verdict {
  const past = replay(evidence.journal, eyesOf(evidence.streams))
  const judged = evidence.streams.map(stream => judge(stream, past))
  const unpositioned: Violation[] = evidence.withoutPosition === 0 ? [] : [{ breach: 'lost', what: `${evidence.withoutPosition} committed changes have no position` }]
  return {
    violations: [
      ...checkTables(evidence, past), ...unpositioned, ...past.untold.map(what => ({ breach: 'lost', what: `no row tells ${what}` }) as const),
      ...checkDeeds(evidence, past), ...judged.flatMap(({ violations }) => violations),
    ],
    delivered: judged.reduce((sum, { heard }) => sum + heard, 0),
    resets: evidence.streams.flatMap(({ connections }) => connections.flatMap(({ heard }) => heard)).filter(({ kind }) => kind === 'RESET').length,
  }
}

/** As whom the streams were heard: a person whose role changed was two. */
function eyesOf(streams: readonly Stream[]): Eyes[] {
  const all = streams.flatMap(({ viewerId, connections }) => connections.flatMap(({ heard }) => heard.map(({ role }) => ({ id: viewerId, role }))))
  return [...new Map(all.map(eyes => [`${eyes.id} ${eyes.role}`, eyes])).values()]
}

/** The journal tells the whole past: told again it ends where the tables stand. */
function checkTables({ tables }: Evidence, past: Past): Violation[] {
  return NOUNS.flatMap(noun => {
    const [told, standing] = [past.end[noun], tables[noun]]
    const ids = new Set([...told.keys(), ...standing.keys()])
    return [...ids].flatMap((id): Violation[] => {
      const [one, other] = [told.get(id), standing.get(id)]
      if (one && other && isWithin(other, one)) return []
      return [{ breach: 'lost', what: `${noun} ${id} stands as ${JSON.stringify(other)} and was told as ${JSON.stringify(one)}` }]
    })
  })
}

/** What a stream has covered since it began, or began afresh. */
interface Span { readonly eyes: Eyes; readonly start: number; readonly heard: Map<number, Heard> }

function judge(stream: Stream, past: Past): { violations: Violation[]; heard: number } {
  const { viewerId, noun, connections } = stream
  const violations: Violation[] = []
  const distinct = new Set<number>()
  const missed = (span: Span, end: number): void => {
    for (const due of missing(past, span, noun, end)) violations.push({ breach: 'lost', what: `${noun} ${due.id} ${due.kind} at ${due.position} never reached ${span.eyes.role} ${viewerId}` })
  }
  let span: Span | undefined
  let covered = 0
  for (const { after, heard } of connections) {
    let last = after ?? 0
    for (const message of heard) {
      const { kind, position, role } = message
      const where = `${noun} ${message.id ?? ''} ${kind} at ${position} to ${role} ${viewerId}`
      if (kind === 'RESET') {
        if (span) missed(span, covered)
        span = { eyes: { id: viewerId, role }, start: position, heard: new Map() }
        covered = last = position
        continue
      }
      if (!span) {
        span = { eyes: { id: viewerId, role }, start: position, heard: new Map() }
        if (kind !== 'BOOKMARK') violations.push({ breach: 'out of order', what: `${where}: the first message is no BOOKMARK` })
      }
      if (role !== span.eyes.role) violations.push({ breach: 'leaked', what: `${where}: goes on as somebody else without RESET` })
      if (kind !== 'BOOKMARK') {
        if (span.heard.has(position) && position <= last) violations.push({ breach: 'repeated', what: where })
        else if (position <= last) violations.push({ breach: 'out of order', what: `${where} behind ${last}` })
        violations.push(...checkMessage(past, span.eyes, noun, message, where))
        span.heard.set(position, message)
        distinct.add(position)
      }
      last = Math.max(last, position)
      covered = Math.max(covered, position)
    }
  }
  if (span) missed(span, past.head)
  else violations.push({ breach: 'lost', what: `${noun} never began for ${viewerId}` })
  return { violations, heard: distinct.size }
}

/** What a span should have heard by a position and has not. */
function missing(past: Past, { eyes, start, heard }: Span, noun: Stream['noun'], end: number): Due[] {
  return past.dues(eyes, noun).filter(due => due.position > start && due.position <= end && !heard.has(due.position) && !isToldAlready(due, heard, past))
}

/** Come into sight a moment earlier, and read after this change: the screen has it. */
function isToldAlready({ id, position, deed, noun, kind }: Due, heard: ReadonlyMap<number, Heard>, past: Past): boolean {
  if (noun !== 'User' || kind !== 'UPDATED') return false
  const version = Number(past.statesFrom(noun, id, deed)[0]?.['version'] ?? Infinity)
  return heard.values().some(told => told.id === id && told.position < position && Number(told.thing?.['version'] ?? 0) >= version)
}

/** How many changes screens still wait for: while it falls, a run is not over. */
export function outstanding(evidence: Pick<Evidence, 'journal' | 'streams'>): number {
  const past = replay(evidence.journal, eyesOf(evidence.streams))
  return evidence.streams.flatMap(stream => judge(stream, past).violations).filter(({ breach }) => breach === 'lost').length
}
