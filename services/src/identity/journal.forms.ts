import { JournalEntry } from '../platform/journal.ts'
import { connectionOf } from '../platform/page.ts'

export const JournalConnection = connectionOf('Journal', () => JournalEntry)
