import type { NounName, RoleName, Values } from './evidence.ts'

/**
 * Who sees what, written down by hand from the description of the API. It asks nothing of the server: what it says is
 * what the server is held against.
 */
export interface Eyes { readonly id: string; readonly role: RoleName }

/** The tables at one moment of the past. */
export type World = Readonly<Record<NounName, Map<string, Values>>>

export const emptyWorld = (): World => ({ User: new Map(), Session: new Map(), Booking: new Map(), Assignment: new Map() })

const isStaff = ({ role }: Eyes): boolean => role !== 'TRAINEE'

function isBookedWith(world: World, eyes: Eyes, fits: (session: string) => boolean): boolean {
  return world.Booking.values().some(({ trainee, status, session }) => trainee === eyes.id && status === 'BOOKED' && fits(String(session)))
}

export const isAssigned = (world: World, trainee: string, trainer: string): boolean =>
  world.Assignment.values().some(pair => pair['trainee'] === trainee && pair['trainer'] === trainer)

const rules: Readonly<Record<NounName, (world: World, eyes: Eyes, thing: Values, id: string) => boolean>> = {
  User: (world, eyes, _user, id) => isStaff(eyes) || id === eyes.id || isAssigned(world, eyes.id, id)
    || isBookedWith(world, eyes, session => world.Session.get(session)?.['trainer'] === id),
  Session: (world, eyes, _session, id) => isStaff(eyes) || isBookedWith(world, eyes, session => session === id),
  Booking: (_world, eyes, booking) => isStaff(eyes) || (booking['trainee'] === eyes.id && booking['status'] === 'BOOKED'),
  Assignment: (_world, eyes, pair) => eyes.role === 'ADMIN' || pair['trainer'] === eyes.id || pair['trainee'] === eyes.id,
}

export function sees(world: World, eyes: Eyes, noun: NounName, id: string): boolean {
  const thing = world[noun].get(id)
  return thing !== undefined && rules[noun](world, eyes, thing, id)
}

/** Fields of a person that not everybody who sees the person may read. */
export const CONTACT: readonly string[] = ['email', 'phone', 'trainers', 'trainees']
export const PRIVATE: readonly string[] = ['mustChangePassword', 'history']

export function readsContact(world: World, eyes: Eyes, user: string): boolean {
  return eyes.role === 'ADMIN' || user === eyes.id || isAssigned(world, eyes.id, user) || isAssigned(world, user, eyes.id)
}
