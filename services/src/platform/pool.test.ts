import { constants, getPriority } from 'node:os'
import { expect, it } from 'vitest'
import { poolThreads, standBack } from './pool.ts'

it.runIf(process.platform === 'linux')('the threads that hash stand back for the one that answers', async () => {
  const answering = getPriority(process.pid)
  await standBack()
  expect(poolThreads()).toHaveLength(Number(process.env['UV_THREADPOOL_SIZE'] ?? 4))
  for (const id of poolThreads()) expect(getPriority(id)).toBe(constants.priority.PRIORITY_BELOW_NORMAL)
  expect(getPriority(process.pid)).toBe(answering)
})
