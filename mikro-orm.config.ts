/** For MikroORM's command line: `npx mikro-orm …` after a build, against the database of the environment. */
import 'reflect-metadata'
import { entities } from './services/dist/src/entities.js'
import { readConfig } from './services/dist/src/platform/config.js'
import { mysqlOptions, sqliteOptions } from './services/dist/src/platform/database.js'

const { database } = readConfig()
export default database.kind === 'mysql' ? mysqlOptions(database.url, entities) : sqliteOptions(database.file, entities)
