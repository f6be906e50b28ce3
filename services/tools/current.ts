/** `npm run current`: what `npm run generate` writes stands in the tree just as it would be written now. */

import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'

const ROOT = resolve(import.meta.dirname, '../..')
const GENERATED = ['schema.graphql', 'web/src/generated', 'services/client', 'services/migrations', 'docs', 'README.md']

/** Whose checkout this is, is not git's business here: CI often runs as another user. */
const git = (...args: string[]): { status: number | null; stdout: string } =>
  spawnSync('git', ['-c', `safe.directory=${ROOT}`, '--no-pager', ...args, '--', ...GENERATED], { cwd: ROOT, encoding: 'utf8' })

const generated = spawnSync('npm', ['run', '--silent', 'generate'], { cwd: ROOT, stdio: 'inherit' })
const changed = git('diff', '--stat', '--exit-code')
const added = git('ls-files', '--others', '--exclude-standard').stdout.trim()
if (generated.status !== 0) console.log('npm run generate failed')
else {
  if (changed.status !== 0) console.log(`not current: commit what \`npm run generate\` wrote\n${changed.stdout}`)
  if (added) console.log(`generated, but not committed:\n${added}`)
}
process.exitCode = generated.status === 0 && changed.status === 0 && !added ? 0 : 1
