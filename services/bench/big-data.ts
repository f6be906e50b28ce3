/**
 * A house that has run for years: the bench's own sessions and bookings, copied within the database until there are
 * a million and five million, with their words and their journal. Minutes instead of hours, and the same on every database.
 */
import BetterSqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import { name, sql, toDriver, type Dialect, type Sql } from '../src/platform/sql.ts'
import { prepareData, type Place, type Size } from './data.ts'

export interface BigSize extends Size { readonly copies: number }
/** 1,000,000 sessions and 5,000,000 bookings. */
export const BIG: BigSize = { users: 20_000, trainers: 500, sessions: 20_000, bookingsEach: 5, copies: 50 }

/** Makes the tables, fills them and lets the database count what it has; answers the admin's access token. */
export async function prepareBigData(place: Place, size: BigSize, { now = new Date(), tell = (_line: string) => {} } = {}): Promise<string> {
  const token = await prepareData(place, size)
  const { run, close } = await open(place)
  const ids = await prefixOf(run)
  for (const statement of [...yearsOf(place.dialect, now), ...peopleOf()]) await run(statement)
  for (let copy = 1; copy < size.copies; copy++) {
    for (const statement of copyOf(place.dialect, ids, copy, { now, days: copy * Math.round(DAYS / size.copies) })) await run(statement)
    if (copy % 10 === 0) tell(`${copy} of ${size.copies} copies`)
  }
  await run(sql`update feed_head set position = (select max(position) from journal)`)
  for (const table of TABLES) await run(place.dialect === 'sqlite' ? sql`analyze ${name(table)}` : sql`analyze table ${name(table)}`)
  await close()
  return token
}

/** From the first of the originals to the last copy of it. */
const DAYS = 1000
const TABLES = ['user', 'assignment', 'password_change', 'session', 'booking', 'journal', 'word']

type Run = (statement: Sql) => Promise<unknown[][]>

async function open({ dialect, environment }: Place): Promise<{ run: Run; close: () => Promise<void> }> {
  const values = (statement: Sql): (string | number | bigint | null)[] => statement.values.map(value => toDriver(value, dialect))
  if (dialect === 'sqlite') {
    const database = new BetterSqlite(`${environment['LECTERN_DATA_DIR']!}/lectern.sqlite`)
    database.pragma('synchronous = off')
    const run: Run = statement => {
      const prepared = database.prepare(statement.text)
      return Promise.resolve(prepared.reader ? (prepared.raw().all(...values(statement)) as unknown[][]) : (prepared.run(...values(statement)), []))
    }
    return { run, close: () => Promise.resolve(void database.close()) }
  }
  const connection = await createConnection({ uri: environment['DATABASE_URL']!, timezone: 'Z', rowsAsArray: true })
  // The copies hold what the originals held; what is copied of a table into itself is kept in memory meanwhile.
  await connection.query('set foreign_key_checks = 0, unique_checks = 0, tmp_table_size = 1 << 30, max_heap_table_size = 1 << 30')
  const run: Run = async statement => {
    const [rows] = await connection.query(statement.text, values(statement))
    return Array.isArray(rows) ? (rows as unknown[][]) : []
  }
  return { run, close: () => connection.end() }
}

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The ids of the originals are of about one second; the two digits before it count the copies, so that ids rise with them. */
async function prefixOf(run: Run): Promise<string> {
  const [range] = await run(sql`select min(id), max(id) from (select id from session union all select id from booking) as both_kinds`)
  const [first, last] = range!.map(id => String(id).slice(0, 8))
  if (first !== last) throw new Error('The ids of the originals are of more than one second.')
  return first!
}

function idOf(column: Sql, prefix: string, copy: number): Sql {
  const count = DIGITS.indexOf(prefix[6]!) * 32 + DIGITS.indexOf(prefix[7]!) + copy
  const digits = `${DIGITS[Math.floor(count / 32) % 32]!}${DIGITS[count % 32]!}`
  return sql`replace(${column}, ${prefix}, ${prefix.slice(0, 6) + digits})`
}

const TOPICS = ['Anatomy', 'Breathing', 'Climbing', 'Dancing', 'Endurance', 'Fencing', 'Gymnastics', 'Handball', 'Judo', 'Karate', 'Lifting', 'Mobility']

