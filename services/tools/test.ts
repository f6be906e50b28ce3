/**
 * `npm test`: every test that this machine can run. Starts private servers where they are installed, runs the suites one
 * after the other, and ends with what was not run and the totals. `--require-all`, or LECTERN_TEST_REQUIRE=mariadb,mysql,redis,chromium,
 * turns a missing server into a failure; LECTERN_TEST_WITHOUT takes the same words and runs as if they were not there. Other arguments go to vitest: `npm test -- booking -t 'capacity'`.
 * With CI set, a test that fails is tried once more; one that passes then is named as unsteady, to be looked into.
 */

import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { ended, findMySql, findProgram, startMariaDb, startMySql, type Server } from './servers.ts'
import { add, NOTHING, sentence, skippedTests, succeeded, tallyRun, unsteadyTests, type Tally, type VitestReport } from './tally.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs')

type Part = 'mariadb' | 'mysql' | 'redis' | 'chromium'
const PARTS: readonly Part[] = ['mariadb', 'mysql', 'redis', 'chromium']

/** What may differ between MariaDB, where everything runs, and MySQL. */
const ON_MYSQL = [
  'src/platform/migrate', 'src/platform/read.', 'src/platform/write', 'src/platform/recorder', 'src/platform/relay', 'src/platform/search', 'src/platform/jobs',
  'src/start.test', 'src/cleaning', 'src/idempotency.test', 'src/scheduling/', 'src/reporting/report.test', 'src/reporting/analytics', 'src/identity/journal',
]

interface Found {
  readonly variable: `LECTERN_TEST_${string}`
  readonly value?: string
  /** Why there is no value. */
  readonly missing: string
  readonly server?: Server
}

interface Suite {
  readonly title: string
  readonly config: string
  readonly env: Record<string, string | undefined>
  /** Which of its files, where nobody asks for others. */
  readonly files?: readonly string[]
}

const folder = mkdtempSync(join(tmpdir(), 'lectern-test-'))
const servers: Server[] = []
let running: ReturnType<typeof spawn> | undefined

const listed = (variable: string): Set<string> => new Set((process.env[variable] ?? '').split(',').map((part) => part.trim()))

const VARIABLES = { mariadb: 'LECTERN_TEST_MARIADB_URL', mysql: 'LECTERN_TEST_MYSQL_URL', redis: 'LECTERN_TEST_REDIS', chromium: 'LECTERN_TEST_CHROMIUM' } as const

