import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, type Person, startLectern } from '../../test/lectern.ts'
import { Role, User } from './user.entity.ts'

let lectern: Lectern
let trainee: Person
let trainer: Person
beforeAll(async () => {
  lectern = await startLectern()
})
beforeEach(async () => {
  trainee = await lectern.person({ role: Role.TRAINEE })
  trainer = await lectern.person({ role: Role.TRAINER })
})
afterAll(() => lectern.stop())

const ASSIGN = 'mutation ($input: AssignTraineeInput!) { assignTrainee(input: $input) { assignment { id assignedAt trainee { id } trainer { id } } errors { code field } } }'
const UNASSIGN = 'mutation ($input: UnassignTraineeInput!) { unassignTrainee(input: $input) { unassignedId errors { code field } } }'
const LIST = 'query ($filter: AssignmentFilter) { assignments(filter: $filter) { totalCount nodes { id trainee { id email } trainer { id } } } }'
const pair = () => ({ traineeId: trainee.id, trainerId: trainer.id })
const assign = async (input: object, who = lectern.admin) => (await lectern.as(who).ask(ASSIGN, { input })).data.assignTrainee
const list = async (who: Person, filter = {}) => (await lectern.as(who).ask(LIST, { filter })).data.assignments

describe('assignments', () => {
  it('are closed to strangers', async () => {
    expect((await lectern.as(anonymous).ask(LIST)).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  it('are seen by admins, their trainer and their trainee', async () => {
    const { assignment } = await assign(pair())
    const node = { id: assignment.id, trainee: { id: trainee.id, email: `${trainee.username}@example.org` }, trainer: { id: trainer.id } }
    for (const who of [trainer, trainee]) expect(await list(who)).toEqual({ totalCount: 1, nodes: [node] })
    expect(await list(lectern.admin, { trainerId: trainer.id })).toEqual({ totalCount: 1, nodes: [node] })
    expect(await list(lectern.admin, { traineeId: lectern.trainee.id })).toEqual({ totalCount: 0, nodes: [] })
    for (const who of [lectern.trainer, lectern.trainee]) expect(await list(who, { trainerId: trainer.id })).toEqual({ totalCount: 0, nodes: [] })
  })
})

describe('assignTrainee', () => {
  it('is the admins’ alone', async () => {
    expect((await lectern.as(anonymous).ask(ASSIGN, { input: pair() })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    for (const who of [trainer, trainee]) expect(await assign(pair(), who)).toEqual({ assignment: null, errors: [{ code: 'FORBIDDEN', field: null }] })
  })

  it('is safe to repeat', async () => {
    const first = await assign(pair())
    expect(first).toMatchObject({ errors: [], assignment: { trainee: { id: trainee.id }, trainer: { id: trainer.id }, assignedAt: expect.stringMatching(/^2026-03-/) } })
    expect(await assign(pair())).toEqual(first)
    const race = await Promise.all([1, 2, 3].map(() => assign({ ...pair(), traineeId: lectern.trainee.id })))
    expect(new Set(race.map(({ assignment }) => assignment.id)).size).toBe(1)
  })

  it('refuses the unknown, other roles and the deactivated at each field', async () => {
    expect((await assign({ traineeId: 'x', trainerId: 'y' })).errors).toEqual([{ code: 'NOT_FOUND', field: 'traineeId' }, { code: 'NOT_FOUND', field: 'trainerId' }])
    expect((await assign({ traineeId: trainer.id, trainerId: trainee.id })).errors).toEqual([{ code: 'NOT_A_TRAINEE', field: 'traineeId' }, { code: 'NOT_A_TRAINER', field: 'trainerId' }])
    expect((await assign({ ...pair(), trainerId: lectern.admin.id })).errors).toEqual([{ code: 'NOT_A_TRAINER', field: 'trainerId' }])
    const gone = await lectern.person({ role: Role.TRAINEE, isActive: false })
    expect((await assign({ ...pair(), traineeId: gone.id })).errors).toEqual([{ code: 'INACTIVE', field: 'traineeId' }])
  })
})

describe('unassignTrainee', () => {
  const unassign = async (input: object, who = lectern.admin) => (await lectern.as(who).ask(UNASSIGN, { input })).data.unassignTrainee

  it('is the admins’ alone', async () => {
    expect((await lectern.as(anonymous).ask(UNASSIGN, { input: pair() })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    expect((await unassign(pair(), trainer)).errors).toEqual([{ code: 'FORBIDDEN', field: null }])
  })

  it('takes an assignment back, and is safe to repeat, for the deactivated too', async () => {
    const { assignment } = await assign(pair())
    await lectern.write(async work => (await work.em.findOneOrFail(User, { id: trainee.id })).deactivate())
    expect(await unassign(pair())).toEqual({ unassignedId: assignment.id, errors: [] })
    expect(await unassign(pair())).toEqual({ unassignedId: null, errors: [] })
    expect((await unassign({ ...pair(), traineeId: 'nobody' })).errors).toEqual([{ code: 'NOT_FOUND', field: 'traineeId' }])
    expect(await list(trainer)).toEqual({ totalCount: 0, nodes: [] })
  })
})

describe('assignmentChanged', () => {
  const FOLLOW = 'subscription { assignmentChanged { kind id assignment { trainer { id } } } }'

  it('refuses strangers', async () => {
    await expect(lectern.follow(anonymous, FOLLOW).then(({ until }) => until(() => true))).rejects.toThrow()
  })

  it('tells the two whom it concerns and the admins, and brings each other into sight and out of it', async () => {
    await lectern.settle()
    const [admin, mine, rival, people] = await Promise.all([
      lectern.follow(lectern.admin, FOLLOW), lectern.follow(trainee, FOLLOW), lectern.follow(lectern.trainer, FOLLOW),
      lectern.follow(trainee, 'subscription { userChanged { kind id user { id email } } }'),
    ])
    for (const followed of [admin, mine, rival, people]) await followed.until(({ kind }) => kind === 'BOOKMARK')
    const { assignment } = await assign(pair())
    await lectern.settle()
    const created = { kind: 'CREATED', id: assignment.id, assignment: { trainer: { id: trainer.id } } }
    expect(await admin.until(({ id }) => id === assignment.id)).toEqual(created)
    expect(await mine.until(({ id }) => id === assignment.id)).toEqual(created)
    expect(await people.until(({ id }) => id === trainer.id)).toEqual({ kind: 'CREATED', id: trainer.id, user: { id: trainer.id, email: `${trainer.username}@example.org` } })
    await lectern.as(lectern.admin).ask(UNASSIGN, { input: pair() })
    await lectern.settle()
    expect(await mine.until(({ kind }) => kind === 'REMOVED')).toEqual({ kind: 'REMOVED', id: assignment.id, assignment: null })
    expect(await people.until(({ kind }) => kind === 'REMOVED')).toEqual({ kind: 'REMOVED', id: trainer.id, user: null })
    expect(rival.messages.filter(({ kind }) => kind !== 'BOOKMARK')).toEqual([])
  })

  it('tells trainers who follow people nothing of each other’s trainees', async () => {
    await assign(pair())
    await lectern.settle()
    const document = 'subscription { userChanged { kind id user { trainees { totalCount } trainers { nodes { id } } } } }'
    const [mine, rival] = await Promise.all([trainer, lectern.trainer].map(who => lectern.follow(who, document)))
    for (const followed of [mine!, rival!]) await followed.until(({ kind }) => kind === 'BOOKMARK')
    await lectern.write(async work => (await work.em.findOneOrFail(User, { id: trainee.id })).revise({ firstName: 'Changed' }))
    await lectern.settle()
    const heard = await Promise.all([mine!, rival!].map(followed => followed.until(({ id }) => id === trainee.id)))
    expect(heard.map(({ user }) => user.trainers.nodes)).toEqual([[{ id: trainer.id }], []])
  })
})