function copyOf(dialect: Dialect, prefix: string, copy: number, { now, days }: { now: Date; days: number }): Sql[] {
  const later = (column: Sql, by: number): Sql => hoursLater(dialect, column, sql`${by * 24}`)
  const glued = (...parts: readonly Sql[]): Sql =>
    dialect === 'sqlite' ? sql`${parts[0]!} || ${parts[1]!}` : sql`concat(${parts[0]!}, ${parts[1]!})`
  const starts = later(sql`s.starts_at`, days)
  const topic = TOPICS[copy % TOPICS.length]!
  const original = sql`s.id like ${`${prefix}%`}`
  const digit = (column: Sql): Sql => sql`substr(${column}, 26, 1)`
  const session = idOf(sql`s.id`, prefix, copy)
  return [
    sql`insert into session (id, title, title_key, trainer_id, starts_at, duration_minutes, time_zone, status, location, has_place, capacity, created_at, updated_at)
      select ${session}, ${glued(sql`${`${topic} `}`, sql`s.title`)}, ${glued(sql`${`${topic.toLowerCase()} `}`, sql`s.title_key`)}, s.trainer_id, ${starts},
        s.duration_minutes, s.time_zone,
        case when ${digit(sql`s.id`)} = '0' then 'CANCELLED' when ${starts} < ${now} then 'COMPLETED' else 'SCHEDULED' end,
        case when substr(s.id, 25, 2) = 'ZZ' then null else 'Hall 1' end, substr(s.id, 25, 2) <> 'ZZ', s.capacity,
        ${later(sql`s.starts_at`, days - 30)}, ${later(sql`s.starts_at`, days - 30)}
      from session s where ${original}`,
    sql`insert into booking (id, session_id, starts_at, trainee_id, status, attendance, created_at, updated_at)
      select ${idOf(sql`b.id`, prefix, copy)}, ${session}, ${starts}, b.trainee_id,
        case when ${digit(sql`b.id`)} = '1' then 'CANCELLED' else 'BOOKED' end,
        case when ${starts} >= ${now} then null when b.attendance is null and ${digit(sql`b.id`)} <> '2' then 'PRESENT' else b.attendance end,
        ${later(sql`s.starts_at`, days - 10)}, ${later(sql`s.starts_at`, days - 10)}
      from session s join booking b on b.session_id = s.id where ${original}`,
    ...[sql`${topic.toLowerCase()}`, sql`'session'`, sql`replace(replace(s.title_key, 'session ', ''), ' of the bench', '')`].map(word =>
      sql`insert into word (noun, word, ${name('guard')}, thing) select 'Session', ${word}, 0, ${session} from session s where ${original}`),
    journalOf(sql`'Session'`, sql`'createSession'`, session, session, sql`null`, later(sql`s.starts_at`, days - 30), sql`session s where ${original}`),
    journalOf(sql`'Booking'`, sql`'addTrainees'`, idOf(sql`b.id`, prefix, copy), session, sql`b.trainee_id`, later(sql`s.starts_at`, days - 10),
      sql`session s join booking b on b.session_id = s.id where ${original} and ${digit(sql`b.id`)} < '8'`),
  ]
}

const AUDIENCE = '{"gain":["ADMIN","TRAINER"],"keep":[],"lose":[]}'

function journalOf(noun: Sql, verb: Sql, thing: Sql, root: Sql, about: Sql, at: Sql, from: Sql): Sql {
  const position = sql`(select coalesce(max(position), 0) from journal j) + row_number() over (order by s.id)`
  return sql`insert into journal (position, ${name('at')}, actor_id, verb, noun, noun_id, kind, ${name('fields')}, audience, root_id, about_id)
    select ${position}, ${at}, s.trainer_id, ${verb}, ${noun}, ${thing}, 'CREATED', '["status"]', ${AUDIENCE}, ${root}, ${about} from ${from}`
}

function hoursLater(dialect: Dialect, column: Sql, by: Sql): Sql {
  return dialect === 'sqlite' ? sql`${column} + (${by}) * 3600000` : sql`${column} + interval (${by}) hour`
}

/** The originals were made in one instant, are found by nothing and never went wrong; a house that has run for years was not so. */
function yearsOf(dialect: Dialect, now: Date): Sql[] {
  const earlier = (column: Sql, by: Sql): Sql => hoursLater(dialect, column, by)
  return [
    sql`update ${name('user')} set created_at = ${earlier(sql`created_at`, sql`-(substr(username, 8) + 0)`)} where password_hash = '-'`,
    sql`update session set created_at = ${earlier(sql`starts_at`, sql`-720`)}, location = 'Hall 1', has_place = 1,
      status = case when substr(id, 26, 1) = '0' then 'CANCELLED' when starts_at < ${now} then 'COMPLETED' else 'SCHEDULED' end`,
    sql`insert into word (noun, word, ${name('guard')}, thing) select 'Session', 'session', 0, id from session`,
    sql`update booking set created_at = ${earlier(sql`starts_at`, sql`-240`)},
      status = case when substr(id, 26, 1) = '1' then 'CANCELLED' else 'BOOKED' end,
      attendance = case when starts_at >= ${now} then null when substr(id, 26, 1) = '2' then 'LATE' else coalesce(attendance, 'PRESENT') end`,
  ]
}

/** Everybody's words, a trainer for each trainee, and that each was once given a password. */
function peopleOf(): Sql[] {
  const trainers = sql`select id, row_number() over (order by id) as place, count(*) over () as places from ${name('user')} where role = 'TRAINER'`
  const trainees = sql`select id, created_at, row_number() over (order by id) as place from ${name('user')} where role = 'TRAINEE'`
  const everybody = sql`from ${name('user')} u where u.password_hash = '-'`
  return [
    wordsOfUsers('first_name'),
    wordsOfUsers('last_name'),
    sql`insert into assignment (id, trainee_id, trainer_id, assigned_at)
      select a.id, a.id, b.id, a.created_at from (${trainees}) a join (${trainers}) b on a.place % b.places + 1 = b.place`,
    sql`insert into password_change (id, user_id, action, ${name('at')}) select u.id, u.id, 'CREATED', u.created_at ${everybody}`,
  ]
}

function wordsOfUsers(column: string): Sql {
  const word = sql`lower(${name('u', column)})`
  // A last name of the bench holds a number behind a space: the name alone is the word.
  const first = sql`case when instr(${word}, ' ') > 0 then substr(${word}, 1, instr(${word}, ' ') - 1) else ${word} end`
  return sql`insert into word (noun, word, ${name('guard')}, thing) select 'User', ${first}, 0, u.id from ${name('user')} u where u.password_hash = '-'`
}
