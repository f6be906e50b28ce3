/** Apollo Server with MikroORM, each as its documentation shows: entities found with what is asked of them, populated by `find`. */
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { EntitySchema, type FilterQuery } from '@mikro-orm/core'
import { MikroORM as MySql } from '@mikro-orm/mysql'
import { MikroORM as Sqlite } from '@mikro-orm/sqlite'
import { readCursor, writeCursor } from './cursor.ts'
import { SDL } from './sdl.ts'

interface Person { id: string; username: string; firstName: string; lastName: string }
interface Place { id: string; session: Meeting; trainee: Person; attendance: string | null; createdAt: Date }
interface Meeting { id: string; title: string; startsAt: Date; durationMinutes: number; status: string; trainer: Person; bookings: Iterable<Place> }

const user = new EntitySchema<Person>({
  name: 'User', tableName: 'user',
  properties: { id: { type: 'string', primary: true }, username: { type: 'string' }, firstName: { type: 'string' }, lastName: { type: 'string' } },
})
const session: EntitySchema<Meeting> = new EntitySchema<Meeting>({
  name: 'Session', tableName: 'session',
  properties: {
    id: { type: 'string', primary: true }, title: { type: 'string' }, startsAt: { type: 'datetime', length: 3 }, durationMinutes: { type: 'integer' },
    status: { type: 'string' }, trainer: { kind: 'm:1', entity: () => user },
    bookings: { kind: '1:m', entity: () => booking, mappedBy: 'session', orderBy: { createdAt: 'asc', id: 'asc' } },
  },
} as never)
const booking: EntitySchema<Place> = new EntitySchema<Place>({
  name: 'Booking', tableName: 'booking',
  properties: {
    id: { type: 'string', primary: true }, session: { kind: 'm:1', entity: () => session }, trainee: { kind: 'm:1', entity: () => user },
    attendance: { type: 'string', nullable: true }, createdAt: { type: 'datetime', length: 3 },
  },
} as never)

const url = process.env['DATABASE_URL']
const shared = { entities: [user, session, booking], timezone: 'Z' }
const orm = url
  ? await MySql.init({ ...shared, clientUrl: url } as never)
  : await Sqlite.init({ ...shared, dbName: `${process.env['LECTERN_DATA_DIR']!}/lectern.sqlite` } as never)

/** The order key as this database's driver writes it, for equal cursors. */
function keyOf(startsAt: Date): string | number {
  return url ? startsAt.toISOString().slice(0, 23).replace('T', ' ').replace(/\.000$/, '') : startsAt.getTime()
}

async function sessions(_root: unknown, { after }: { after?: string | null }): Promise<object> {
  const em = orm.em.fork()
  const cursor = after ? readCursor(after) : undefined
  const begun = cursor && new Date(typeof cursor[0] === 'number' ? cursor[0] : `${cursor[0].replace(' ', 'T')}Z`)
  const where = cursor ? { $or: [{ startsAt: { $gt: begun } }, { startsAt: begun, id: { $gt: cursor[1] } }] } : {}
  const found = await em.find(session, where as FilterQuery<Meeting>, {
    populate: ['trainer', 'bookings', 'bookings.trainee'] as never, orderBy: { startsAt: 'asc', id: 'asc' } as never, limit: 51,
  })
  const shown = found.slice(0, 50)
  const last = shown.at(-1)!
  return { nodes: shown, pageInfo: { hasNextPage: found.length > 50, endCursor: writeCursor(keyOf(last.startsAt), last.id) } }
}

const server = new ApolloServer({
  typeDefs: SDL,
  resolvers: {
    Query: { sessions },
    Session: {
      startsAt: ({ startsAt }: Meeting) => startsAt.toISOString(),
      bookings: ({ bookings }: Meeting, { first }: { first?: number }) => ({ nodes: [...bookings].slice(0, first ?? 20) }),
    },
  },
})
await startStandaloneServer(server, { listen: { port: Number(process.env['PORT']), host: '127.0.0.1' } })
