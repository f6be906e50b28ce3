/**
 * The floor: a place is taken by one insert and one guarded update in a transaction, in a loop. It takes the same requests and
 * answers the same bytes; nobody is asked who they are, and who comes twice finds the place that is theirs already.
 */
import { createServer } from 'node:http'
import BetterSqlite from 'better-sqlite3'
import { createPool, type ResultSetHeader, type RowDataPacket } from 'mysql2/promise'

/** How many seats are taken then; `undefined`: there was none left. */
type Book = (session: string, trainee: string) => Promise<number | undefined>

const GUARDED = 'update bench_place set taken = taken + 1 where session_id = ? and taken < capacity'
const TAKEN = 'select taken from bench_place where session_id = ?'

function open(): Book {
  const url = process.env['DATABASE_URL']
  if (url) {
    const pool = createPool({ uri: url, connectionLimit: 10 })
    return async (session, trainee) => {
      const connection = await pool.getConnection()
      try {
        await connection.query('begin')
        const [booked] = await connection.execute<ResultSetHeader>('insert ignore into bench_taken values (?, ?)', [session, trainee])
        const [guarded] = booked.affectedRows === 0 ? [undefined] : await connection.execute<ResultSetHeader>(GUARDED, [session])
        if (guarded?.affectedRows === 0) return void (await connection.query('rollback'))
        const [[row]] = await connection.execute<RowDataPacket[]>(TAKEN, [session])
        await connection.query('commit')
        return Number(row!['taken'])
      } finally {
        connection.release()
      }
    }
  }
  const database = new BetterSqlite(`${process.env['LECTERN_DATA_DIR']!}/lectern.sqlite`, { timeout: 10_000 })
  database.pragma('synchronous = full')
  const [begin, insert, guarded, taken, commit, rollback] =
    ['begin immediate', 'insert or ignore into bench_taken values (?, ?)', GUARDED, TAKEN, 'commit', 'rollback'].map(text => database.prepare(text))
  return (session, trainee) => {
    begin!.run()
    if (insert!.run(session, trainee).changes > 0 && guarded!.run(session).changes === 0) {
      rollback!.run()
      return Promise.resolve(undefined)
    }
    const row = taken!.get(session) as { taken: number }
    commit!.run()
    return Promise.resolve(row.taken)
  }
}

function answer(session: string, seatsTaken: number | undefined): string {
  const addTrainees = seatsTaken === undefined ? { session: null, errors: [{ code: 'SESSION_FULL' }] } : { session: { id: session, seatsTaken }, errors: [] }
  return JSON.stringify({ data: { addTrainees } })
}

interface Asked { readonly variables: { readonly input: { readonly sessionId: string; readonly traineeIds: readonly [string] } } }

const book = open()
createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    const { sessionId, traineeIds: [trainee] } = (JSON.parse(Buffer.concat(parts).toString()) as Asked).variables.input
    book(sessionId, trainee).then(
      seatsTaken => response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(answer(sessionId, seatsTaken)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
