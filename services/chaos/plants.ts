import type { Dice } from './dice.ts'
import type { Evidence, Heard, Stream } from './evidence.ts'

/** Ways in which the observers can lie. A checker that does not notice is none. */
export const PLANTS = ['lose', 'repeat', 'reorder', 'leak', 'forget', 'redo'] as const
export type Plant = (typeof PLANTS)[number]

/** The evidence with one lie in it. */
export function tamper(evidence: Evidence, plant: Plant | undefined, dice: Dice): Evidence {
  switch (plant) {
    case undefined: return evidence
    case 'lose': return { ...evidence, streams: editOne(evidence.streams, dice, 1, (heard, i) => heard.toSpliced(i, 1)) }
    case 'repeat': return { ...evidence, streams: editOne(evidence.streams, dice, 1, (heard, i) => heard.toSpliced(i + 1, 0, heard[i]!)) }
    case 'reorder': return { ...evidence, streams: editOne(evidence.streams, dice, 2, (heard, i) => heard.toSpliced(i, 2, heard[i + 1]!, heard[i]!)) }
    case 'leak': return { ...evidence, streams: leak(evidence.streams, dice) }
    case 'forget': return { ...evidence, journal: forget(evidence, dice) }
    case 'redo': return { ...evidence, deeds: evidence.deeds.map(redone(evidence, dice)), isIdempotent: true }
  }
}

const isChange = ({ kind }: Heard): boolean => kind !== 'BOOKMARK' && kind !== 'RESET'

/** Edits one connection somewhere that heard so many changes in a row. */
function editOne(streams: readonly Stream[], dice: Dice, run: number, edit: (heard: readonly Heard[], i: number) => readonly Heard[]): Stream[] {
  const places = streams.flatMap((stream, s) => stream.connections.flatMap(({ heard }, c) => heard.flatMap((_, i) => {
    const row = heard.slice(i, i + run)
    // What was told in front of a RESET as the last thing is nobody's loss.
    return row.length === run && row.every(isChange) && heard.slice(i + run).some(isChange) ? [{ s, c, i }] : []
  })))
  const { s, c, i } = dice.pick(places)
  return streams.map((stream, at) => (at === s ? withHeard(stream, c, heard => edit(heard, i)) : stream))
}

function withHeard(stream: Stream, connection: number, edit: (heard: readonly Heard[]) => readonly Heard[]): Stream {
  return { ...stream, connections: stream.connections.map((one, c) => (c === connection ? { ...one, heard: edit(one.heard) } : one)) }
}

/** A change that an admin heard reaches somebody's screen that never showed the thing. */
function leak(streams: readonly Stream[], dice: Dice): Stream[] {
  const last = ({ connections }: Stream): Heard | undefined => connections.at(-1)?.heard.findLast(({ kind }) => kind === 'BOOKMARK' || kind === 'RESET' || kind === 'UPDATED')
  const heardBy = (stream: Stream): readonly Heard[] => stream.connections.flatMap(({ heard }) => heard)
  const readers = streams.flatMap((stream, s) => (last(stream)?.role === 'TRAINEE' && stream.noun === 'Session' ? [s] : []))
  const target = dice.pick(readers)
  const known = new Set(heardBy(streams[target]!).map(({ id }) => id))
  const strange = streams.filter(({ noun }) => noun === 'Session').flatMap(heardBy).filter(({ id, kind, role, thing }) => role === 'ADMIN' && kind !== 'REMOVED' && thing !== null && !known.has(id))
  const told: Heard = { ...dice.pick(strange), role: 'TRAINEE' }
  return streams.map((stream, s) => (s === target ? withHeard(stream, stream.connections.length - 1, heard => [...heard, told]) : stream))
}

/** The last acknowledged deed that left a trace leaves none. */
function forget({ journal, deeds }: Evidence, dice: Dice): Evidence['journal'] {
  const written = new Set(journal.map(({ requestId }) => requestId))
  const sure = deeds.filter(({ outcome, isSure, attempts }) => outcome === 'acknowledged' && isSure && attempts.some(({ requestId }) => written.has(requestId)))
  const gone = new Set(dice.pick(sure).attempts.map(({ requestId }) => requestId))
  return journal.filter(({ requestId }) => !gone.has(requestId))
}

/** Some other deed's changes are one deed's second doing. */
function redone({ journal, deeds }: Evidence, dice: Dice): (deed: Evidence['deeds'][number]) => Evidence['deeds'][number] {
  const written = new Set(journal.map(({ requestId }) => requestId))
  const done = deeds.filter(({ attempts }) => attempts.length === 1 && written.has(attempts[0]!.requestId))
  const [one, other] = [dice.pick(done), dice.pick(done)]
  const twin = one === other ? done.find(deed => deed !== one)! : other
  return deed => (deed === one ? { ...deed, attempts: [...deed.attempts, twin.attempts[0]!] } : deed)
}
