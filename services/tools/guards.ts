/**
 * `npm run guards`: each guard of the house bites. Plants every violation of plants.ts in a copy of the tree, runs the guards
 * there, and looks for each under its rule and its file. A guard that says nothing, or says it of something else, fails.
 */

import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { GROUND, PLANTS, type Tool } from './plants.ts'
import { sentence } from './tally.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const LEFT_OUT = /(^|\/)(node_modules|dist|data|\.turbo|\.git)$/

interface Finding {
  readonly rule: string
  readonly file: string
}

interface Verdict {
  readonly guard: string
  readonly rule: string
  readonly where: string
  readonly bites: boolean
}

const copies: string[] = []

function copyTree(): string {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), 'lectern-guards-')))
  copies.push(copy)
  cpSync(ROOT, copy, { recursive: true, filter: (from) => !LEFT_OUT.test(relative(ROOT, from)) })
  for (const folder of ['.', 'services', 'web']) {
    const modules = join(ROOT, folder, 'node_modules')
    if (existsSync(modules)) symlinkSync(modules, join(copy, folder, 'node_modules'))
  }
  return copy
}

function put(copy: string, file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true })
  writeFileSync(join(copy, file), text)
}

const edit = (copy: string, file: string, change: (existing: string) => string): void =>
  put(copy, file, change(readFileSync(join(copy, file), 'utf8')))

function run(copy: string, args: readonly string[], env: Record<string, string> = {}): { status: number | null; output: string } {
  const [program, ...rest] = args
  const path = `${join(ROOT, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`
  const { status, stdout, stderr } = spawnSync(program ?? '', rest, {
    cwd: copy, encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, ...env, PATH: path, NO_COLOR: '1' },
  })
  return { status, output: stdout + stderr }
}

interface Diagnostics {
  diagnostics: { code?: string; filename: string }[]
}

type KnipEntry = { file: string } & Record<string, { name: string }[] | string>

const readings: Record<Tool, { args: readonly (readonly string[])[]; read: (output: string) => Finding[] }> = {
  imports: {
    args: [['node', 'services/tools/cruise.ts']],
    read: (output) => [...output.matchAll(/^([a-z-]+): (\S+) -> /gm)].map(([, rule = '', file = '']) => ({ rule, file })),
  },
  lint: {
    args: [['oxlint', '--format=json']],
    read: (output) =>
      (JSON.parse(output.slice(output.indexOf('{'))) as Diagnostics).diagnostics.map(({ code = '', filename }) => ({ rule: code, file: filename })),
  },
  'dead code': {
    args: [['knip', '--reporter', 'json', '--no-progress']],
    read: (output) =>
      (JSON.parse(output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)) as { issues: KnipEntry[] }).issues.flatMap(({ file, ...kinds }) =>
        Object.entries(kinds).flatMap(([rule, names]) => (Array.isArray(names) && names.length > 0 ? [{ rule, file }] : [])),
      ),
  },
  types: {
    args: [['tsc', '-p', 'services', '--pretty', 'false'], ['tsc', '-p', 'web', '--pretty', 'false']],
    read: (output) => [...output.matchAll(/^(\S+)\(\d+,\d+\): error (TS\d+)/gm)].map(([, file = '', rule = '']) => ({ rule, file })),
  },
}

/** All plants stand in one copy: each is looked for by its own rule and file, so none hides behind another. */
function plantedVerdicts(): Verdict[] {
  const copy = copyTree()
  for (const [file, text] of Object.entries(GROUND)) put(copy, file, text)
  for (const { file, text, edit: change } of PLANTS) {
    if (change) edit(copy, file, change)
    else put(copy, file, text)
  }
  return (Object.keys(readings) as Tool[]).flatMap((tool) => {
    const { args, read } = readings[tool]
    const runs = args.map((each) => run(copy, each))
    const refused = runs.every(({ status }) => status !== 0 && status !== null)
    const findings = runs.flatMap(({ output }) => read(output))
    return PLANTS.filter((plant) => plant.tool === tool).map(({ rule, file }) => ({
      guard: tool,
      rule,
      where: file,
      bites: refused && findings.some((finding) => finding.rule === rule && finding.file === file),
    }))
  })
}

/** A guard that stands alone: the copy is spoilt, the command must refuse it and say why. */
function spoilt(guard: string, where: string, spoil: (copy: string) => void, args: readonly string[], says: RegExp, env: Record<string, string> = {}): Verdict {
  const copy = copyTree()
  try {
    spoil(copy)
  } catch (error) {
    console.log(`--- ${guard}, ${where}: ${String(error)}`)
    return { guard, rule: says.source, where, bites: false }
  }
  const { status, output } = run(copy, args, env)
  const bites = status !== 0 && says.test(output) 
  if (!bites) console.log(`--- ${guard}, ${where}: exit ${status}\n${output.slice(-2_000)}`)
  return { guard, rule: says.source, where, bites }
}

