import { messages as assignments } from '../identity/assignmentMessages.ts?ar'
import { messages as identity } from '../identity/messages.ts?ar'
import { messages as personDialogs } from '../identity/personDialogMessages.ts?ar'
import { messages as reporting } from '../reporting/messages.ts?ar'

export const words = { ...identity.ar, ...personDialogs.ar, ...assignments.ar, ...reporting.ar }
