import { messages as assignments } from '../identity/assignmentMessages.ts?ar'
import { messages as journal } from '../identity/journalMessages.ts?ar'
import { messages as identity } from '../identity/messages.ts?ar'
import { messages as reporting } from '../reporting/messages.ts?ar'
import { messages as attendance } from '../scheduling/attendanceMessages.ts?ar'
import { messages as scheduling } from '../scheduling/messages.ts?ar'
import { messages as homes } from './homes/messages.ts?ar'

export const words = { ...identity.ar, ...assignments.ar, ...journal.ar, ...scheduling.ar, ...attendance.ar, ...reporting.ar, ...homes.ar }