function commitCopy(copy: string): void {
  const git = (...args: string[]): void => void execFileSync('git', ['-c', 'user.name=guard', '-c', 'user.email=guard@localhost', ...args], { cwd: copy, stdio: 'pipe' })
  git('init', '--quiet')
  git('add', '--all', '--', ':!node_modules', ':!services/node_modules', ':!web/node_modules')
  git('commit', '--quiet', '--no-verify', '--message', 'the tree with a stale file in it')
}

const stale = (file: string, change: (existing: string) => string): Verdict =>
  spoilt('generated files', file, (copy) => {
    edit(copy, file, change)
    commitCopy(copy)
  }, ['node', 'services/tools/current.ts'], /^(not current|generated, but not committed)/m)

/** No servers are started for these: they are about the runner, and each is over in a second or two. */
const bare = { LECTERN_TEST_WITHOUT: 'mariadb,mysql,redis,chromium' }
const runner = (where: string, spoil: (copy: string) => void, filter: string, says: RegExp, env: Record<string, string> = {}): Verdict =>
  spoilt('test command', where, spoil, ['node', 'services/tools/test.ts', filter], says, { ...bare, ...env })

const passing = (copy: string): void => put(copy, 'services/tools/planted.test.ts', `import { it } from 'vitest'\nit('passes', () => undefined)\n`)

/** Without `@swc/core` dependency-cruiser reads no TypeScript at all, and says that all is well. */
const HIDE_SWC = 'hide-swc.mjs'
const HIDING = `import { registerHooks } from 'node:module'
registerHooks({
  resolve(specifier, context, next) {
    if (specifier.startsWith('@swc/core')) throw Object.assign(new Error('hidden'), { code: 'MODULE_NOT_FOUND' })
    return next(specifier, context)
  },
})
`

function verdicts(): Verdict[] {
  return [
    ...plantedVerdicts(),
    spoilt('imports', 'a reader that reads nothing', (copy) => put(copy, HIDE_SWC, HIDING), ['node', 'services/tools/cruise.ts'], /nothing-unread/, { NODE_OPTIONS: `--import ./${HIDE_SWC}` }),
    stale('schema.graphql', (it) => `${it}\ntype Stale {\n  id: ID\n}\n`),
    stale('web/src/generated/operations.ts', (it) => `${it}\nexport const stale = 1\n`),
    stale('services/src/identity/organization.entity.ts', (it) => it.replace('max: 100', 'max: 101')),
    spoilt('the law', 'a root field without a rule', (copy) => edit(copy, 'services/src/identity/identity.policy.ts', (it) => it.replace(/^may\('users'.*\n/m, '')), ['npm', 'run', '--silent', 'generate'], /No policy says who may ask users/),
    runner('a noun that nobody may see', (copy) => edit(copy, 'services/src/identity/identity.policy.ts', (it) => it.replace(/^sees\(PasswordChange.*\n/m, '')), 'tools/house', /\+ +"PasswordChange"/),
    runner('a refusal that is not worded', (copy) => edit(copy, 'web/src/app/messages.ts', (it) => it.replace(/^ *'app\.refused\.TAKEN'.*\n/m, '')), 'tools/house', /\+ +"TAKEN"/),
    runner('a refusal that is never thrown', (copy) => edit(copy, 'schema.graphql', (it) => it.replace('enum ErrorCode {', 'enum ErrorCode {\n  PLANTED')), 'tools/house', /FAIL.*PLANTED is worded by the server and thrown somewhere/),
    runner('a failing test', (copy) => put(copy, 'services/tools/planted.test.ts', `import { it } from 'vitest'\nit('fails', () => {\n  throw new Error('planted')\n})\n`), 'tools/planted', /\n0 passed, 1 failed, 0 skipped\n/),
    runner('a test file that does not load', (copy) => put(copy, 'services/tools/planted.test.ts', `import './nowhere.ts'\n`), 'tools/planted', /\n0 passed, 1 failed, 0 skipped\n/),
    runner('no test at all', () => undefined, 'tools/no-such-test', /\n0 passed, 0 failed, 0 skipped\n/),
    runner('a required server that is missing', passing, 'tools/planted', /not run: tests over Redis.*\n.*\n1 passed, 1 failed, 0 skipped\n/, { LECTERN_TEST_REQUIRE: 'redis' }),
  ]
}

try {
  const all = verdicts()
  const width = Math.max(...all.map(({ where }) => where.length))
  for (const { guard, rule, where, bites } of all) console.log(`${bites ? 'bites ' : 'SILENT'}  ${guard.padEnd(16)} ${where.padEnd(width)}  ${rule.replaceAll('\\n', ' ').trim()}`)
  const failed = all.filter(({ bites }) => !bites).length
  console.log(`\n${sentence({ passed: all.length - failed, failed, skipped: 0 })}`)
  process.exitCode = failed === 0 ? 0 : 1
} finally {
  for (const copy of copies) rmSync(copy, { recursive: true, force: true })
}
