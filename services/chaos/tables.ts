import BetterSqlite from 'better-sqlite3'
import { createConnection } from 'mysql2/promise'
import type { JournalRow, NounName, Tables, Values } from './evidence.ts'

/** What stands in the database, read past the server and all wires. */
export interface Standing { readonly journal: readonly JournalRow[]; readonly withoutPosition: number; readonly tables: Tables }

type Read = (statement: string) => Promise<readonly Values[]>

/** The columns of each noun that the journal must account for, by their names there. */
const COLUMNS: Readonly<Record<NounName, string>> = {
  User: 'id, first_name as firstName, last_name as lastName, phone, email, role, version',
  Session: 'id, title, trainer_id as trainer, status, capacity, version',
  Booking: 'id, session_id as session, trainee_id as trainee, status, attendance, marked_by_id as markedBy',
  Assignment: 'id, trainee_id as trainee, trainer_id as trainer',
}

export async function readStanding(where: string): Promise<Standing> {
  return where.startsWith('mysql:') ? readMySql(where) : readSqlite(where)
}

async function readMySql(url: string): Promise<Standing> {
  const connection = await createConnection({ uri: url, timezone: 'Z' })
  try {
    return await readAll(async statement => (await connection.query(statement))[0] as Values[])
  } finally {
    await connection.end()
  }
}

async function readSqlite(file: string): Promise<Standing> {
  const database = new BetterSqlite(file, { readonly: true })
  try {
    return await readAll(statement => Promise.resolve(database.prepare(statement).all() as Values[]))
  } finally {
    database.close()
  }
}

async function readAll(read: Read): Promise<Standing> {
  const rows = await read('select id, position, request_id as requestId, noun, noun_id as nounId, kind, fields, `after` from journal order by position')
  const table = async (noun: NounName): Promise<ReadonlyMap<string, Values>> =>
    new Map((await read(`select ${COLUMNS[noun]} from \`${noun.toLowerCase()}\``)).map(({ id, ...values }) => [String(id), values]))
  const journal = rows.filter(({ position }) => position !== null).map(rowOf)
  return {
    journal, withoutPosition: rows.length - journal.length,
    tables: { User: await table('User'), Session: await table('Session'), Booking: await table('Booking'), Assignment: await table('Assignment') },
  }
}

function rowOf({ id, position, requestId, noun, nounId, kind, fields, after }: Values): JournalRow {
  return {
    // Two deeds without a name are two.
    position: Number(position), requestId: typeof requestId === 'string' ? requestId : `row ${String(id)}`, noun: String(noun), id: String(nounId),
    kind: kind as JournalRow['kind'], fields: parsed(fields) as string[], after: parsed(after) as Values | null,
  }
}

function parsed(json: unknown): unknown {
  return typeof json === 'string' ? JSON.parse(json) : json
}
