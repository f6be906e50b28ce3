/** The followers of one contender, as the bench sees them. */
import { fork } from 'node:child_process'
import { resolve } from 'node:path'
import type { Command, Opening, Told, Word } from './followers.ts'

export interface Crowd {
  readonly sockets: number
  /** Deliveries since the last reset, a hundredth of a second old at most. */
  readonly count: () => number
  readonly reset: () => void
  readonly tell: () => Promise<Told>
  readonly pid: number
  readonly leave: () => void
}

const PATIENCE = 120_000

export async function gather(opening: Opening): Promise<Crowd> {
  const child = fork(resolve(import.meta.dirname, 'followers.js'), { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  let count = 0
  let hear: (word: Word) => void = () => {}
  child.on('message', (word: Word) => {
    if ('count' in word) count = word.count
    else hear(word)
  })
  const command = (given: Command): void => void child.send(given)
  const answer = (given: Command): Promise<Word> =>
    new Promise((done, reject) => {
      const late = setTimeout(() => reject(new Error('The followers do not answer.')), PATIENCE)
      child.once('exit', () => reject(new Error('The followers are gone.')))
      hear = word => {
        clearTimeout(late)
        done(word)
      }
      command(given)
    })
  try {
    await answer({ open: opening })
  } catch (error) {
    child.kill()
    throw error
  }
  return {
    sockets: opening.sockets,
    count: () => count,
    reset: () => {
      command({ reset: true })
      count = 0
    },
    tell: async () => ((await answer({ tell: true })) as { told: Told }).told,
    pid: child.pid!,
    leave: () => void child.kill(),
  }
}
