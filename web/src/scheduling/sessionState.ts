import type { SessionStatus } from '../generated/operations.ts'

export type SessionState = 'SCHEDULED' | 'IN_PROGRESS' | 'COMPLETED' | 'CANCELLED'

export interface TimedSession {
  startsAt: string
  endsAt: string
  status: SessionStatus
}

/** In progress is nothing that is stored: a scheduled session between its start and its end. */
export function stateOf({ startsAt, endsAt, status }: TimedSession, now: number): SessionState {
  return status === 'SCHEDULED' && hasBegun({ startsAt }, now) && now < Date.parse(endsAt) ? 'IN_PROGRESS' : status
}

export const hasBegun = ({ startsAt }: { startsAt: string }, now: number) => Date.parse(startsAt) <= now

export const isOver = ({ endsAt }: { endsAt: string }, now: number) => Date.parse(endsAt) <= now

export const joinableBefore = 15 * 60_000

/** A class link is of use from a quarter of an hour before the start to the end. */
export const isJoinable = (session: TimedSession & { classLink?: string | null }, now: number) =>
  Boolean(session.classLink) &&
  session.status === 'SCHEDULED' &&
  Date.parse(session.startsAt) - joinableBefore <= now &&
  !isOver(session, now)
