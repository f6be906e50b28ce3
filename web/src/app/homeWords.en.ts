import { messages as journal } from '../identity/journalMessages.ts?en'
import { messages as attendance } from '../scheduling/attendanceMessages.ts?en'
import { messages as scheduling } from '../scheduling/messages.ts?en'
import { messages as homes } from './homes/messages.ts?en'

export const words = { ...journal.en, ...scheduling.en, ...attendance.en, ...homes.en }
