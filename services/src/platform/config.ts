import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'

/** Every variable that the server reads, for the README and for refusing misspelt ones. */
export const variables = [
  { name: 'PORT', default: '4000', meaning: 'The port it listens on; 0 takes any free one.' },
  { name: 'HOST', default: '127.0.0.1', meaning: 'The address it listens on; 0.0.0.0 for every network.' },
  {
    name: 'LECTERN_PUBLIC_URL',
    default: 'http://localhost:PORT',
    meaning: 'Where people reach it: links, the Origin check, and whether the cookie is a secure one.',
  },
  { name: 'LECTERN_DATA_DIR', default: './data', meaning: 'The embedded database, its lock and the generated secret.' },
  { name: 'DATABASE_URL', default: 'SQLite in the data directory', meaning: '`mysql://…` for MySQL and MariaDB.' },
  {
    name: 'LECTERN_SECRET',
    default: 'generated into the data directory',
    meaning:
      'Signs tokens and URLs, at least 32 characters; required with MySQL, so that all processes share it. ' +
      'Several separated by commas: the first signs, all verify.',
  },
  {
    name: 'LECTERN_ADMIN_PASSWORD',
    default: 'generated, printed once to the terminal',
    meaning: 'Temporary password of the first admin, `admin`: 12 to 128 characters.',
  },
  { name: 'REDIS_URL', default: 'none', meaning: '`redis://…`: the bell and shared limits between processes.' },
  {
    name: 'LECTERN_TRUSTED_PROXIES',
    default: 'none',
    meaning: 'Addresses or networks, separated by commas, whose `X-Forwarded-*` counts.',
  },
  {
    name: 'LECTERN_STOP_DELAY',
    default: '0',
    meaning: 'Seconds that it serves on after SIGTERM while `/health/ready` says 503 already, so that a balancer notices: 0 to 300.',
  },
  {
    name: 'LECTERN_METRICS_TOKEN',
    default: 'none',
    meaning: 'Opens `/metrics` to other machines by `Authorization: Bearer`; at least 16 characters.',
  },
  { name: 'LECTERN_LOG_LEVEL', default: 'info', meaning: 'fatal, error, warn, info, debug, trace or silent.' },
  {
    name: 'LECTERN_DEV',
    default: '0',
    meaning: '1 opens introspection to everybody; refused where the public URL is https.',
  },
] as const

export type VariableName = (typeof variables)[number]['name']
export type Environment = Readonly<Record<string, string | undefined>>

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'mysql'; readonly url: string }

export interface Config {
  readonly port: number
  readonly host: string
  /** An origin: scheme, host and port, without a slash at the end. */
  readonly publicUrl: string
  readonly isSecure: boolean
  /** Of the refresh token. `__Host-` binds it to this host under https; ports share cookies, so under http its name holds the port. */
  readonly cookieName: string
  readonly dataDir: string
  readonly database: DatabaseConfig
  /** The first signs, all verify. */
  readonly secrets: readonly string[]
  readonly adminPassword: string | null
  readonly redisUrl: string | null
  readonly trustedProxies: readonly string[]
  readonly stopDelayMilliseconds: number
  readonly metricsToken: string | null
  readonly logLevel: LogLevel
  readonly isDev: boolean
}

/** Why the server does not start: one line for each problem, without the values of secrets. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`Lectern cannot start with these settings:\n${problems.map(problem => `  - ${problem}`).join('\n')}`)
    this.problems = problems
  }
}

/** The only reader of the environment. Throws `ConfigError` with everything that is wrong at once. */
export function readConfig(env: Environment = process.env): Config {
  const problems: string[] = []
  const read = reader(env, problem => problems.push(problem))
  refuseUnknown(env, problem => problems.push(problem))

  const port = read('PORT', '4000', parsePort)
  const host = read('HOST', '127.0.0.1', parseHost)
  const publicUrl = read('LECTERN_PUBLIC_URL', `http://localhost:${port ?? 4000}`, parsePublicUrl)
  const dataDir = resolve(read('LECTERN_DATA_DIR', './data', parsePath) ?? './data')
  const mysqlUrl = read('DATABASE_URL', null, parseMysqlUrl)
  const givenSecrets = read('LECTERN_SECRET', null, parseSecrets)
  const adminPassword = read('LECTERN_ADMIN_PASSWORD', null, parseAdminPassword)
  const redisUrl = read('REDIS_URL', null, parseRedisUrl)
  const trustedProxies = read('LECTERN_TRUSTED_PROXIES', '', parseNetworks)
  const stopDelay = read('LECTERN_STOP_DELAY', '0', parseStopDelay)
  const metricsToken = read('LECTERN_METRICS_TOKEN', null, parseMetricsToken)
  const logLevel = read('LECTERN_LOG_LEVEL', 'info', parseLogLevel)
  const isDev = read('LECTERN_DEV', '0', parseFlag)

  if (isSet(env, 'DATABASE_URL') && !isSet(env, 'LECTERN_SECRET')) {
    problems.push('LECTERN_SECRET is required with DATABASE_URL, so that all processes share it: `openssl rand -hex 32` makes one')
  }
  const isSecure = publicUrl?.startsWith('https:') ?? false
  if (isDev && isSecure) problems.push('LECTERN_DEV=1 is for work on this machine: leave it out where LECTERN_PUBLIC_URL is https')
  if (problems.length > 0 || port === null || host === null || publicUrl === null || logLevel === null) throw new ConfigError(problems)

  const config: Config = {
    port,
    host,
    publicUrl,
    isSecure,
    cookieName: isSecure ? '__Host-lectern' : `lectern-${port}`,
    dataDir,
    database: mysqlUrl === null ? { kind: 'sqlite', file: join(dataDir, 'lectern.sqlite') } : { kind: 'mysql', url: mysqlUrl },
    secrets: givenSecrets ?? [generatedSecret(dataDir)],
    adminPassword,
    redisUrl,
    trustedProxies: trustedProxies ?? [],
    stopDelayMilliseconds: (stopDelay ?? 0) * 1_000,
    metricsToken,
    logLevel,
    isDev: isDev ?? false,
  }
  return Object.freeze(config)
}

