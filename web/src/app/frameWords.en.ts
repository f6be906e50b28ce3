import { messages as account } from '../identity/accountMessages.ts?en'
import { messages as kit } from '../kit/messages.ts?en'
import { messages as app } from './messages.ts?en'

export const words = { ...kit.en, ...app.en, ...account.en }
