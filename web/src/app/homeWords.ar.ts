import { messages as journal } from '../identity/journalMessages.ts?ar'
import { messages as attendance } from '../scheduling/attendanceMessages.ts?ar'
import { messages as scheduling } from '../scheduling/messages.ts?ar'
import { messages as homes } from './homes/messages.ts?ar'

export const words = { ...journal.ar, ...scheduling.ar, ...attendance.ar, ...homes.ar }
