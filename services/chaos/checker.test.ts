import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { liveThrough, PEOPLE, type Step } from './afternoon.ts'
import { check } from './checker.ts'
import { diceOf } from './dice.ts'
import type { Breach, Evidence, Heard, JournalRow, Stream } from './evidence.ts'
import { replay } from './past.ts'
import { tamper, type Plant } from './plants.ts'

const step = fc.record<Step>({
  act: fc.constantFrom('plan', 'rename', 'give', 'book', 'cancel', 'assign', 'unassign', 'delete', 'revise'),
  session: fc.integer({ min: 0, max: 2 }), trainee: fc.constantFrom('ann', 'ben'), trainer: fc.constantFrom('tom', 'tess'), cuts: fc.boolean(),
})
const did = (act: Step['act'], more: Partial<Step> = {}): Step => ({ act, session: 0, trainee: 'ann', trainer: 'tom', cuts: false, ...more })
/** So that every lie finds something to lie about: a session that ann is on, and one that nobody but staff knows. */
const OPENING = [did('plan'), did('book'), did('rename'), did('plan', { session: 9 }), did('rename', { session: 9 }), did('rename'), did('rename')]

const breaches = (evidence: Evidence): Breach[] => [...new Set(check(evidence).violations.map(({ breach }) => breach))]
const hears = (evidence: Evidence, viewerId: string, noun: Stream['noun']): readonly Heard[] =>
  evidence.streams.find(stream => stream.viewerId === viewerId && stream.noun === noun)!.connections.flatMap(({ heard }) => heard)
/** The same evidence with what one stream heard, in one connection, put otherwise. */
const hearing = (evidence: Evidence, viewerId: string, noun: Stream['noun'], edit: (heard: readonly Heard[]) => readonly Heard[]): Evidence => ({
  ...evidence,
  streams: evidence.streams.map(stream => (stream.viewerId === viewerId && stream.noun === noun ? { ...stream, connections: [{ after: null, heard: edit(hears(evidence, viewerId, noun)) }] } : stream)),
})

describe('the checker', () => {
  test('finds nothing where everything went as promised', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 60 }), steps => {
      expect(check(liveThrough([...OPENING, ...steps])).violations).toEqual([])
    }))
  })

  test.each<[Plant, Breach]>([
    ['lose', 'lost'], ['repeat', 'repeated'], ['reorder', 'out of order'], ['leak', 'leaked'], ['forget', 'lost'], ['redo', 'repeated'],
  ])('finds what was planted: %s is %s', (plant, breach) => {
    fc.assert(fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), (steps, seed) => {
      expect(breaches(tamper(liveThrough([...OPENING, ...steps.filter(({ session }) => session !== 9)]), plant, diceOf(seed)))).toContain(breach)
    }))
  })

  test('misses that a person went out of sight, though they are seen again', () => {
    const evidence = liveThrough([...OPENING, did('cancel'), did('assign')])
    const kinds = hears(evidence, 'ann', 'User').map(({ kind }) => kind)
    expect(kinds).toEqual(['BOOKMARK', 'CREATED', 'REMOVED', 'CREATED'])
    expect(breaches(hearing(evidence, 'ann', 'User', heard => heard.filter(({ kind }) => kind !== 'REMOVED')))).toEqual(['lost'])
    expect(breaches(hearing(evidence, 'ann', 'User', heard => heard.slice(0, 3)))).toEqual(['lost'])
  })

  test('holds a message against the state that the thing had then or later', () => {
    const evidence = liveThrough([did('plan'), did('rename')])
    const old = hears(evidence, 'tom', 'Session').find(({ kind }) => kind === 'CREATED')!.thing
    const stale = hearing(evidence, 'tom', 'Session', heard => heard.map(message => (message.kind === 'UPDATED' ? { ...message, thing: old } : message)))
    expect(breaches(stale)).toEqual(['out of order'])
    const news = hears(evidence, 'tom', 'Session').find(({ kind }) => kind === 'UPDATED')!.thing
    const fresh = hearing(evidence, 'tom', 'Session', heard => heard.map(message => (message.kind === 'CREATED' ? { ...message, thing: news } : message)))
    expect(breaches(fresh)).toEqual([])
  })

  test('takes a RESET for the loss of what lies before it, and of nothing behind it', () => {
    const evidence = liveThrough([did('plan'), did('rename'), did('rename'), did('rename')])
    const [bookmark, , second, , fourth] = hears(evidence, 'tom', 'Session')
    const reset = (position: number): Heard => ({ ...bookmark!, kind: 'RESET', position })
    expect(breaches(hearing(evidence, 'tom', 'Session', () => [bookmark!, reset(second!.position + 1), fourth!]))).toEqual([])
    expect(breaches(hearing(evidence, 'tom', 'Session', () => [bookmark!, reset(second!.position), fourth!]))).toEqual(['lost'])
    expect(breaches(hearing(evidence, 'tom', 'Session', () => [bookmark!, fourth!]))).toEqual(['lost'])
  })

  test('knows whose contact details may be read', () => {
    const evidence = liveThrough([did('plan'), did('book'), did('revise')])
    const told = hearing(evidence, 'ann', 'User', heard => heard.map(message => (message.id === 'tom' && message.thing ? { ...message, thing: { ...message.thing, phone: '100' } } : message)))
    expect(breaches(told)).toEqual(['leaked'])
    const named = hearing(evidence, 'ann', 'User', heard => heard.map(message => (message.id === 'tom' ? { ...message, fields: ['phone'] } : message)))
    expect(breaches(named)).toEqual(['leaked'])
  })

  test('holds the order against the acknowledgements', () => {
    const evidence = liveThrough([did('plan'), did('rename')])
    const [one, other] = evidence.deeds.slice(-2)
    const late = { ...evidence, deeds: [...evidence.deeds.slice(0, -2), { ...one!, attempts: [{ ...one!.attempts[0]!, sentAt: 900 }], answeredAt: 999 }, other!] }
    expect(breaches(late)).toEqual(['out of order'])
  })

  test('misses what was refused and done, and what never got a position', () => {
    const evidence = liveThrough([did('plan')])
    expect(breaches({ ...evidence, deeds: evidence.deeds.map(deed => ({ ...deed, outcome: 'refused' as const })) })).toEqual(['lost'])
    expect(breaches({ ...evidence, withoutPosition: 1 })).toEqual(['lost'])
  })

  test('follows a role to its end', () => {
    const evidence = liveThrough([did('plan')])
    const row = (position: number, noun: string, id: string, after: JournalRow['after']): JournalRow =>
      ({ position, requestId: `later ${position}`, noun, id, kind: 'UPDATED', fields: Object.keys(after!), after })
    const head = evidence.journal.length
    const journal = [...evidence.journal, row(head + 1, 'User', 'tess', { role: 'TRAINEE' }), row(head + 2, 'Session', 's0', { title: 'Not for her' })]
    const heard: Heard = { kind: 'UPDATED', position: head + 2, role: 'TRAINER', id: 's0', fields: [], thing: null }
    const { violations } = check(hearing({ ...evidence, journal }, 'tess', 'Session', before => [...before, heard]))
    expect(violations.some(({ breach, what }) => breach === 'leaked' && what.includes('the role was taken away'))).toBe(true)
  })
})