async function find(part: Part): Promise<Found> {
  if (listed('LECTERN_TEST_WITHOUT').has(part)) return { variable: VARIABLES[part], missing: 'left out by LECTERN_TEST_WITHOUT' }
  if (part === 'chromium') return program(VARIABLES.chromium, ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'], 'Chromium was not found; Debian: apt-get install chromium')
  if (part === 'redis') return program(VARIABLES.redis, ['redis-server'], 'redis-server was not found; Debian: apt-get install redis-server')
  if (part === 'mariadb') return serve(VARIABLES.mariadb, findProgram('mariadbd'), startMariaDb, 'mariadbd was not found; Debian: apt-get install mariadb-server')
  return serve(VARIABLES.mysql, findMySql(), startMySql, 'MySQL was not found; LECTERN_TEST_MYSQLD names its mysqld, .ci/mysql fetches one')
}

/** A program that the tests start themselves, as often as they need it. */
function program(variable: Found['variable'], names: readonly string[], missing: string): Found {
  const value = process.env[variable] ?? findProgram(...names)
  return { variable, missing, ...(value ? { value } : {}) }
}

/** A server named by its variable is taken as it is; otherwise a private one is started, if the machine has the program. */
async function serve(
  variable: Found['variable'], program: string | undefined, start: (program: string) => Promise<Server>, missing: string,
): Promise<Found> {
  const given = process.env[variable]
  if (given) return { variable, value: given, missing }
  if (!program) return { variable, missing }
  try {
    const server = await start(program)
    servers.push(server)
    return { variable, value: server.url, missing, server }
  } catch (error) {
    return { variable, missing: error instanceof Error ? error.message : String(error) }
  }
}

async function stopAll(): Promise<void> {
  if (running) await ended(running)
  await Promise.allSettled(servers.splice(0).map((server) => server.stop()))
  rmSync(folder, { recursive: true, force: true })
}

function runSuite(suite: Suite, index: number, filters: readonly string[]): Promise<{ report: VitestReport | undefined; exitCode: number }> {
  const reportFile = join(folder, `${index}.json`)
  const workspace = join(ROOT, suite.config.split('/')[0] ?? '')
  console.log(`\n=== ${suite.title} ===`)
  const args = [
    VITEST, 'run', '--config', join(ROOT, suite.config), '--reporter=default', '--reporter=json',
    `--outputFile.json=${reportFile}`, '--passWithNoTests', ...(process.env['CI'] ? ['--retry=1'] : []), ...filters,
  ]
  running = spawn(process.execPath, args, { cwd: workspace, env: { ...process.env, ...suite.env }, stdio: ['ignore', 'inherit', 'inherit'] })
  return new Promise((done) => {
    running?.once('exit', (code) => {
      running = undefined
      const report = existsSync(reportFile) ? (JSON.parse(readFileSync(reportFile, 'utf8')) as VitestReport) : undefined
      done({ report, exitCode: code ?? 1 })
    })
  })
}

async function main(args: readonly string[]): Promise<number> {
  const requireAll = args.includes('--require-all')
  const filters = args.filter((arg) => arg !== '--require-all')
  const required = requireAll ? new Set<string>(PARTS) : listed('LECTERN_TEST_REQUIRE')
  const found = await Promise.all(PARTS.map(async (part) => [part, await find(part)] as const))
  const parts = Object.fromEntries(found) as Record<Part, Found>
  const env = Object.fromEntries([parts.redis, parts.chromium].map(({ variable, value }) => [variable, value]))
  /** What the server's tests go by, whichever of the two it is. */
  const on = (url: string | undefined): Suite['env'] => ({ ...env, [VARIABLES.mysql]: url })
  const [mariadb, mysql] = [parts.mariadb.value, parts.mysql.value]

  const suites: Suite[] = [
    { title: 'server on SQLite', config: 'services/vitest.config.ts', env: on(undefined) },
    ...(mariadb ? [{ title: 'server on MariaDB', config: 'services/vitest.config.ts', env: on(mariadb) }] : []),
    ...(mysql ? [{ title: 'server on MySQL', config: 'services/vitest.config.ts', env: on(mysql), files: mariadb ? ON_MYSQL : [] }] : []),
    { title: 'web', config: 'web/vitest.config.ts', env },
    ...(parts.chromium.value ? [{ title: 'journeys in the browser', config: 'web/vitest.e2e.config.ts', env: on(mariadb ?? mysql) }] : []),
  ]

  const lines: string[] = []
  let total: Tally = NOTHING
  for (const [index, suite] of suites.entries()) {
    if (!existsSync(join(ROOT, suite.config))) {
      lines.push(`not run: ${suite.title} (${suite.config} is missing)`)
      total = add(total, { ...NOTHING, failed: 1 })
      continue
    }
    const { report, exitCode } = await runSuite(suite, index, filters.length > 0 ? filters : (suite.files ?? []))
    const tally = tallyRun(report, exitCode)
    total = add(total, tally)
    lines.push(`${suite.title}: ${sentence(tally)}`)
    for (const { file, name } of unsteadyTests(report)) lines.push(`  unsteady: ${relative(ROOT, file)} > ${name}`)
    for (const { file, name } of skippedTests(report)) lines.push(`  skipped: ${relative(ROOT, file)} > ${name}`)
  }

  const titles: Record<Part, string> = { mariadb: 'server on MariaDB', mysql: 'server on MySQL', redis: 'tests over Redis', chromium: 'journeys in the browser' }
  for (const part of PARTS) {
    if (parts[part].value) continue
    lines.push(`not run: ${titles[part]} (${parts[part].missing})`)
    if (required.has(part)) total = add(total, { ...NOTHING, failed: 1 })
  }
  console.log(`\n${lines.join('\n')}\n${sentence(total)}`)
  return succeeded(total) ? 0 : 1
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(1)))
}
try {
  process.exitCode = await main(process.argv.slice(2))
} finally {
  await stopAll()
}
