/** Writes `schema.graphql`: the API as the server builds it, rules and law in its descriptions. Its diff is the review of the API. */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from '../src/app.ts'

const file = resolve(import.meta.dirname, '../../../schema.graphql')
writeFileSync(file, `${printSchema(lexicographicSortSchema(createSchema()))}\n`)
