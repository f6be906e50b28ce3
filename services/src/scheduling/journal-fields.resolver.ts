import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql'
import type { Context } from '../platform/context.ts'
import { JournalEntry } from '../platform/journal.ts'
import { computes } from '../platform/noun.ts'
import { readById } from '../platform/read.ts'
import type { Row } from '../platform/rows.ts'
import { Booking } from './booking.entity.ts'
import { Session } from './session.entity.ts'

const IN_A_SESSION: readonly string[] = [Session.name, Booking.name]

computes(JournalEntry, { session: ['noun', 'rootId'] })

@Resolver(() => JournalEntry)
export class SessionOfEntryResolver {
  @FieldResolver(() => Session, { nullable: true, description: 'The session that it happened to, or in; null where there is none, or the viewer does not see it any more.' })
  session(@Root() { noun, rootId }: Row<JournalEntry>, @Ctx() context: Context): Promise<Row<Session> | null> {
    return IN_A_SESSION.includes(noun) ? readById(context, Session, rootId) : Promise.resolve(null)
  }
}
