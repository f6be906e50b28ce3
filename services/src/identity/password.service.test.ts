import { GraphQLError } from 'graphql'
import { describe, expect, it } from 'vitest'
import { seededRandom, systemRandom } from '../platform/random.ts'
import { Refusal } from '../platform/refusal.ts'
import { checkPassword, hashPassword, hashQueue, type HashQueue, nobodysHash, temporaryPassword, verifyPassword } from './password.service.ts'

const queue = hashQueue()
const verifies = async (passwordHash: string, password: string): Promise<boolean> => (await verifyPassword(queue, async () => ({ passwordHash }), password)) !== undefined
const ada = { username: 'ada.l', names: ['Ada', 'Lovelace'], email: 'countess@example.org' }

async function weakness(password: string): Promise<string | null> {
  try {
    await checkPassword(password, ada, 'newPassword')
    return null
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({ code: 'WEAK_PASSWORD', field: 'newPassword' })
    return (error as Refusal).message
  }
}

describe('a hash', () => {
  it('is argon2id with the parameters of OWASP, and verifies its password alone', async () => {
    const stored = await hashPassword(queue, 'quiet rivers bend')
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,p=1,t=2\$/)
    expect(await verifies(stored, 'quiet rivers bend')).toBe(true)
    expect(await verifies(stored, 'quiet rivers bent')).toBe(false)
    expect(await verifies(stored, '')).toBe(false)
  })

  it('takes the same characters in another form for the same password', async () => {
    const stored = await hashPassword(queue, 'caf\u00e9 on the corner')
    expect(await verifies(stored, 'cafe\u0301 on the corner')).toBe(true)
  })

  it('is never tried on very long texts, not even on the one that it was made of', async () => {
    const long = 'x'.repeat(100_000)
    expect(await verifies(await hashPassword(queue, long), long)).toBe(false)
  })
})

it('says no for nobody, at the price of somebody: one hash with the same parameters', async () => {
  const [algorithm, version, cost, salt, digest] = (await hashPassword(queue, 'quiet rivers bend')).split('$').slice(1)
  const nobodys = nobodysHash.split('$').slice(1)
  expect(nobodys.slice(0, 3)).toEqual([algorithm, version, cost])
  expect(nobodys.slice(3).map(part => part.length)).toEqual([salt!.length, digest!.length])
  let hashes = 0
  const counting: HashQueue = { running: 0, waiting: 0, run: async (work, prepare) => (hashes++, work(await prepare!())) }
  expect(await verifyPassword(counting, async () => undefined, 'wrong password')).toBeUndefined()
  expect(hashes).toBe(1)
})

describe('the queue', () => {
  const gate = () => {
    const opened: (() => void)[] = []
    return { wait: () => new Promise<void>(resolve => opened.push(resolve)), open: () => opened.shift()?.(), opened }
  }

  it('lets so many run, so many wait, and tells the rest to come back', async () => {
    const small = hashQueue(2, 3)
    const { wait, open, opened } = gate()
    const admitted = Array.from({ length: 5 }, () => small.run(wait))
    expect([small.running, small.waiting]).toEqual([2, 3])
    const refused = await small.run(wait).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(GraphQLError)
    expect(refused).toMatchObject({ extensions: { code: 'RATE_LIMITED', retryAfter: 2, http: { status: 429 } } })
    let most = 0
    while (small.running > 0) {
      most = Math.max(most, opened.length)
      open()
      await new Promise(setImmediate)
    }
    await Promise.all(admitted)
    expect(most).toBe(2)
    expect([small.running, small.waiting]).toEqual([0, 0])
  })

  it('prepares who is next, and with them all who wait', async () => {
    const small = hashQueue(2, 10)
    const { wait, open } = gate()
    const prepared: number[] = []
    const come = (who: number) => small.run(wait, async () => void prepared.push(who))
    const preparedAfter = async (act: () => unknown): Promise<number[]> => {
      act()
      await new Promise(setImmediate)
      return prepared.splice(0)
    }
    const all: Promise<void>[] = []
    expect(await preparedAfter(() => all.push(...[1, 2, 3, 4, 5, 6].map(come)))).toEqual([1, 2, 3, 4])
    expect(await preparedAfter(open)).toEqual([5, 6])
    expect(await preparedAfter(() => all.push(come(7)))).toEqual([])
    expect(await preparedAfter(open)).toEqual([])
    expect(await preparedAfter(open)).toEqual([7])
    for (let i = 0; i < 4; i++) expect(await preparedAfter(open)).toEqual([])
    expect(await preparedAfter(() => all.push(come(8)))).toEqual([8])
    open()
    await Promise.all(all)
    expect([small.running, small.waiting]).toEqual([0, 0])
  })

  it('tells in its turn that reading has failed, and gives the place on', async () => {
    const small = hashQueue(1, 1)
    const { wait, open } = gate()
    const before = small.run(wait)
    const failing = verifyPassword(small, () => Promise.reject(new Error('away')), 'whatever')
    await new Promise(setImmediate)
    open()
    await expect(failing).rejects.toThrow('away')
    await before
    expect([small.running, small.waiting]).toEqual([0, 0])
  })

  it('gives the place back when the work fails', async () => {
    const small = hashQueue(1, 1)
    await expect(small.run(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await small.run(() => Promise.resolve('next'))).toBe('next')
    expect(small.running).toBe(0)
  })
})

describe('a password', () => {
  it.each(['quiet rivers bend', 'correcthorsebattery', 'kx74pm-a8wnrt-d5hgcu', 'мой дядя самых честных', 'ada likes blue herons', '9f8a7c6e5d4b3a21'])(
    'may be %s',
    async password => expect(await weakness(password)).toBeNull(),
  )

  it.each([
    ['short', /12 characters/],
    ['x'.repeat(129), /128 characters/],
    ['qwerty123456', /guessed/],
    ['1qaz2wsx3edc', /guessed/],
    ['LeaveMeAlone', /guessed/],
    ['Password2026!', /guessed/],
    ['P4ssw0rd2026!', /guessed/],
    ['!!dragon!!2026', /guessed/],
    ['aaaaaaaaaaaa', /[Rr]epetitions/],
    ['abcabcabcabc', /[Rr]epetitions/],
    ['passwordpassword', /[Rr]epetitions/],
    ['abcdefghijklm', /rows/],
    ['123456789012', /rows/],
    ['987654321098', /rows/],
    ['AdaLovelace1815', /own names/],
    ['countess-2026', /own names/],
    ['ada.l-ada.l-ada.l', /own names|[Rr]epetitions/],
    ['Lectern12345', /own names/],
  ])('may not be %s', async (password, why) => expect(await weakness(password)).toMatch(why))

  it('counts characters as people see them', async () => {
    expect(await weakness('\u{1F99C}'.repeat(6) + 'parr')).toMatch(/12 characters/)
  })
})

it('makes temporary passwords that pass, differ, and have no letters that look alike', async () => {
  const random = seededRandom(5)
  const made = Array.from({ length: 500 }, () => temporaryPassword(random))
  expect(new Set(made).size).toBe(500)
  for (const password of made) expect(password).toMatch(/^[acdefghjkmnprtuwxy2-8]{6}(-[acdefghjkmnprtuwxy2-8]{6}){2}$/)
  for (const password of made.slice(0, 20)) expect(await weakness(password)).toBeNull()
  expect(18 * Math.log2(25)).toBeGreaterThan(80)
  expect(temporaryPassword(systemRandom)).not.toBe(temporaryPassword(systemRandom))
})