type Report = (problem: string) => void
/** Answers the value or throws what is wrong with it, worded to follow the variable's name. */
type Parse<T> = (text: string) => T

class Wrong extends Error {}

function isSet(env: Environment, name: VariableName): boolean {
  return (env[name] ?? '').trim() !== ''
}

/** An empty variable counts as left out: that is how compose files and task runners hand on what is not set. */
function reader(env: Environment, report: Report) {
  return <T>(name: VariableName, fallback: string | null, parse: Parse<T>): T | null => {
    const text = isSet(env, name) ? env[name]!.trim() : fallback
    if (text === null) return null
    try {
      return parse(text)
    } catch (error) {
      if (!(error instanceof Wrong)) throw error
      report(`${name} ${error.message}`)
      return null
    }
  }
}

/** A misspelt LECTERN_TRUSTED_PROXY would otherwise be a silent hole. LECTERN_TEST_… belongs to the tests that start a server. */
function refuseUnknown(env: Environment, report: Report): void {
  const known = new Set<string>(variables.map(variable => variable.name))
  for (const name of Object.keys(env)) {
    if (/^LECTERN_(?!TEST_)/.test(name) && !known.has(name)) report(`${name} is not a setting of Lectern`)
  }
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) throw new Wrong('must be a number from 0 to 65535')
  return Number(text)
}

function parseStopDelay(text: string): number {
  if (!/^\d{1,3}$/.test(text) || Number(text) > 300) throw new Wrong('must be a number of seconds from 0 to 300')
  return Number(text)
}

function parseHost(text: string): string {
  if (isIP(text) === 0 && !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) throw new Wrong('must be an address or a host name')
  return text
}

function parseUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null) throw new Wrong('is not a URL')
  return url
}

function parsePublicUrl(text: string): string {
  const url = parseUrl(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Wrong('must begin with http:// or https://')
  if (url.username !== '' || url.password !== '') throw new Wrong('may not hold a name or a password')
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') throw new Wrong('must end after the host and port: Lectern lives at the root')
  return url.origin
}

function parsePath(text: string): string {
  if (text.includes('\0')) throw new Wrong('is not a path')
  return text
}

function parseMysqlUrl(text: string): string {
  const url = parseUrl(text)
  if (url.protocol !== 'mysql:') throw new Wrong('must begin with mysql:// (MariaDB too); leave it out for the embedded database')
  if (url.hostname === '' || url.pathname.length < 2) throw new Wrong('must name the host and the database: mysql://user:password@host:3306/lectern')
  return text
}

function parseRedisUrl(text: string): string {
  const url = parseUrl(text)
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:') throw new Wrong('must begin with redis:// or rediss://')
  return text
}

function parseSecrets(text: string): readonly string[] {
  const secrets = text.split(',').map(secret => secret.trim())
  for (const secret of secrets) {
    if (secret.length < 32) throw new Wrong('must have at least 32 characters (each, when several stand between commas)')
    if (new Set(secret).size < 8) throw new Wrong('repeats too few characters to be a secret: `openssl rand -hex 32` makes one')
  }
  return secrets
}

function parseAdminPassword(text: string): string {
  if (text.length < 12 || text.length > 128) throw new Wrong('must have 12 to 128 characters')
  return text
}

function parseMetricsToken(text: string): string {
  if (!/^[\w.~+/=-]{16,}$/.test(text)) throw new Wrong('must have at least 16 characters, letters, digits and - . _ ~ + / = alone')
  return text
}

function parseNetworks(text: string): readonly string[] {
  const networks = text === '' ? [] : text.split(',').map(part => part.trim())
  for (const network of networks) {
    const [address = '', bits, ...rest] = network.split('/')
    const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : -1
    const isWhole = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most)
    if (most < 0 || rest.length > 0 || !isWhole) throw new Wrong(`holds "${network}", which is neither an address nor a network like 10.0.0.0/8`)
  }
  return networks
}

function parseLogLevel(text: string): LogLevel {
  const level = logLevels.find(known => known === text)
  if (level === undefined) throw new Wrong(`must be one of ${logLevels.join(', ')}`)
  return level
}

function parseFlag(text: string): boolean {
  if (text !== '0' && text !== '1') throw new Wrong('must be 0 or 1')
  return text === '1'
}

/** The embedded database's own secret: made at the first start, kept beside it, readable by its owner alone. */
function generatedSecret(dataDir: string): string {
  const file = join(dataDir, 'secret')
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if (!isNodeError(error) || error.code !== 'EEXIST') throw new ConfigError([`LECTERN_DATA_DIR ${dataDir} cannot be written: ${reasonOf(error)}`])
  }
  return keptSecret(file)
}

function keptSecret(file: string): string {
  try {
    const others = statSync(file).mode & 0o077
    if (process.platform !== 'win32' && others !== 0) throw new ConfigError([`${file} can be read by others: chmod 600 it`])
    const secret = readFileSync(file, 'utf8').trim()
    if (secret.length < 32) throw new ConfigError([`${file} is damaged: remove it to have a new secret made (everybody signs in again)`])
    return secret
  } catch (error) {
    if (error instanceof ConfigError) throw error
    throw new ConfigError([`${file} cannot be read: ${reasonOf(error)}`])
  }
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}

function reasonOf(error: unknown): string {
  return isNodeError(error) ? (error.code ?? error.message) : String(error)
}
