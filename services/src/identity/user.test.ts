import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { anonymous, startLectern, type Lectern } from '../../test/lectern.ts'

let lectern: Lectern
beforeAll(async () => {
  lectern = await startLectern()
})
afterAll(() => lectern.stop())

describe('users', () => {
  it('are not listed to strangers', async () => {
    const { data, errors } = await lectern.as(anonymous).ask('{ users { nodes { id } } }')
    console.log(JSON.stringify({ data, errors }))
    console.log(JSON.stringify(await lectern.as(lectern.admin).ask('{ viewer { name email history { totalCount nodes { verb fields after actor { name } cursor } } } users { totalCount nodes { name username trainers { nodes { name } } viewerCanDelete viewerCanUpdate } } }')))
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })
})
