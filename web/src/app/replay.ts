import { ApolloLink } from '@apollo/client'
import { tap } from 'rxjs'

// A query may be answered after a change that it did not see yet: its older state would stand in the cache until the
// next change. So what the feed brought while a request was under way is written once more after its answer.

interface Remembered {
  at: number
  id: string
  write: () => void
}

/** Longer than any request lives. */
const memory = 30_000
let clock = 0
let remembered: Remembered[] = []
let underway = 0

/** Writes a change into the cache, and again after each answer that may be older. */
export function writeChange(id: string, write: () => void): void {
  write()
  if (underway === 0) return
  const at = ++clock
  remembered = [...remembered.filter((change) => change.id !== id), { at, id, write }]
  setTimeout(() => {
    remembered = remembered.filter((change) => change.at !== at)
  }, memory)
}

export const replayLink = new ApolloLink((operation, forward) => {
  const asked = clock
  underway++
  return forward(operation).pipe(
    tap({
      // Apollo writes the answer in this same turn.
      next: () => queueMicrotask(() => remembered.filter(({ at }) => at > asked).forEach(({ write }) => write())),
      finalize: () => underway--,
    }),
  )
})
