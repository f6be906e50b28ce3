import { PrimaryKey } from '@mikro-orm/decorators/legacy'
import { types } from '@mikro-orm/core'
import { Bytes, NounEntity } from '../platform/noun.ts'

/** A piece of a report's file, until the files slice brings a store. */
@NounEntity({ table: 'report_chunk', journaled: false, exposed: false })
export class ReportChunk {
  @PrimaryKey({ type: types.string, length: 26, fieldName: 'report_id' })
  reportId!: string

  /** The attempt that wrote it: a killed attempt's pieces are never served. */
  @PrimaryKey({ type: types.integer, fieldName: 'attempt' })
  attempt!: number

  @PrimaryKey({ type: types.integer, fieldName: 'part' })
  part!: number

  @Bytes()
  bytes!: Uint8Array
}
