import type { Deed, Evidence, JournalRow, Violation } from './evidence.ts'
import type { Past } from './past.ts'

/** What became of a deed: the changes of each of its attempts that were committed. */
interface Fate { readonly deed: Deed; readonly committed: readonly (readonly JournalRow[])[] }

/** Every acknowledged write stands, once, in an order that agrees with the acknowledgements. */
export function checkDeeds({ deeds, journal, isIdempotent }: Evidence, past: Past): Violation[] {
  const byRequest = Map.groupBy(journal, ({ requestId }) => requestId)
  const fates = deeds.map(deed => ({ deed, committed: deed.attempts.flatMap(({ requestId }) => (byRequest.has(requestId) ? [byRequest.get(requestId)!] : [])) }))
  return [...fates.flatMap(fate => checkFate(fate, isIdempotent)), ...fates.flatMap(fate => checkVersion(fate, past)), ...checkOrder(fates)]
}

function checkFate({ deed, committed }: Fate, isIdempotent: boolean): Violation[] {
  const { name, verb, outcome, isSure, attempts } = deed
  const what = `${verb} ${name}`
  if (outcome === 'acknowledged' && isSure && committed.length === 0) return [{ breach: 'lost', what: `${what} was acknowledged and never done` }]
  if (outcome === 'refused' && committed.length > 0 && (isIdempotent || attempts.length === 1)) return [{ breach: 'lost', what: `${what} was refused and done` }]
  if (isIdempotent && committed.length > 1) return [{ breach: 'repeated', what: `${what} was done ${committed.length} times` }]
  return []
}

/** An answer tells a version no older than the change that it acknowledges. */
function checkVersion({ deed: { name, outcome, answered }, committed: [rows] }: Fate, past: Past): Violation[] {
  const own = rows?.find(({ noun, id }) => noun === 'Session' && id === answered?.id)
  if (!own || !answered || outcome !== 'acknowledged') return []
  const version = Number(past.statesFrom('Session', own.id, past.rowAt(own.position)!.deed)[0]?.['version'] ?? 0)
  return answered.version >= version ? [] : [{ breach: 'out of order', what: `${name} was acknowledged with version ${answered.version} and is ${version}` }]
}

/** What was acknowledged before something else was asked stands before it. */
function checkOrder(fates: readonly Fate[]): Violation[] {
  const done = fates.filter(({ deed, committed }) => deed.outcome === 'acknowledged' && committed.length === 1)
  const answers = done.toSorted((a, b) => a.deed.answeredAt - b.deed.answeredAt)
  const violations: Violation[] = []
  let behind = 0
  let highest = 0
  for (const { deed, committed } of done.toSorted((a, b) => firstSent(a) - firstSent(b))) {
    for (; behind < answers.length && answers[behind]!.deed.answeredAt < deed.attempts[0]!.sentAt; behind++) {
      highest = Math.max(highest, ...answers[behind]!.committed[0]!.map(({ position }) => position))
    }
    const lowest = Math.min(...committed[0]!.map(({ position }) => position))
    if (lowest <= highest) violations.push({ breach: 'out of order', what: `${deed.name} stands at ${lowest}, before ${highest}, which was acknowledged first` })
  }
  return violations
}

const firstSent = ({ deed }: Fate): number => deed.attempts[0]!.sentAt
