import { messages as assignments } from '../identity/assignmentMessages.ts?en'
import { messages as identity } from '../identity/messages.ts?en'
import { messages as personDialogs } from '../identity/personDialogMessages.ts?en'
import { messages as reporting } from '../reporting/messages.ts?en'

export const words = { ...identity.en, ...personDialogs.en, ...assignments.en, ...reporting.en }