describe('who is told', () => {
  const told = (steps: readonly Step[]): string[] => {
    const { journal } = liveThrough(steps)
    const viewers = Object.entries(PEOPLE).map(([id, role]) => ({ id, role }))
    const past = replay(journal, viewers)
    const last = Math.max(...journal.map(({ position }) => past.rowAt(position)!.deed))
    return viewers.flatMap(eyes => (['User', 'Session', 'Booking', 'Assignment'] as const).flatMap(noun =>
      past.dues(eyes, noun).filter(({ deed }) => deed === last).map(({ id, kind }) => `${eyes.id}: ${noun} ${id} ${kind}`)))
  }
  const staff = (line: string): string[] => ['ada', 'tom', 'tess'].map(who => `${who}: ${line}`)

  test('a booking gives its trainee the session and who holds it; staff hear of the seats', () => {
    expect(told([did('plan'), did('book')]).toSorted()).toEqual([
      ...staff('Booking b0-ann CREATED'), ...staff('Session s0 UPDATED'), 'ann: Booking b0-ann CREATED', 'ann: Session s0 CREATED', 'ann: User tom CREATED',
    ].toSorted())
  })

  test('its end takes both away; who is still on it hears of the seats', () => {
    expect(told([did('plan'), did('book'), did('book', { trainee: 'ben' }), did('cancel')]).toSorted()).toEqual([
      ...staff('Booking b0-ann UPDATED'), ...staff('Session s0 UPDATED'),
      'ann: Booking b0-ann REMOVED', 'ann: Session s0 REMOVED', 'ann: User tom REMOVED', 'ben: Session s0 UPDATED',
    ].toSorted())
  })

  test('a trainer whom an assignment shows as well stays in sight', () => {
    expect(told([did('plan'), did('book'), did('assign'), did('cancel')])).not.toContain('ann: User tom REMOVED')
  })

  test('an assignment is its trainer\'s, its trainee\'s and the admins\'', () => {
    expect(told([did('assign')]).toSorted()).toEqual([
      'ada: Assignment a-ann-tom CREATED', 'ann: Assignment a-ann-tom CREATED', 'ann: User tom CREATED', 'tom: Assignment a-ann-tom CREATED',
    ])
  })
})
