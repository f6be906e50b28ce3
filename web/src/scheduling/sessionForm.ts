import type { CreateSessionInput, SessionForEditQuery, UpdateSessionInput } from '../generated/operations.ts'
import { wallFromInstant } from '../kit/zonedTime.ts'

export type EditedSession = NonNullable<SessionForEditQuery['session']>

/** What the form holds, in values that compare by `===`: so a conflict can be told field by field. */
export interface SessionForm {
  title: string
  trainerId: string
  trainerName: string
  startsAt: string | null
  durationMinutes: number | null
  timeZone: string
  capacity: number | null
  location: string
  classLink: string
  description: string
}

export const formFields = [
  'title', 'trainerId', 'startsAt', 'durationMinutes', 'timeZone', 'location', 'classLink', 'capacity', 'description',
] as const

const minute = 60_000

/** By the zone's own clock: some are half or three quarters of an hour from the others. */
const nextFullHour = (zone: string, now: number) =>
  new Date((Math.floor(now / minute) + 60 - Number(wallFromInstant(now, zone).slice(14, 16))) * minute).toISOString()

/** The next full hour, sixty minutes, in the viewer's own zone: what is most likely meant. */
export function newSessionForm(zone: string, trainer: { id: string; name: string } | null, now: number): SessionForm {
  return {
    title: '',
    trainerId: trainer?.id ?? '',
    trainerName: trainer?.name ?? '',
    startsAt: nextFullHour(zone, now),
    durationMinutes: 60,
    timeZone: zone,
    capacity: null,
    location: '',
    classLink: '',
    description: '',
  }
}

export const formOf = (session: EditedSession): SessionForm => ({
  title: session.title,
  trainerId: session.trainer.id,
  trainerName: session.trainer.name,
  startsAt: session.startsAt,
  durationMinutes: session.durationMinutes,
  timeZone: session.timeZone,
  capacity: session.capacity ?? null,
  location: session.location ?? '',
  classLink: session.classLink ?? '',
  description: session.description ?? '',
})

const orNull = (text: string) => text.trim() || null

type Details = Omit<CreateSessionInput, 'traineeIds'>

function details(form: SessionForm): Details {
  return {
    title: form.title,
    trainerId: form.trainerId,
    startsAt: form.startsAt ?? '',
    durationMinutes: form.durationMinutes ?? 0,
    timeZone: form.timeZone,
    capacity: form.capacity,
    location: orNull(form.location),
    classLink: orNull(form.classLink),
    description: orNull(form.description),
  }
}

export const createInput = (form: SessionForm, traineeIds: readonly string[]): CreateSessionInput => ({
  ...details(form),
  ...(traineeIds.length > 0 && { traineeIds: [...traineeIds] }),
})

/** Only what differs: what one has not touched is not said again, and may be refused for nobody. */
export function updateInput(form: SessionForm, base: SessionForm, { id, version }: { id: string; version: number }): UpdateSessionInput {
  const all = details(form)
  const changed = formFields.filter((name) => form[name] !== base[name])
  return { id, version, ...(Object.fromEntries(changed.map((name) => [name, all[name]])) as Partial<Details>) }
}

/** Message ids by field; what only the server knows it says itself. */
export function problemsOf(form: SessionForm): Record<string, string> {
  const minutes = form.durationMinutes
  return {
    ...(!form.title.trim() && { title: 'session.form.title.missing' }),
    ...(!form.trainerId && { trainerId: 'session.form.trainer.missing' }),
    ...(!form.startsAt && { startsAt: 'session.form.startsAt.missing' }),
    ...((minutes === null || minutes < 5 || minutes > 1440) && { durationMinutes: 'session.form.duration.range' }),
    ...(form.capacity !== null && form.capacity < 1 && { capacity: 'session.form.capacity.range' }),
  }
}
