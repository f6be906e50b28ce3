/** The floors: each file written by hand from one statement. Says how long it took and what it held at most, then ends. */
import { createWriteStream, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createDeflateRaw, crc32 } from 'node:zlib'
import BetterSqlite from 'better-sqlite3'
import { createConnection } from 'mysql2'

type Line = readonly (string | number | null)[]

const ROWS = `select s.title, s.starts_at, concat_ws(' ', t.first_name, t.last_name), concat_ws(' ', u.first_name, u.last_name), u.username, b.attendance, s.status, s.duration_minutes, b.id, u.email
  from booking b join session s on s.id = b.session_id join user t on t.id = s.trainer_id join user u on u.id = b.trainee_id order by s.starts_at limit `

async function* lines(limit: number): AsyncGenerator<Line> {
  const url = process.env['DATABASE_URL']
  if (url) {
    const connection = createConnection({ uri: url, dateStrings: true, rowsAsArray: true })
    for await (const row of connection.query(ROWS + limit).stream() as AsyncIterable<Line>) yield row
    connection.destroy()
    return
  }
  const database = new BetterSqlite(`${process.env['LECTERN_DATA_DIR']!}/lectern.sqlite`, { readonly: true })
  yield* database.prepare(ROWS + limit).raw().iterate() as IterableIterator<Line>
}

type Write = (part: string | Buffer) => Promise<void>

async function csv(write: Write): Promise<void> {
  let text = ''
  for await (const line of lines(200_000)) {
    text += `${line.map(cell => (cell === null ? '' : /[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : cell)).join(',')}\r\n`
    if (text.length > 65_536) {
      await write(text)
      text = ''
    }
  }
  await write(text)
}

/** The fewest parts that make a workbook; the sheet is deflated as it is written. */
async function xlsx(write: Write): Promise<void> {
  const zip = new Zip(write)
  await zip.add('[Content_Types].xml', async part => part('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/w.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/s.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'))
  await zip.add('_rels/.rels', async part => part('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="w.xml"/></Relationships>'))
  await zip.add('w.xml', async part => part('<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Sheet1" sheetId="1" r:id="r1"/></sheets></workbook>'))
  await zip.add('_rels/w.xml.rels', async part => part('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="s.xml"/></Relationships>'))
  await zip.add('s.xml', async part => {
    let text = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    for await (const line of lines(50_000)) {
      text += '<row>'
      for (const cell of line) text += typeof cell === 'number' ? `<c><v>${cell}</v></c>` : `<c t="inlineStr"><is><t>${String(cell ?? '').replace(/[&<>]/g, sign => `&#${sign.charCodeAt(0)};`)}</t></is></c>`
      text += '</row>'
      if (text.length > 65_536) {
        await part(text)
        text = ''
      }
    }
    await part(`${text}</sheetData></worksheet>`)
  })
  await zip.close()
}

class Zip {
  readonly #write: Write
  readonly #directory: Buffer[] = []
  #at = 0

  constructor(write: Write) {
    this.#write = async part => {
      this.#at += part.length
      await write(part)
    }
  }

  async add(name: string, fill: (part: (text: string) => Promise<void>) => Promise<void>): Promise<void> {
    const begun = this.#at
    const deflate = createDeflateRaw({ level: 1 })
    const packed = async (): Promise<number> => {
      let size = 0
      for await (const chunk of deflate as AsyncIterable<Buffer>) {
        size += chunk.length
        await this.#write(chunk)
      }
      return size
    }
    // Sizes and sum stand behind the bytes, so that nothing is held.
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(8, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt16LE(name.length, 22)
    await this.#write(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, Buffer.from(name)]))
    const writing = packed()
    let [sum, length] = [0, 0]
    await fill(async text => {
      const bytes = Buffer.from(text)
      sum = crc32(bytes, sum)
      length += bytes.length
      if (!deflate.write(bytes)) await once(deflate, 'drain')
    })
    deflate.end()
    const tail = Buffer.alloc(12)
    tail.writeUInt32LE(sum, 0)
    tail.writeUInt32LE(await writing, 4)
    tail.writeUInt32LE(length, 8)
    await this.#write(Buffer.concat([Buffer.from('PK\x07\x08', 'latin1'), tail]))
    const entry = Buffer.alloc(42)
    entry.writeUInt16LE(20, 0)
    head.copy(entry, 2, 0, 10)
    tail.copy(entry, 12)
    entry.writeUInt16LE(name.length, 24)
    entry.writeUInt32LE(begun, 38)
    this.#directory.push(Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), entry, Buffer.from(name)]))
  }

  async close(): Promise<void> {
    const directory = Buffer.concat(this.#directory)
    const end = Buffer.alloc(18)
    end.writeUInt16LE(this.#directory.length, 4)
    end.writeUInt16LE(this.#directory.length, 6)
    end.writeUInt32LE(directory.length, 8)
    end.writeUInt32LE(this.#at, 12)
    await this.#write(Buffer.concat([directory, Buffer.from('PK\x05\x06', 'latin1'), end]))
  }
}

/** 200 pages of 40 lines in the font that every reader has. */
async function pdf(write: Write): Promise<void> {
  const offsets: number[] = []
  let at = 0
  const put = async (text: string): Promise<void> => {
    at += text.length
    await write(Buffer.from(text, 'latin1'))
  }
  const object = async (id: number, body: string): Promise<void> => {
    offsets[id] = at
    await put(`${id} 0 obj\n${body}\nendobj\n`)
  }
  await put('%PDF-1.4\n')
  const pages: number[] = []
  let page: Line[] = []
  const flush = async (): Promise<void> => {
    const text = page.map((line, i) => line.slice(0, 6).map((cell, j) => `BT /F 8 Tf ${30 + j * 90} ${800 - i * 18} Td (${String(cell ?? '').replace(/[\\()]/g, '\\$&').slice(0, 18)}) Tj ET`).join('\n')).join('\n')
    const id = 10 + pages.length * 2
    await object(id, `<</Length ${text.length}>>stream\n${text}\nendstream`)
    await object(id + 1, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${id} 0 R/Resources<</Font<</F 3 0 R>>>>>>`)
    pages.push(id + 1)
    page = []
  }
  for await (const line of lines(8_000)) {
    page.push(line)
    if (page.length === 40) await flush()
  }
  await object(1, '<</Type/Catalog/Pages 2 0 R>>')
  await object(2, `<</Type/Pages/Count ${pages.length}/Kids[${pages.map(id => `${id} 0 R`).join(' ')}]>>`)
  await object(3, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>')
  const known = [...offsets.keys()].filter(id => offsets[id] !== undefined)
  const start = at
  await put(`xref\n0 1\n0000000000 65535 f \n${known.map(id => `${id} 1\n${String(offsets[id]).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${offsets.length}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`)
}

const begun = performance.now()
const file = createWriteStream(process.env['BENCH_FILE']!)
const write: Write = async part => {
  if (!file.write(part)) await once(file, 'drain')
}
await ({ csv, xlsx, pdf } as Record<string, (write: Write) => Promise<void>>)[process.argv[2]!]!(write)
await new Promise<void>(done => file.end(done))
process.stdout.write(JSON.stringify({ seconds: (performance.now() - begun) / 1000, memory: Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024 }))
