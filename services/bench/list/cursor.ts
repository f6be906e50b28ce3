/** Cursors as Lectern writes them: the order key as the driver gives it, and the id. */
export type Cell = string | number | null

export function readCursor(after: string): [string | number, string] {
  return JSON.parse(Buffer.from(after, 'base64url').toString()) as [string | number, string]
}

export function writeCursor(key: Cell, id: Cell): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url')
}
