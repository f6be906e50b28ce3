import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startLectern, type Lectern } from '../../test/lectern.ts'
import { Role } from '../identity/user.entity.ts'
import { backUp, restore } from './backup.ts'
import { ConfigError, readConfig, type Config } from './config.ts'

let directory: string
let dataDir: string
let config: Config
const running: Lectern[] = []

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lectern-backup-'))
  dataDir = join(directory, 'data')
  config = readConfig({ LECTERN_DATA_DIR: dataDir })
})
afterEach(async () => {
  await Promise.all(running.splice(0).map(lectern => lectern.stop()))
  rmSync(directory, { recursive: true, force: true })
})

async function start(): Promise<Lectern> {
  const lectern = await startLectern({ LECTERN_DATA_DIR: dataDir, DATABASE_URL: undefined })
  running.push(lectern)
  return lectern
}

async function stop(lectern: Lectern): Promise<void> {
  running.splice(running.indexOf(lectern), 1)
  await lectern.stop()
}

const file = (name: string): string => join(directory, name)

async function rename(lectern: Lectern, name: string): Promise<void> {
  const { data } = await lectern.as(lectern.admin).ask('{ organization { version } }')
  const change = 'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { errors { code } } }'
  const answer = await lectern.as(lectern.admin).ask(change, { input: { version: data.organization.version, name } })
  expect(answer.data.updateOrganization.errors).toEqual([])
}

async function nameOf(lectern: Lectern): Promise<string> {
  const { data } = await lectern.as(lectern.admin).ask('{ organization { name } }')
  return data.organization.name
}

const backUpElsewhere = (target: string, before = ''): NodeJS.Signals | null => {
  const [platform, environment] = [new URL('.', import.meta.url).href, { LECTERN_DATA_DIR: dataDir }]
  const script = `${before}
    const { readConfig } = await import('${platform}config.ts')
    const { backUp } = await import('${platform}backup.ts')
    backUp(readConfig(${JSON.stringify(environment)}), ${JSON.stringify(target)})`
  return spawnSync(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }).signal
}

describe('a backup', () => {
  test('is one moment of a server that goes on writing, readable by its owner alone', async () => {
    const lectern = await start()
    let isOver = false
    const writing = (async () => {
      for (let i = 0; !isOver || i < 20; i++) await rename(lectern, `Name ${i}`)
    })()
    // By the same process the copy would stop the writing; a few of them, so that writes surely fall into one.
    for (const name of ['one', 'two', 'three']) expect(backUpElsewhere(file(name))).toBeNull()
    isOver = true
    await writing
    for (const name of ['one', 'two', 'three']) {
      const copy = new BetterSqlite(file(name), { readonly: true })
      const told = copy.prepare(`select after from journal where noun = 'Organization' order by id desc limit 1`).pluck().get() as string | undefined
      const stands = copy.prepare('select name from organization').pluck().get()
      if (told) expect((JSON.parse(told) as { name: string }).name).toBe(stands)
      expect(copy.pragma('integrity_check', { simple: true })).toBe('ok')
      copy.close()
      expect(statSync(file(name)).mode & 0o077).toBe(0)
    }
  })

  test('that is killed leaves nothing under its name', async () => {
    await stop(await start())
    const dying = `import fs from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      fs.renameSync = () => process.kill(process.pid, 'SIGKILL')
      syncBuiltinESMExports()`
    expect(backUpElsewhere(file('copy'), dying)).toBe('SIGKILL')
    expect(existsSync(file('copy'))).toBe(false)
    backUp(config, file('copy'))
    expect(existsSync(file('copy'))).toBe(true)
  })

  test('takes no file that stands already, and needs a database', async () => {
    expect(() => backUp(config, file('copy'))).toThrow('holds no database yet')
    await stop(await start())
    writeFileSync(file('copy'), 'mine')
    expect(() => backUp(config, file('copy'))).toThrow('stands already')
    expect(readFileSync(file('copy'), 'utf8')).toBe('mine')
    expect(readdirSync(directory).sort()).toEqual(['copy', 'data'])
  })

  test('of MySQL is made by its own tools', () => {
    const mysql = readConfig({ DATABASE_URL: 'mysql://nobody@127.0.0.1/lectern', LECTERN_SECRET: 'a secret for tests that is long enough' })
    expect(() => backUp(mysql, file('copy'))).toThrow('mysqldump --single-transaction')
  })
})

describe('a restore', () => {
  test('brings back what stood, and keeps what it replaced', async () => {
    const lectern = await start()
    await rename(lectern, 'Before')
    backUp(config, file('copy'))
    await rename(lectern, 'After')
    await stop(lectern)
    const kept = await restore(config, file('copy'), new Date('2026-03-02T10:00:00.500Z'))
    expect(kept).toBe(join(dataDir, 'lectern.sqlite.replaced-20260302T100000Z'))
    const again = await start()
    expect(await nameOf(again)).toBe('Before')
    await stop(again)
    await restore(config, kept!, new Date('2026-03-02T11:00:00Z'))
    expect(await nameOf(await start())).toBe('After')
  })

  test('is refused while a server lives in the directory', async () => {
    const lectern = await start()
    backUp(config, file('copy'))
    await expect(restore(config, file('copy'), new Date())).rejects.toThrow('is in use by process')
    expect(await nameOf(lectern)).toBeDefined()
  })

  test.each([
    ['a file that is none', (path: string) => writeFileSync(path, 'not a database at all')],
    ['half a backup', (path: string) => truncateSync(path, statSync(path).size / 2)],
    ['a backup of a newer Lectern', (path: string) => new BetterSqlite(path).exec(`insert into mikro_orm_migrations (name) values ('Migration29990101000000.001')`).close()],
    ['a file that has the rest of it beside it', (path: string) => copyFileSync(path, `${path}-wal`)],
    ['no file', (path: string) => rmSync(path)],
  ])('of %s is refused, and what stands stays', async (_what, spoil) => {
    const lectern = await start()
    backUp(config, file('copy'))
    await rename(lectern, 'After')
    await stop(lectern)
    spoil(file('copy'))
    await expect(restore(config, file('copy'), new Date())).rejects.toThrow(ConfigError)
    expect(readdirSync(dataDir).filter(name => /incoming|replaced/.test(name))).toEqual([])
    expect(await nameOf(await start())).toBe('After')
  })

  test('is noticed by whoever comes back with a later place in the feed: what they hold is asked anew', async () => {
    const follow = 'subscription ($after: String) { userChanged(after: $after) { cursor kind } }'
    const isBookmark = ({ kind }: { kind: string }): boolean => kind === 'BOOKMARK'
    const before = await start()
    await before.settle()
    const comer = await before.follow(before.admin, follow)
    const early = (await comer.until(isBookmark)).cursor
    backUp(config, file('copy'))
    before.clock.advance(3_600_000)
    await before.person({ role: Role.TRAINEE })
    await before.settle()
    const { cursor: late } = await comer.until(({ kind }) => kind === 'CREATED')
    await stop(before)
    await restore(config, file('copy'), new Date())

    // Three people come with the start: by now others stand where the one stood that the backup did not know.
    const after = await start()
    await after.settle()
    const lost = await after.follow(after.admin, follow, { after: late })
    await lost.until(isBookmark)
    expect(lost.messages.map(({ kind }) => kind)).toEqual(['RESET', 'BOOKMARK'])
    const kept = await after.follow(after.admin, follow, { after: early })
    await kept.until(isBookmark)
    expect(kept.messages.map(({ kind }) => kind)).toEqual(['CREATED', 'CREATED', 'CREATED', 'BOOKMARK'])
  })
})
