/** One violation for each guard of the house, and what the guard must say of it. `guards.ts` plants them in a copy of the tree. */

export type Tool = 'imports' | 'lint' | 'dead code' | 'types'

export interface Plant {
  readonly tool: Tool
  /** The name under which the tool must report it. */
  readonly rule: string
  /** The file that it must be reported for. */
  readonly file: string
  readonly text: string
  /** Adds the text to an existing file instead of making one. */
  readonly edit?: (existing: string) => string
}

const plant = (tool: Tool) => (rule: string, file: string, text: string): Plant => ({ tool, rule, file, text })
const imports = plant('imports')
const lint = plant('lint')
const dead = plant('dead code')
const types = plant('types')

const importing = (path: string): string => `import { planted } from '${path}'\nexport const kept = planted\n`
const lines = (count: number): string => Array.from({ length: count }, (_, line) => `export const line${line} = ${line}`).join('\n')

/** Files that the planted ones lead to; nothing is wrong with them. */
export const GROUND: Readonly<Record<string, string>> = {
  'services/src/identity/planted.entity.ts': 'export const planted = 1\n',
  'services/src/identity/planted.policy.ts': 'export const planted = 1\n',
  'services/src/scheduling/planted.entity.ts': 'export const planted = 1\n',
  'services/src/scheduling/planted.resolver.ts': 'export const planted = 1\n',
  'services/src/scheduling/planted-there.service.ts': `import { here } from './planted-here.service.ts'\nexport const there = (): number => here()\n`,
  'services/src/reporting/planted.service.ts': 'export const planted = 1\n',
  'web/src/scheduling/plantedPart.tsx': 'export const planted = 1\n',
  'web/src/kit/plantedKit.tsx': 'export const planted = 1\n',
  'web/src/generated/planted.ts': 'export const useUserListQuery = (): number => 1\nexport const planted = 1\n',
}

const IMPORTS: Plant[] = [
  imports('platform-knows-no-domain', 'services/src/platform/planted-domain.ts', importing('../identity/planted.entity.ts')),
  imports('stairs-identity', 'services/src/identity/planted-up.service.ts', importing('../scheduling/planted.entity.ts')),
  imports('stairs-identity', 'services/src/identity/planted-type.service.ts', `import type { planted } from '../scheduling/planted.entity.ts'\nexport type Kept = typeof planted\n`),
  imports('stairs-scheduling', 'services/src/scheduling/planted-up.service.ts', importing('../reporting/planted.service.ts')),
  imports('door-identity', 'services/src/scheduling/planted-policy.service.ts', importing('../identity/planted.policy.ts')),
  imports('door-scheduling', 'services/src/reporting/planted-resolver.service.ts', importing('../scheduling/planted.resolver.ts')),
  imports('services-declare-no-graphql', 'services/src/scheduling/planted-field.service.ts', `import { Field } from 'type-graphql'\nexport const kept = Field\n`),
  imports('slices-do-not-build-the-house', 'services/src/identity/planted-top.service.ts', importing('../planted-top.ts')),
  imports('top-of-the-server-is-full', 'services/src/planted-top.ts', `export * from './identity/planted.entity.ts'\n`),
  imports('every-folder-is-on-the-stairs', 'services/src/learning/planted.entity.ts', importing('../identity/planted.entity.ts')),
  imports('no-cycles', 'services/src/scheduling/planted-here.service.ts', `import { there } from './planted-there.service.ts'\nexport const here = (): number => there()\n`),
  imports('web-knows-the-schema-only', 'web/src/identity/plantedServer.ts', importing('../../../services/src/identity/planted.entity.ts')),
  imports('server-knows-no-web', 'services/src/identity/planted-web.service.ts', importing('../../../web/src/kit/plantedKit.tsx')),
  imports('kit-knows-no-graphql', 'web/src/kit/PlantedClient.tsx', `import { gql } from '@apollo/client'\nexport const kept = gql\n`),
  imports('kit-knows-no-graphql', 'web/src/kit/PlantedGenerated.tsx', importing('../generated/planted.ts')),
  imports('kit-knows-no-graphql', 'web/src/kit/PlantedSlice.tsx', importing('../scheduling/plantedPart.tsx')),
  imports('hooks-come-from-codegen', 'web/src/scheduling/PlantedHookPage.tsx', `import { useQuery } from '@apollo/client/react'\nexport const kept = useQuery\n`),
  imports('web-stairs-identity', 'web/src/identity/PlantedStairs.tsx', importing('../scheduling/plantedPart.tsx')),
  imports('declared-dependencies-only', 'services/src/platform/planted-package.ts', `import semver from 'semver'\nexport const kept = semver\n`),
  imports('everything-resolves', 'web/src/kit/PlantedNowhere.tsx', importing('./nowhere.tsx')),
]

