import { expect, test } from 'vitest'
import { changesOf, deedOf, nameBefore } from './journalSentence.ts'

const entry = { noun: 'User', kind: 'UPDATED' as const, verb: 'updateUser', fields: [] as string[], before: null, after: null, actor: null, about: null }

test('a deed is named by its noun and verb, or by its kind', () => {
  expect(deedOf({ ...entry, verb: 'deactivateUser' })).toBe('User.deactivateUser')
  expect(deedOf({ ...entry, kind: 'CREATED', verb: 'createUser' })).toBe('User.created')
  expect(deedOf({ ...entry, noun: 'Report', verb: 'makeReport' })).toBe('Report.updated')
})

test('what one changes of oneself is told so', () => {
  const person = { id: '1', name: 'Noor Saleh' }
  expect(deedOf({ ...entry, actor: person, about: person })).toBe('User.own')
})

test('a password is told of without saying more than may be read', () => {
  const change = { ...entry, noun: 'PasswordChange', kind: 'CREATED' as const }
  expect(deedOf({ ...change, after: { action: 'RESET' } })).toBe('PasswordChange.RESET')
  expect(deedOf(change)).toBe('PasswordChange.updated')
})

test('a booking tells what became of the place', () => {
  const booking = { ...entry, noun: 'Booking', verb: 'markAttendance' }
  expect(deedOf({ ...booking, before: { attendance: null }, after: { attendance: 'PRESENT' } })).toBe('Booking.marked')
  expect(deedOf({ ...booking, before: { attendance: 'LATE' }, after: { attendance: null } })).toBe('Booking.unmarked')
  expect(deedOf({ ...booking, after: { status: 'CANCELLED' } })).toBe('Booking.removed')
})

test('fields that the sentence says already are not said again', () => {
  const left = { ...entry, verb: 'deactivateUser', fields: ['isActive', 'version'], before: { isActive: true }, after: { isActive: false } }
  expect(changesOf(left)).toEqual([])
  const renamed = { ...entry, fields: ['lastName'], before: { lastName: 'Saleh' }, after: { lastName: 'Haddad' } }
  expect(changesOf(renamed)).toEqual([{ field: 'lastName', before: 'Saleh', after: 'Haddad' }])
})

test('who is gone is named as they were', () => {
  expect(nameBefore({ noun: 'User', before: { firstName: 'Noor', lastName: 'Saleh' }, after: null })).toBe('Noor Saleh')
  expect(nameBefore({ noun: 'Session', before: { title: 'First aid' }, after: null })).toBe('First aid')
})
