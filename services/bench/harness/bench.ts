/** What a case is given to measure with, and how contenders take turns. */
import type { Environment } from '../../src/platform/config.ts'
import type { Place } from '../data.ts'
import { start, type Contender } from './contender.ts'
import type { Round } from './load.ts'
import { rounded, roundedAll, type Figures, type Result } from './result.ts'

export interface Admin { readonly id: string; readonly signInId: string }

export interface Bench {
  readonly place: Place
  readonly admin: Admin
  readonly issue: (userId: string, signInId: string) => Promise<string>
  readonly quick: boolean
  readonly rounds: number
  /** How long one round lasts. */
  readonly seconds: number
  readonly tell: (line: string) => void
}

export type Case = (bench: Bench) => Promise<Result>

/** Lectern as its users run it: the built server in production, sign-in, law, limits and log on. */
export function startLectern({ place }: Bench, more: Environment = {}, name = 'Lectern'): Promise<Contender> {
  return start(name, { script: '../src/main.js', environment: { ...place.environment, ...more } })
}

/** A token holds a quarter of an hour: each round asks with a fresh one. */
export async function signInAsAdmin({ admin, issue }: Bench, contender: Contender): Promise<void> {
  contender.headers = { authorization: `Bearer ${await issue(admin.id, admin.signInId)}` }
}

/** Whoever can be started; the others by name, with the reason. */
export async function startAll(programs: Readonly<Record<string, () => Promise<Contender>>>): Promise<{ standing: Contender[]; skipped: Record<string, string> }> {
  const standing: Contender[] = []
  const skipped: Record<string, string> = {}
  for (const [name, begin] of Object.entries(programs)) {
    try {
      standing.push(await begin())
    } catch (error) {
      skipped[name] = reasonOf(error)
    }
  }
  return { standing, skipped }
}

export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/\.$/, '')
}

export type Rounds<R> = ReadonlyMap<string, readonly R[]>

/** Round after round, each contender in its turn: a machine that slows down slows all. The order changes with each round. */
export async function inTurns<R>(contenders: readonly Contender[], rounds: number, measure: (contender: Contender) => Promise<R>): Promise<Rounds<R>> {
  const measured = new Map<string, R[]>(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const contender of order) measured.get(contender.name)!.push(await measure(contender))
  }
  return measured
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

export function summary(rounds: readonly Round[]): Record<keyof Round, number> {
  const of = (key: keyof Round): number => median(rounds.map(round => round[key]))
  return { perSecond: of('perSecond'), p50: of('p50'), p99: of('p99'), cpu: of('cpu'), databaseCpu: of('databaseCpu'), memory: of('memory'), loadCpu: of('loadCpu') }
}

/** One's rate over the other's, of the same round. */
export function ratio(rounds: Rounds<Round>, one: string, other: string): { median: number; least: number; most: number } {
  const others = rounds.get(other)!
  const each = rounds.get(one)!.map((round, i) => round.perSecond / others[i]!.perSecond)
  return { median: median(each), least: Math.min(...each), most: Math.max(...each) }
}

/** One row for each contender, with its ratio to the floor and ours to it. */
export function figuresOf(rounds: Rounds<Round>, dialect: string): Record<string, Figures> {
  const [ours] = rounds.keys()
  return Object.fromEntries([...rounds].map(([name, measured]) => {
    const { databaseCpu, ...rest } = summary(measured)
    const toFloor = ratio(rounds, name, 'floor')
    return [name, {
      ...roundedAll({ ...rest, ...(dialect === 'mysql' ? { databaseCpu } : {}) }),
      'of the floor': `${rounded(toFloor.median)} [${rounded(toFloor.least)} - ${rounded(toFloor.most)}]`,
      'ours to it': rounded(ratio(rounds, ours!, name).median),
    }]
  }))
}
