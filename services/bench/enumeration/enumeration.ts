/** Whether the time of a refused sign-in tells if there is such a name: unknown, with a wrong password, and deactivated with the right one. */
import { Agent } from 'node:http'
import { hashPassword, hashQueue } from '../../src/identity/password.service.ts'
import { startLectern, type Bench } from '../harness/bench.ts'
import { quantiles, send } from '../harness/load.ts'
import { openTables } from '../harness/place.ts'
import { roundedAll, target, type Result } from '../harness/result.ts'

const SAMPLES = 2_000
const QUICK_SAMPLES = 200
const PASSWORD = 'correct horse battery staple'
const SIGN_IN = 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { user { id } errors { code } } }'
const KINDS = ['unknown', 'wrong', 'deactivated'] as const
type Kind = (typeof KINDS)[number]

/** Names of the bench: the even ones are deactivated, the odd ones are not. */
const nameOf: Readonly<Record<Kind, (i: number) => string>> = {
  unknown: i => `nobody.${i}`, wrong: i => `person.${(2 * i + 1) % 5_000}`, deactivated: i => `person.${(2 * i) % 5_000}`,
}

export async function enumeration(bench: Bench): Promise<Result> {
  const samples = bench.quick ? QUICK_SAMPLES : SAMPLES
  const tables = await openTables(bench.place)
  const hash = await hashPassword(hashQueue(), PASSWORD)
  await tables.run("update `user` set password_hash = ? where username <> 'admin'", [hash])
  const even = Array.from({ length: 2_500 }, (_, i) => nameOf.deactivated(i))
  await tables.run(`update \`user\` set is_active = 0 where username in (${even.map(() => '?').join(', ')})`, even)
  await tables.close()
  const lectern = await startLectern(bench, { LECTERN_TRUSTED_PROXIES: '127.0.0.1' })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const delays: Readonly<Record<Kind, number[]>> = { unknown: [], wrong: [], deactivated: [] }
  let asked = 0
  const ask = async (kind: Kind, i: number): Promise<number> => {
    const input = { username: nameOf[kind](i), password: kind === 'deactivated' ? PASSWORD : 'not the right one' }
    // Each from an address of its own: wrong guesses are counted by it.
    const address = `10.${(asked >> 14) & 255}.${(asked >> 6) & 255}.${asked++ & 63}`
    const begun = performance.now()
    const { text } = await send(lectern, JSON.stringify({ query: SIGN_IN, operationName: 'SignIn', variables: { input } }), agent, { 'x-forwarded-for': address })
    const took = performance.now() - begun
    if (!text.includes('WRONG_CREDENTIALS')) throw new Error(`${kind} was answered with ${text.slice(0, 200)}`)
    return took
  }
  for (const kind of KINDS) for (let i = 0; i < 20; i++) await ask(kind, 2_000 + i)
  // One of each in turn, in changing order: a machine that slows down slows all.
  for (let i = 0; i < samples; i++) for (let k = 0; k < KINDS.length; k++) {
    const kind = KINDS[(i + k) % KINDS.length]!
    delays[kind].push(await ask(kind, i))
  }
  agent.destroy()
  await lectern.stop()
  await openAgain(bench)
  const pairs = [['unknown', 'wrong'], ['unknown', 'deactivated'], ['wrong', 'deactivated']] as const
  return {
    title: `${samples} refused sign-ins of each kind, one after the other, in milliseconds`,
    figures: Object.fromEntries(KINDS.map(kind => [kind, roundedAll(quantiles(delays[kind]))])),
    targets: pairs.map(([one, other]) => target(`how far ${one} is from ${other}: 0 cannot be told apart, 0.5 always`, Math.abs(slowerShare(delays[one], delays[other]) - 0.5), { atMost: 0.05 })),
    notes: ['How far: the chance that one of the first kind takes longer than one of the second (Mann-Whitney), from one half.'],
    skipped: {},
  }
}

async function openAgain({ place }: Bench): Promise<void> {
  const tables = await openTables(place)
  await tables.run('update `user` set is_active = 1')
  await tables.close()
}

/** The chance that one of these is larger than one of those, by their ranks. */
export function slowerShare(these: readonly number[], those: readonly number[]): number {
  const ranked = [...these.map(value => ({ value, isThis: true })), ...those.map(value => ({ value, isThis: false }))].toSorted((a, b) => a.value - b.value)
  const ranks = ranked.reduce((sum, { isThis }, i) => sum + (isThis ? i + 1 : 0), 0)
  return (ranks - (these.length * (these.length + 1)) / 2) / (these.length * those.length)
}
