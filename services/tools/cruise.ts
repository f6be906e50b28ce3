/** The import rules of .dependency-cruiser.mjs, with the one check that the tool lacks: that it read anything at all. */

import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'

interface Cruise {
  modules: { source: string }[]
  summary: {
    totalDependenciesCruised: number
    violations: { from: string; to: string; rule: { name: string } }[]
    ruleSetUsed: { forbidden: { name: string; comment?: string }[] }
  }
}

const FOLDERS = ['services', 'web']
const NOT_SOURCES = /(^|\/)(node_modules|dist|data|\.turbo)(\/|$)/

const sources = (root: string): string[] =>
  FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
      .map((entry) => relative(root, join(entry.parentPath, entry.name))),
  ).filter((path) => !NOT_SOURCES.test(path))

const root = resolve(import.meta.dirname, '../..')
const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
const run = spawnSync(process.execPath, [program, ...FOLDERS, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
})
if (!run.stdout.startsWith('{')) throw new Error(`dependency-cruiser did not answer:\n${run.stderr}`)
const { modules, summary } = JSON.parse(run.stdout) as Cruise

const comments = new Map(summary.ruleSetUsed.forbidden.map((rule) => [rule.name, rule.comment ?? '']))
for (const { rule, from, to } of summary.violations) console.log(`${rule.name}: ${from} -> ${to}\n    ${comments.get(rule.name)}`)

const read = new Set(modules.map((module) => module.source))
const unread = sources(root).filter((path) => !read.has(path))
if (unread.length > 0) console.log(`nothing-unread: ${unread.length} files were not read, ${unread[0]} among them`)
if (summary.totalDependenciesCruised === 0) console.log('nothing-unread: no import was read. Is @swc/core installed?')
console.log(`${summary.violations.length} violations in ${read.size} modules and ${summary.totalDependenciesCruised} imports`)
process.exitCode = summary.violations.length + unread.length === 0 && summary.totalDependenciesCruised > 0 ? 0 : 1