const LINT: Plant[] = [
  lint('typescript(no-floating-promises)', 'services/src/platform/planted-floating.ts', `export async function wait(): Promise<void> {}\nexport function start(): void {\n  wait()\n}\n`),
  lint('typescript(no-floating-promises)', 'web/src/kit/plantedFloating.ts', `export async function wait(): Promise<void> {}\nexport function start(): void {\n  wait()\n}\n`),
  lint('typescript(no-misused-promises)', 'services/src/platform/planted-misused.ts', `export async function isOpen(): Promise<boolean> {\n  return true\n}\nexport const open = (): string => (isOpen() ? 'open' : 'shut')\n`),
  lint('typescript(no-explicit-any)', 'services/src/platform/planted-any.ts', `export const anything = (value: any): string => String(value)\n`),
  lint('node(no-process-env)', 'services/src/identity/planted-env.service.ts', `export const home = process.env['HOME']\n`),
  lint('node(no-process-env)', 'web/src/kit/plantedEnv.ts', `export const home = process.env['HOME']\n`),
  lint('import(no-default-export)', 'web/src/kit/PlantedDefault.tsx', `export default 1\n`),
  lint('eslint(no-console)', 'services/src/identity/planted-console.service.ts', `export const say = (): void => console.log('here')\n`),
  lint('eslint(max-lines)', 'services/src/identity/planted-long.service.ts', `${lines(400)}\n`),
  lint('vitest(no-focused-tests)', 'services/src/identity/planted-focus.test.ts', `import { it } from 'vitest'\nit.only('is alone', () => undefined)\n`),
  lint('house(written-through-entities)', 'services/src/scheduling/planted-native.service.ts', `export const move = (em: { nativeUpdate(what: object): void }): void => em.nativeUpdate({})\n`),
  lint('house(written-through-entities)', 'services/src/scheduling/planted-builder.service.ts', `interface Builder {\n  update(what: object): Builder\n}\nexport const move = (em: { qb(): Builder }): Builder => em.qb().update({})\n`),
  lint('house(written-through-entities)', 'services/src/scheduling/planted-sql.service.ts', `export const move = (sql: (text: TemplateStringsArray, ...values: string[]) => void): void => sql\`update \${'user'} set name = ''\`\n`),
  lint('house(written-through-entities)', 'services/src/scheduling/planted-text.service.ts', `export const move = (run: (text: string) => void): void => run('delete from booking where id = 1')\n`),
  lint('house(file-names)', 'services/src/platform/helpers.ts', `export const planted = 1\n`),
  lint('house(no-barrels)', 'web/src/kit/planted-barrel.ts', `export * from './plantedKit.tsx'\n`),
  lint('house(queries-in-pages)', 'web/src/identity/PlantedPart.tsx', `import { useUserListQuery } from '../generated/planted.ts'\nexport const PlantedPart = (): number => useUserListQuery()\n`),
  lint('house(logical-sides)', 'web/src/kit/PlantedSides.tsx', `export const PlantedSides = () => <div style={{ marginLeft: 8 }} />\n`),
  lint('house(words-in-messages)', 'web/src/kit/PlantedWords.tsx', `export const PlantedWords = () => <p>Good morning</p>\n`),
  lint('house(words-in-messages)', 'web/src/kit/PlantedLabel.tsx', `export const PlantedLabel = () => <input aria-label="Search people" />\n`),
]

const DEAD: Plant[] = [
  dead('files', 'services/src/platform/planted-dead.ts', 'export const planted = 1\n'),
  dead('files', 'web/src/kit/PlantedDead.tsx', 'export const planted = 1\n'),
  { tool: 'dead code', rule: 'exports', file: 'services/tools/tally.ts', text: 'export const plantedExport = 1\n', edit: (existing) => `${existing}export const plantedExport = 1\n` },
  {
    tool: 'dead code', rule: 'dependencies', file: 'web/package.json', text: '"semver"',
    edit: (existing) => existing.replace('"dependencies": {', '"dependencies": {\n    "semver": "*",'),
  },
]

const TYPES: Plant[] = [
  types('TS2322', 'services/src/platform/planted-type.ts', `export const count: number = 'one'\n`),
  types('TS2322', 'web/src/kit/plantedType.ts', `export const count: number = 'one'\n`),
]

export const PLANTS: readonly Plant[] = [...IMPORTS, ...LINT, ...DEAD, ...TYPES]
