import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError, type Environment, readConfig, variables } from './config.ts'

const secret = '0123456789abcdef0123456789abcdef'
let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'lectern-config-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function problemsOf(env: Environment): readonly string[] {
  try {
    readConfig({ LECTERN_DATA_DIR: dataDir, ...env })
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
  return []
}

describe('the defaults', () => {
  it('are one process on this machine with an embedded database', () => {
    expect(readConfig({ LECTERN_DATA_DIR: dataDir })).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      isSecure: false,
      cookieName: 'lectern-4000',
      database: { kind: 'sqlite', file: join(dataDir, 'lectern.sqlite') },
      adminPassword: null,
      redisUrl: null,
      trustedProxies: [],
      metricsToken: null,
      logLevel: 'info',
      isDev: false,
    })
  })

  it('count for empty variables too', () => {
    const empty = Object.fromEntries(variables.map(variable => [variable.name, '']))
    expect(readConfig({ ...empty, LECTERN_DATA_DIR: dataDir }).port).toBe(4000)
  })

  it('follow the port in the public URL and the cookie', () => {
    expect(readConfig({ LECTERN_DATA_DIR: dataDir, PORT: '8080' })).toMatchObject({
      publicUrl: 'http://localhost:8080',
      cookieName: 'lectern-8080',
    })
  })
})

describe('the public URL', () => {
  it('under https makes the cookie a host cookie', () => {
    expect(readConfig({ LECTERN_DATA_DIR: dataDir, LECTERN_PUBLIC_URL: 'https://Training.example/' })).toMatchObject({
      publicUrl: 'https://training.example',
      isSecure: true,
      cookieName: '__Host-lectern',
    })
  })

  it.each(['training.example', 'ftp://training.example', 'https://training.example/lectern', 'https://a:b@training.example'])('refuses %s', url => {
    expect(problemsOf({ LECTERN_PUBLIC_URL: url })).toEqual([expect.stringMatching(/^LECTERN_PUBLIC_URL /)])
  })
})

describe('the secret', () => {
  it('is generated once for the embedded database, readable by its owner alone', () => {
    const first = readConfig({ LECTERN_DATA_DIR: dataDir }).secrets
    expect(first[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600)
    expect(readConfig({ LECTERN_DATA_DIR: dataDir }).secrets).toEqual(first)
  })

  it('is refused when others can read it, or when it is damaged', () => {
    const file = join(dataDir, 'secret')
    writeFileSync(file, secret, { mode: 0o600 })
    chmodSync(file, 0o644)
    expect(problemsOf({})).toEqual([expect.stringContaining('chmod 600')])
    chmodSync(file, 0o600)
    writeFileSync(file, '')
    expect(problemsOf({})).toEqual([expect.stringContaining('damaged')])
  })

  it('is not generated when something else is wrong', () => {
    problemsOf({ PORT: 'x' })
    expect(existsSync(join(dataDir, 'secret'))).toBe(false)
  })

  it('must be given with MySQL, long and varied', () => {
    const mysql = { DATABASE_URL: 'mysql://root@localhost/lectern' }
    expect(problemsOf(mysql)).toEqual([expect.stringMatching(/^LECTERN_SECRET is required/)])
    expect(problemsOf({ ...mysql, LECTERN_SECRET: 'short' })).toEqual([expect.stringContaining('32 characters')])
    expect(problemsOf({ ...mysql, LECTERN_SECRET: 'a'.repeat(40) })).toEqual([expect.stringContaining('too few')])
    expect(readConfig({ ...mysql, LECTERN_SECRET: secret }).database).toEqual({ kind: 'mysql', url: mysql.DATABASE_URL })
  })

  it('may be several for rotation, each of them strong', () => {
    const older = [...secret].reverse().join('')
    expect(readConfig({ LECTERN_DATA_DIR: dataDir, LECTERN_SECRET: `${secret}, ${older}` }).secrets).toEqual([secret, older])
    expect(problemsOf({ LECTERN_SECRET: `${secret},short` })).toHaveLength(1)
  })
})

describe('what is wrong', () => {
  it('is told all at once, a line each, without secrets', () => {
    const problems = problemsOf({
      PORT: '70000',
      HOST: 'two words',
      DATABASE_URL: 'postgres://user:hunter2@host/db',
      LECTERN_SECRET: 'hunter2',
      LECTERN_ADMIN_PASSWORD: 'hunter2',
      REDIS_URL: 'http://localhost',
      LECTERN_TRUSTED_PROXIES: '10.0.0.0/8, 10.0.0.0/33',
      LECTERN_METRICS_TOKEN: 'hunter2',
      LECTERN_LOG_LEVEL: 'loud',
      LECTERN_DEV: 'yes',
      LECTERN_TRUSTED_PROXY: '10.0.0.1',
    })
    expect(problems.map(problem => problem.split(' ')[0]).sort()).toEqual([
      'DATABASE_URL',
      'HOST',
      'LECTERN_ADMIN_PASSWORD',
      'LECTERN_DEV',
      'LECTERN_LOG_LEVEL',
      'LECTERN_METRICS_TOKEN',
      'LECTERN_SECRET',
      'LECTERN_TRUSTED_PROXIES',
      'LECTERN_TRUSTED_PROXY',
      'PORT',
      'REDIS_URL',
    ])
    expect(problems.join('\n')).not.toContain('hunter2')
    expect(problems.join('')).not.toContain('\n')
  })

  it('includes development settings under https', () => {
    expect(problemsOf({ LECTERN_DEV: '1', LECTERN_PUBLIC_URL: 'https://training.example' })).toHaveLength(1)
    expect(readConfig({ LECTERN_DATA_DIR: dataDir, LECTERN_DEV: '1' }).isDev).toBe(true)
  })

  it('includes a data directory that cannot be written', () => {
    const file = join(dataDir, 'file')
    writeFileSync(file, '')
    expect(problemsOf({ LECTERN_DATA_DIR: join(file, 'below') })).toEqual([expect.stringContaining('cannot be written')])
  })
})

it('names every variable it reads, and reads every variable it names', () => {
  const source = readFileSync(new URL('./config.ts', import.meta.url), 'utf8')
  const read = new Set([...source.matchAll(/read\('([A-Z_]+)'/g)].map(match => match[1]))
  expect([...read].sort()).toEqual(variables.map(variable => variable.name).sort())
})
