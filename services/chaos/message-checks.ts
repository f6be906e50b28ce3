import { CONTACT, PRIVATE, type Eyes } from './sight.ts'
import { isWithin, type Heard, type NounName, type Values, type Violation } from './evidence.ts'
import type { Past } from './past.ts'

/** One message against what its reader might see and what the thing was. */
export function checkMessage(past: Past, eyes: Eyes, noun: NounName, message: Heard, where: string): Violation[] {
  const row = past.rowAt(message.position)
  if (!row || row.noun !== noun || row.id !== message.id) return [{ breach: 'leaked', what: `${where}: there is no such change` }]
  if (!holdsRole(past, eyes, row.deed)) return [{ breach: 'leaked', what: `${where}: the role was taken away by then` }]
  return [
    ...checkSight(past, eyes, message, { noun, id: row.id, deed: row.deed }, where),
    ...checkState(past, eyes, message, { noun, id: row.id, deed: row.deed }, where),
    ...checkContact(past, eyes, message, row, where),
  ]
}

interface About { readonly noun: NounName; readonly id: string; readonly deed: number }

/** Its role then or later: what reaches a screen after its right has ended is a leak. */
function holdsRole(past: Past, { id, role }: Eyes, deed: number): boolean {
  return past.statesFrom('User', id, deed - 1).some(user => user?.['role'] === role)
}

function checkSight(past: Past, eyes: Eyes, { kind, position }: Heard, { noun, id, deed }: About, where: string): Violation[] {
  const due = past.dueAt(eyes, noun, position)
  const seesYet = past.seesFrom(eyes, noun, id, deed)
  if (!due) {
    // Its id alone, of a thing that it knew; or of a person whom it was just given from two sides at once.
    if (seesYet || (kind === 'REMOVED' && past.everSaw(eyes, noun, id, deed))) return []
    return [{ breach: 'leaked', what: `${where}: out of sight` }]
  }
  if (kind === due.kind) return []
  // Gone out of sight since, by a change that follows.
  if (kind === 'REMOVED') return past.losesFrom(eyes, noun, id, deed) ? [] : [{ breach: 'out of order', what: `${where}: it is in sight still` }]
  if (!seesYet) return [{ breach: 'leaked', what: `${where}: out of sight since` }]
  // Two deeds that give or take one person from two sides do not wait for each other.
  return noun === 'User' ? [] : [{ breach: 'out of order', what: `${where}: ought to be ${due.kind}` }]
}

/** With the change comes the thing as it was then or later, and not without it. */
function checkState(past: Past, eyes: Eyes, { kind, thing }: Heard, { noun, id, deed }: About, where: string): Violation[] {
  if (kind === 'REMOVED') return thing === null ? [] : [{ breach: 'leaked', what: `${where}: with what it was` }]
  if (thing === null) return [{ breach: 'lost', what: `${where}: without what it is` }]
  if (!past.seesFrom(eyes, noun, id, deed)) return [{ breach: 'leaked', what: `${where}: with what it is` }]
  const told = noun === 'User' ? withoutContact(thing) : thing
  const isOfThen = past.statesFrom(noun, id, deed).some(state => state !== null && isWithin(told, state))
  return isOfThen ? [] : [{ breach: 'out of order', what: `${where}: ${JSON.stringify(thing)} is no state that it had then or later` }]
}

const withoutContact = (thing: Values): Values => Object.fromEntries(Object.entries(thing).filter(([field]) => !CONTACT.includes(field)))

/** The contact of a person, and the names of such fields, go to fewer. */
function checkContact(past: Past, eyes: Eyes, { thing, fields }: Heard, { noun, id, deed }: Pick<About, 'id' | 'deed'> & { noun: string }, where: string): Violation[] {
  if (noun !== 'User') return []
  const mayRead = past.seesFrom(eyes, 'Contact', id, deed) || past.everSaw(eyes, 'Contact', id, deed)
  const told = CONTACT.filter(field => (thing?.[field] ?? null) !== null || fields.includes(field))
  const secret = PRIVATE.filter(field => fields.includes(field) && eyes.role !== 'ADMIN' && eyes.id !== id)
  const closed = [...(mayRead ? [] : told), ...secret]
  return closed.length === 0 ? [] : [{ breach: 'leaked', what: `${where}: ${closed.join(', ')}` }]
}
