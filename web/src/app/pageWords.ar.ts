import { messages as assignments } from '../identity/assignmentMessages.ts?ar'
import { messages as identity } from '../identity/messages.ts?ar'
import { messages as reporting } from '../reporting/messages.ts?ar'

export const words = { ...identity.ar, ...assignments.ar, ...reporting.ar }
