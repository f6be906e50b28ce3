import { personOf, planSession, someTrainees } from './arrange.ts'
import type { Person, Program } from './browser.ts'

/** Every page, as each of the three may open it: for what is tried on all of them. */

interface Place {
  name: string
  path: string
}

export type Places = Record<Person, readonly Place[]>

export async function allPlaces(admin: Program): Promise<Places> {
  const trainees = await someTrainees(admin, 8)
  const session = await planSession(admin, {
    title: 'Light without glare', trainer: 'mara', startsInMinutes: -10, capacity: 12, trainees: ['noor', ...trainees.map(({ username }) => username)],
    classLink: 'https://meet.delta-training.example/light',
  })
  const [mara, noor] = await Promise.all([personOf(admin, 'mara'), personOf(admin, 'noor')])
  const place = (name: string, path: string): Place => ({ name, path })
  const one = [place('session', `/sessions/${session}`), place('session-history', `/sessions/${session}/history`)]
  const roster = place('session-people', `/sessions/${session}/people`)
  const common = [place('home', '/'), place('sessions', '/sessions'), place('calendar', '/calendar'), place('profile', '/profile'), place('changes', '/changes')]
  const people = [
    place('people', '/people'),
    place('person-trainer', `/people/${mara.id}`),
    place('person-trainee', `/people/${noor.id}`),
    place('person-people', `/people/${noor.id}/people`),
    place('person-sessions', `/people/${noor.id}/sessions`),
    place('person-history', `/people/${noor.id}/history`),
  ]
  return {
    hana: [
      ...common, ...one, roster, ...people,
      place('calendar-day', '/calendar?view=day'), place('calendar-month', '/calendar?view=month'),
      place('assignments', '/assignments'), place('analytics', '/analytics'), place('reports', '/reports'),
      place('organisation', '/organisation'), place('password-changes', '/changes/passwords'), place('not-found', '/nowhere'),
    ],
    mara: [...common, ...one, roster, ...people, place('trainees', '/trainees')],
    noor: [...common, ...one, place('trainers', '/trainers'), place('attendance', '/attendance')],
  }
}
