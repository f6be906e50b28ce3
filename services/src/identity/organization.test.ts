import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, type Lectern, type Person, startLectern } from '../../test/lectern.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

const UPDATE = 'mutation ($input: UpdateOrganizationInput!) { updateOrganization(input: $input) { organization { name timeZone locale version } errors { code field } } }'
const update = async (input: object, who: Person = lectern.admin) => (await lectern.as(who).ask(UPDATE, { input })).data.updateOrganization

describe('organization', () => {
  it('is read by everybody, strangers too', async () => {
    const { data } = await lectern.as(anonymous).ask('{ organization { name timeZone locale version } }')
    expect(data.organization).toEqual({ name: 'Lectern', timeZone: 'UTC', locale: 'en', version: 1 })
  })
})

describe('updateOrganization', () => {
  it('is the admins’ alone', async () => {
    expect((await lectern.as(anonymous).ask(UPDATE, { input: { version: 1 } })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    for (const who of [lectern.trainer, lectern.trainee]) expect(await update({ version: 1, name: 'Mine' }, who)).toEqual({ organization: null, errors: [{ code: 'FORBIDDEN', field: null }] })
  })

  it('changes what is given, against its version', async () => {
    expect(await update({ version: 1, name: '  Acme Academy ', timeZone: 'Africa/Cairo', locale: 'AR-eg' })).toEqual({
      errors: [], organization: { name: 'Acme Academy', timeZone: 'Africa/Cairo', locale: 'ar-EG', version: 2 },
    })
    expect((await update({ version: 1, name: 'Late' })).errors).toEqual([{ code: 'CONFLICT', field: 'version' }])
    expect((await update({ version: 2, name: ' ' })).errors).toEqual([{ code: 'INVALID', field: 'name' }])
    expect((await update({ version: 2, locale: 'no_such!' })).errors).toEqual([{ code: 'INVALID', field: 'locale' }])
    expect((await update({ version: 2, timeZone: null })).errors).toEqual([{ code: 'INVALID', field: 'timeZone' }])
    const { status, errors } = await lectern.as(lectern.admin).ask(UPDATE, { input: { version: 2, timeZone: 'Mars/Olympus' } })
    expect([status, errors?.[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT'])
  })
})

describe('organizationChanged', () => {
  it('tells whoever is signed in, and no stranger', async () => {
    const document = 'subscription { organizationChanged { kind fields organization { name } actor { id } } }'
    await expect(lectern.follow(anonymous, document).then(({ until }) => until(() => true))).rejects.toThrow()
    const everybody = await Promise.all([lectern.admin, lectern.trainer, lectern.trainee].map(who => lectern.follow(who, document)))
    for (const followed of everybody) await followed.until(({ kind }) => kind === 'BOOKMARK')
    const { data } = await lectern.as(lectern.admin).ask('{ organization { version } }')
    await update({ version: data.organization.version, name: 'Acme Live' })
    await lectern.settle()
    const actors = [{ id: lectern.admin.id }, { id: lectern.admin.id }, null]
    for (const [i, followed] of everybody.entries()) {
      const message = await followed.until(({ kind }) => kind === 'UPDATED')
      expect(message).toEqual({ kind: 'UPDATED', fields: ['name'], organization: { name: 'Acme Live' }, actor: actors[i] })
    }
  })
})
