import type { Context } from '../platform/context.ts'
import { readChange, type FeedChange } from '../platform/feed.ts'
import { standsBeside } from '../platform/looks.ts'
import type { Class } from '../platform/noun.ts'
import { readById } from '../platform/read.ts'
import { User } from './user.entity.ts'

standsBeside('actor', User, change => change.actorId)

/** One message of a subscription: the change, who did it, and the thing as the viewer sees it now. */
export async function tell(context: Context, type: Class, property: string, told: FeedChange): Promise<object> {
  const { change, thing } = await readChange(context, type, told)
  const asksActor = [...context.selection].some(([name, fields]) => name.endsWith('Change') && fields.has('actor'))
  const actor = asksActor && change.actorId ? await readById(context, User, change.actorId) : null
  return { ...change, actor, [property]: thing }
}
