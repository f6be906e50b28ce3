import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ConfigError } from './config.ts'
import { checkDisk, lockDataDir } from './data-dir.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-lock-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const module = new URL('data-dir.ts', import.meta.url).href
const run = promisify(execFile)

/** Another process that takes the lock, says so, and goes on or is killed. */
function other(then: string): Promise<string> {
  const script = `const { lockDataDir } = await import(${JSON.stringify(module)})
try { lockDataDir(${JSON.stringify(directory)}); console.log('mine') } catch { console.log('refused') }
${then}`
  return run(process.execPath, ['--input-type=module', '-e', script]).then(({ stdout }) => stdout.trim(), (error: { stdout: string }) => error.stdout.trim())
}

test('a second one is refused with the name of the first, and let in when that has gone', () => {
  const unlock = lockDataDir(directory)
  expect(() => lockDataDir(directory)).toThrow(ConfigError)
  expect(() => lockDataDir(directory)).toThrow(`process ${process.pid}`)
  unlock()
  lockDataDir(directory)()
})

test('of many who come at once after a crash, one gets in', async () => {
  expect(await other('process.kill(process.pid, "SIGKILL")')).toBe('mine')
  const said = await Promise.all(Array.from({ length: 6 }, () => other('await new Promise(resolve => setTimeout(resolve, 4000))')))
  expect(said.toSorted()).toEqual(['mine', ...Array.from({ length: 5 }, () => 'refused')])
}, 30_000)

test('a live holder is believed though its process id is that of nobody here, or of oneself', async () => {
  const unlock = lockDataDir(directory)
  for (const pid of ['1', '999999999', '']) {
    writeFileSync(join(directory, 'lectern.pid'), pid)
    expect(await other('')).toBe('refused')
  }
  unlock()
})

test('a disk without room, or without the directory, is told', async () => {
  await checkDisk(directory, 0)
  await expect(checkDisk(directory, Number.MAX_SAFE_INTEGER)).rejects.toThrow(/bytes left/)
  rmSync(directory, { recursive: true })
  await expect(checkDisk(directory)).rejects.toThrow('ENOENT')
})
