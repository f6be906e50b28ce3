/** The floor: a place is taken by one guarded update and one insert, in one transaction, in a loop; nobody is asked who they are. */
import { createServer } from 'node:http'
import BetterSqlite from 'better-sqlite3'
import { createPool, type ResultSetHeader } from 'mysql2/promise'

type Book = (session: string, trainee: string) => Promise<boolean>

const GUARDED = 'update bench_place set free = free - 1 where session_id = ? and free > 0'

function open(): Book {
  const url = process.env['DATABASE_URL']
  if (url) {
    const pool = createPool({ uri: url, connectionLimit: 10 })
    return async (session, trainee) => {
      const connection = await pool.getConnection()
      try {
        await connection.query('begin')
        const [taken] = await connection.execute<ResultSetHeader>(GUARDED, [session])
        const [booked] = taken.affectedRows === 0 ? [taken] : await connection.execute<ResultSetHeader>('insert ignore into bench_taken values (?, ?)', [session, trainee])
        await connection.query(booked.affectedRows === 0 ? 'rollback' : 'commit')
        return booked.affectedRows > 0
      } finally {
        connection.release()
      }
    }
  }
  const database = new BetterSqlite(`${process.env['LECTERN_DATA_DIR']!}/lectern.sqlite`, { timeout: 10_000 })
  database.pragma('synchronous = full')
  const [begin, guarded, insert, commit, rollback] = ['begin immediate', GUARDED, 'insert or ignore into bench_taken values (?, ?)', 'commit', 'rollback'].map(text => database.prepare(text))
  return (session, trainee) => {
    begin!.run()
    const isBooked = guarded!.run(session).changes > 0 && insert!.run(session, trainee).changes > 0
    if (isBooked) commit!.run()
    else rollback!.run()
    return Promise.resolve(isBooked)
  }
}

const book = open()
createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    if (request.method !== 'POST') return void response.writeHead(404).end()
    const { session, trainee } = JSON.parse(Buffer.concat(parts).toString()) as { session: string; trainee: string }
    book(session, trainee).then(
      isBooked => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ isBooked })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    )
  })
}).listen(Number(process.env['PORT']), '127.0.0.1')
