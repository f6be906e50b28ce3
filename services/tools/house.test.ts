import 'reflect-metadata'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildSchema, type GraphQLEnumType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { messages } from '../../web/src/app/messages.ts'
import { entities } from '../src/entities.ts'
import { sightsOf } from '../src/platform/law.ts'
import { nounOf, type Class } from '../src/platform/noun.ts'
import { isRuled } from '../src/platform/permission.ts'
import { refusalCodes } from '../src/platform/refusal.ts'
import { resolvers } from '../src/schema.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const schema = buildSchema(readFileSync(join(ROOT, 'schema.graphql'), 'utf8'))
const codes = (schema.getType('ErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name)
const languages = Object.entries(messages as Record<string, Record<string, string>>)

const sources = globSync('services/src/**/*.ts', { cwd: ROOT })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => readFileSync(join(ROOT, file), 'utf8'))

describe('every refusal code', () => {
  it.each(codes)('%s is worded by the server and thrown somewhere', (code) => {
    expect([...refusalCodes().keys()]).toContain(code)
    expect(sources.some((source) => source.includes(`'${code}'`))).toBe(true)
  })

  it.each(languages)('is worded in %s', (_, words) => {
    expect(codes.filter((code) => !words[`app.refused.${code}`])).toEqual([])
  })
})

describe('under the law', () => {
  it('stands every noun that the schema shows', () => {
    const all: readonly Class[] = entities
    const shown = all.filter((entity) => schema.getType(nounOf(entity).name))
    expect(shown.length).toBeGreaterThan(0)
    expect(shown.filter((entity) => sightsOf(entity).length === 0).map(({ name }) => name)).toEqual([])
  })

  it('stands every root field', () => {
    expect(resolvers.length).toBeGreaterThan(0)
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) => Object.keys(type?.getFields() ?? {}))
    expect(fields.filter((field) => !isRuled(field))).toEqual([])
  })
})
