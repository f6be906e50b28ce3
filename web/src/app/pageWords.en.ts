import { messages as assignments } from '../identity/assignmentMessages.ts?en'
import { messages as journal } from '../identity/journalMessages.ts?en'
import { messages as identity } from '../identity/messages.ts?en'
import { messages as reporting } from '../reporting/messages.ts?en'
import { messages as attendance } from '../scheduling/attendanceMessages.ts?en'
import { messages as scheduling } from '../scheduling/messages.ts?en'
import { messages as homes } from './homes/messages.ts?en'

export const words = { ...identity.en, ...assignments.en, ...journal.en, ...scheduling.en, ...attendance.en, ...reporting.en, ...homes.en }
