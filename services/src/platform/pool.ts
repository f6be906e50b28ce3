import { readdirSync, readFileSync } from 'node:fs'
import { access } from 'node:fs/promises'
import { constants, setPriority } from 'node:os'

/**
 * The threads of libuv's pool, where passwords are hashed, stand back for the thread that answers: with more hashes under way than there are cores every
 * other request would wait for its turn among them. On Linux, where a thread has a priority of its own and Node names those of the pool; elsewhere, and
 * where a sandbox forbids it, nothing happens.
 */
export async function standBack(): Promise<void> {
  try {
    // The pool begins with its first work.
    await access('/proc/self/task')
    for (const id of poolThreads()) setPriority(id, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Lectern runs all the same.
  }
}

/** By their numbers, which Linux takes in the place of a process'. */
export function poolThreads(): number[] {
  const isOfPool = (id: string): boolean => readFileSync(`/proc/self/task/${id}/comm`, 'utf8') === 'libuv-worker\n'
  return readdirSync('/proc/self/task').filter(isOfPool).map(Number)
}
