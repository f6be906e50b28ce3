import { describe, expect, it } from 'vitest'
import { createInput, newSessionForm, problemsOf, updateInput } from './sessionForm.ts'

const now = Date.parse('2026-11-24T09:42:10Z')
const form = newSessionForm('Africa/Cairo', { id: 'mara', name: 'Mara' }, now)

describe('the form of a session', () => {
  it('begins with the next full hour, sixty minutes and the zone of the viewer', () => {
    expect(form).toMatchObject({ startsAt: '2026-11-24T10:00:00.000Z', durationMinutes: 60, timeZone: 'Africa/Cairo', trainerId: 'mara' })
  })

  it('begins with the full hour of the zone itself, where it is half an hour from the others', () => {
    expect(newSessionForm('Asia/Kolkata', null, Date.parse('2026-11-24T04:10:00Z')).startsAt).toBe('2026-11-24T04:30:00.000Z')
    expect(newSessionForm('Asia/Kathmandu', null, Date.parse('2026-11-24T04:15:00Z')).startsAt).toBe('2026-11-24T05:15:00.000Z')
  })

  it('says what is missing, field by field', () => {
    expect(Object.keys(problemsOf({ ...form, trainerId: '', durationMinutes: 4, capacity: 0 }))).toEqual(['title', 'trainerId', 'durationMinutes', 'capacity'])
    expect(problemsOf({ ...form, title: 'First aid' })).toEqual({})
  })

  it('sends empty texts as nothing', () => {
    expect(createInput({ ...form, title: 'First aid', location: ' ' }, [])).toMatchObject({ location: null, classLink: null, description: null })
  })

  it('sends of an edit only what differs', () => {
    const base = { ...form, title: 'First aid', location: 'Hall A' }
    expect(updateInput({ ...base, location: '', capacity: 12 }, base, { id: 's', version: 3 })).toEqual({ id: 's', version: 3, location: null, capacity: 12 })
  })
})
