import { messages as account } from '../identity/accountMessages.ts?ar'
import { messages as kit } from '../kit/messages.ts?ar'
import { messages as app } from './messages.ts?ar'

export const words = { ...kit.ar, ...app.ar, ...account.ar }
