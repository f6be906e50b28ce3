import { setTimeout as passed } from 'node:timers/promises'
import { gather, type Cast } from './cast.ts'
import { check, outstanding, type Verdict } from './checker.ts'
import { conduct } from './conductor.ts'
import { diceOf, type Dice } from './dice.ts'
import type { Evidence } from './evidence.ts'
import { emptyBoard, intentsOf } from './intents.ts'
import { planFaults, type DatabaseKind, type FaultKind } from './plan.ts'
import { tamper, type Plant } from './plants.ts'
import { poster, type Post } from './post.ts'
import { openScreen, type Screen } from './screen.ts'
import { setStage } from './stage.ts'
import { readStanding } from './tables.ts'
import { putToWork, type Writer } from './writer.ts'

export interface RunOptions {
  readonly database: DatabaseKind
  readonly seed: number
  readonly seconds: number
  readonly isIdempotent: boolean
  /** Makes the observers lie, so that the checker has something to find. */
  readonly plant: Plant | undefined
}

export interface Run {
  readonly options: RunOptions
  readonly servers: number
  readonly faults: ReadonlyMap<FaultKind, number>
  readonly evidence: Evidence
  readonly verdict: Verdict
  readonly returns: number
  /** What servers said that ended by themselves. */
  readonly crashes: readonly string[]
}

const PROCESSES = { mysql: 2, sqlite: 1 } as const
/** How long a writer may wait for its last answer, and screens for their last changes, once all is whole. */
const PATIENCE_MS = 90_000
const GLANCE_MS = 500

/** One run on one database: sets the stage, lets people work and watch while it is hurt, mends it, and judges what was seen. */
export async function run(options: RunOptions): Promise<Run> {
  const { database, seed, seconds, isIdempotent, plant } = options
  const servers = PROCESSES[database]
  const stage = await setStage(database, servers)
  const ports = stage.servers.map(({ wire }) => wire.port)
  const post = poster(ports)
  try {
    const cast = await gather(post)
    const screens = openScreens(cast, ports, seed)
    const writers = employ(cast, post, seed, isIdempotent)
    const plan = planFaults({ seed, milliseconds: seconds * 1_000, database, servers })
    const conducted = conduct(stage, plan)
    await Promise.all([conducted, passed(seconds * 1_000)])
    await Promise.all(writers.map(writer => writer.finish(PATIENCE_MS)))
    const told = (): Pick<Evidence, 'deeds' | 'streams' | 'isIdempotent'> =>
      ({ deeds: writers.flatMap(({ deeds }) => deeds), streams: screens.flatMap(({ streams }) => streams), isIdempotent })
    await settle(async () => ({ ...(await readStanding(stage.tables)), ...told() }))
    await Promise.all(screens.map(screen => screen.close()))
    const evidence = tamper({ ...(await readStanding(stage.tables)), ...told() }, plant, diceOf(seed))
    return {
      options, servers, evidence, faults: await conducted, verdict: check(evidence),
      returns: screens.reduce((sum, screen) => sum + screen.returns(), 0), crashes: stage.servers.flatMap(server => server.crashes()),
    }
  } finally {
    await stage.close()
  }
}

/** Screens of every role, with places and without, now on this process and now on that. */
function openScreens({ admins, trainers, trainees, changeling }: Cast, ports: readonly number[], seed: number): Screen[] {
  return [admins[1]!, ...trainers.slice(0, 2), ...trainees, changeling].map((person, i) => openScreen(person, ports, diceOf(seed + 1_000 + i)))
}

/** Two admins and three trainers, each with trainees of their own to place; the last trainee is placed by nobody. */
function employ(cast: Cast, post: Post, seed: number, isIdempotent: boolean): Writer[] {
  const board = emptyBoard()
  const people = [...cast.admins, ...cast.trainers]
  const placed = cast.trainees.slice(0, -1)
  return people.map((person, i) => {
    const dice: Dice = diceOf(seed + 2_000 + i)
    return putToWork({ name: person.username, person, post, dice, isIdempotent, intend: intentsOf({ person, cast, board, dice, charges: [placed[i]!] }) })
  })
}

/** Waits until every change has a position and stands on every screen that may see it, or until nothing more can be hoped for. */
async function settle(look: () => Promise<Evidence>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS
  for (;;) {
    const evidence = await look()
    if (evidence.withoutPosition === 0 && outstanding(evidence) === 0) return
    if (performance.now() > deadline) return
    await passed(GLANCE_MS)
  }
}
