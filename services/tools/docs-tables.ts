/** Writes the tables of docs/ that code knows best: the law in docs/law.md, the settings in docs/settings.md. Part of `npm run generate`. */

import 'reflect-metadata'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSchema, type GraphQLObjectType } from 'graphql'
import { entities } from '../src/entities.ts'
import { variables } from '../src/platform/config.ts'
import { guardsOf, lawInWords, sightInWords } from '../src/platform/law.ts'
import { allNouns, type Noun } from '../src/platform/noun.ts'
import { mayAsk, permissionInWords } from '../src/platform/permission.ts'
import { anonymous, type Viewer } from '../src/platform/viewer.ts'
import { resolvers } from '../src/schema.ts'

const ROOT = resolve(import.meta.dirname, '../../..')
const WRITTEN = '<!-- Written by `npm run generate`; change the code, not this page. -->'

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
const row = (...cells: string[]): string => `| ${cells.map(cell).join(' | ')} |`
const table = (head: string[], rows: string[][]): string => [row(...head), `|${'---|'.repeat(head.length)}`, ...rows.map((each) => row(...each))].join('\n')

const ROLES = ['TRAINEE', 'TRAINER', 'ADMIN']
const VIEWERS: Viewer[] = [anonymous, ...ROLES.map((role): Viewer => ({ ...anonymous, kind: 'user', id: 'somebody', role }))]

function rootFields(type: GraphQLObjectType | null | undefined): string[][] {
  return Object.keys(type?.getFields() ?? {}).map((verb) => [
    `\`${verb}\``,
    ...VIEWERS.map((viewer) => (mayAsk(viewer, verb) ? 'yes' : '')),
    permissionInWords(verb),
  ])
}

const fieldLaw = (noun: Noun): string[][] =>
  guardsOf(noun.type).map(({ properties, sights }) => [
    properties.map((property) => `\`${noun.name}.${property}\``).join(', '),
    `Read by ${sights.map(sightInWords).join(', ')}; null or empty to the others who see the ${noun.name}.`,
  ])

function law(): string {
  const schema = buildSchema(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'))
  const nouns = allNouns().filter((noun) => schema.getType(noun.name)).toSorted((a, b) => a.name.localeCompare(b.name))
  const head = ['field', 'nobody signed in', ...ROLES, 'in words']
  return `${WRITTEN}

# The law

What each role sees and may do, read off the policies of the slices. Every read carries it in its where-clause, every change in its
audience; what is not named here is seen by nobody.

## Who sees what

${table(['noun or field', 'law'], nouns.flatMap((noun) => [[`\`${noun.name}\``, lawInWords(noun.type)], ...fieldLaw(noun)]))}

## Who may ask what

"yes" is that the role may ask at all; the words say which things it may then touch, and of those only what it sees.

### Queries

${table(head, rootFields(schema.getQueryType()))}

### Mutations

${table(head, rootFields(schema.getMutationType()))}

### Subscriptions

${table(head, rootFields(schema.getSubscriptionType()))}
`
}

const settings = (): string => `${WRITTEN}

# Settings

The server reads these variables when it starts, and refuses to start when one is wrong or misspelt.

${table(['variable', 'default', 'meaning'], variables.map((variable) => [`\`${variable.name}\``, variable.default, variable.meaning]))}
`

if (entities.length === 0 || resolvers.length === 0) throw new Error('There is no law to write down: no entity or no resolver is loaded.')
mkdirSync(join(ROOT, 'docs'), { recursive: true })
writeFileSync(join(ROOT, 'docs/law.md'), law())
writeFileSync(join(ROOT, 'docs/settings.md'), settings())
