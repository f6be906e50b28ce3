import type { ByteSink } from './document.ts'

/** Gathers what a writer gives in small pieces, because each piece that leaves the thread costs a message and a row. */
export class Chunks {
  private readonly sink: ByteSink
  private readonly size: number
  private pieces: Uint8Array[] = []
  private length = 0

  constructor(size: number, sink: ByteSink) {
    this.size = size
    this.sink = sink
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.pieces.push(bytes)
    this.length += bytes.length
    if (this.length >= this.size) await this.flush()
  }

  async flush(): Promise<void> {
    if (this.length === 0) return
    const chunk = new Uint8Array(Buffer.concat(this.pieces))
    this.pieces = []
    this.length = 0
    await this.sink(chunk)
  }
}
