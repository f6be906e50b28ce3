/** 32 clients sign in, right, wrong and unknown mixed, each from an address of its own; then with the list beside them. */
import type { Agent } from 'node:http'
import { hashPassword, hashQueue } from '../../src/identity/password.service.ts'
import { figuresOf, inTurns, ratio, signInAsAdmin, startLectern, type Bench } from '../harness/bench.ts'
import { start, type Contender } from '../harness/contender.ts'
import { load, quantiles, repeat, send, type Round, type Until } from '../harness/load.ts'
import { openTables } from '../harness/place.ts'
import { rounded, target, type Result } from '../harness/result.ts'
import { listBodies } from '../list/list.ts'

const CLIENTS = 32
/** Short ones and many: a hash takes all of a core, so that what the machine does beside it moves a round by a tenth. */
const ROUNDS = 30
/**
 * Sign-ins before the first round, for each: a hash takes so long that a round holds a few hundred, and a server that has just started compiles its
 * code for two thousand, beside the hashes. One that has run for an hour does not.
 */
const WARMED = 3_000
const PASSWORD = 'correct horse battery staple'
const SIGN_IN = 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { user { id } errors { code } } }'

export async function signIn(bench: Bench): Promise<Result> {
  const hash = await hashPassword(hashQueue(), PASSWORD)
  const tables = await openTables(bench.place)
  await tables.run("update `user` set password_hash = ? where username <> 'admin'", [hash])
  await tables.close()
  // Behind a proxy, so that each client has an address: wrong guesses are counted by it.
  const lectern = await startLectern(bench, { LECTERN_TRUSTED_PROXIES: '127.0.0.1' })
  const floor = await start('floor', { script: 'sign-in/floor.js', environment: { ...bench.place.environment, BENCH_HASH: hash } })
  const ours = askOurs(lectern)
  const theirs = async (turn: number, agent: Agent): Promise<void> => void (await send(floor, JSON.stringify({ password: turn % 3 === 0 ? PASSWORD : 'not the right one' }), agent))
  const measure = (contender: Contender, until: Until): Promise<Round> => repeat(contender, CLIENTS, until, contender === lectern ? ours : theirs)
  for (const contender of [lectern, floor]) await measure(contender, { times: bench.quick ? 300 : WARMED })
  const rounds = await inTurns([lectern, floor], bench.quick ? bench.rounds : ROUNDS, contender => measure(contender, { seconds: bench.seconds / 2 }))
  await floor.stop()
  const beside = await listBeside(bench, lectern, ours)
  await lectern.stop()
  return {
    title: `sign-in, ${CLIENTS} clients, right, wrong and unknown in equal parts`,
    figures: figuresOf(rounds, bench.place.dialect),
    targets: [
      target('sign-ins a second, of the hash alone', ratio(rounds, 'Lectern', 'floor').median, { atLeast: 0.9 }),
      target("the list's 99th percentile with sign-ins beside it, times alone", beside.with / beside.alone, { atMost: 3 }),
    ],
    notes: [`The list on 4 connections: 99th percentile ${rounded(beside.alone)} ms alone, ${rounded(beside.with)} ms beside the sign-ins.`],
    skipped: {},
  }
}

/** In turn right, wrong and unknown; no account or address gets so many wrong ones that it is closed. */
function askOurs(lectern: Contender): (turn: number, agent: Agent) => Promise<void> {
  let asked = 0
  return async (_turn, agent) => {
    const turn = asked++
    const kind = (['right', 'wrong', 'unknown'] as const)[turn % 3]!
    const username = kind === 'unknown' ? `nobody.${turn}` : `person.${turn % 5_000}`
    const body = JSON.stringify({ query: SIGN_IN, operationName: 'SignIn', variables: { input: { username, password: kind === 'right' ? PASSWORD : 'not the right one' } } })
    const address = `10.${(turn >> 14) & 255}.${(turn >> 6) & 255}.${turn & 63}`
    const { text } = await send(lectern, body, agent, { 'x-forwarded-for': address, authorization: '' })
    const { data } = JSON.parse(text) as { data?: { signIn: { errors: { code: string }[] } } }
    const code = data?.signIn.errors[0]?.code
    if (data === undefined || code !== (kind === 'right' ? undefined : 'WRONG_CREDENTIALS')) throw new Error(`A ${kind} sign-in was answered with ${text.slice(0, 200)}`)
  }
}

async function listBeside(bench: Bench, lectern: Contender, ours: (turn: number, agent: Agent) => Promise<void>): Promise<{ alone: number; with: number }> {
  const CONNECTIONS = 4
  await signInAsAdmin(bench, lectern)
  const bodies = await listBodies(lectern, 50)
  const alone: number[] = []
  const beside: number[] = []
  for (let round = 0; round < Math.min(bench.rounds, 3); round++) {
    await signInAsAdmin(bench, lectern)
    alone.push((await load(lectern, bodies, CONNECTIONS, bench.seconds)).p99)
    const [both] = await Promise.all([load(lectern, bodies, CONNECTIONS, bench.seconds), repeat(lectern, CLIENTS, { seconds: bench.seconds }, ours)])
    beside.push(both.p99)
  }
  return { alone: quantiles(alone).p50, with: quantiles(beside).p50 }
}
