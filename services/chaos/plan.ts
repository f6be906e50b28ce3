import { diceOf } from './dice.ts'

export type DatabaseKind = 'mysql' | 'sqlite'

/** What can be hurt: at most one thing at a time is wrong with each. */
type Part = 'server' | 'database' | 'wires to the database' | 'Redis' | 'wires to Redis' | 'sockets'

interface Kind {
  readonly part: Part
  /** How often beside the others. */
  readonly weight: number
  /** Milliseconds. */
  readonly lasts: readonly [least: number, most: number]
}

/** Everything that is done to a running Lectern. `stopped` is SIGTERM, `killed` SIGKILL, `frozen` SIGSTOP, on a wire bytes that do not arrive. */
const KINDS = {
  'server killed': { part: 'server', weight: 5, lasts: [100, 2_500] },
  'server stopped': { part: 'server', weight: 3, lasts: [100, 1_500] },
  'server frozen': { part: 'server', weight: 3, lasts: [300, 4_000] },
  'database killed': { part: 'database', weight: 2, lasts: [100, 2_000] },
  'database stopped': { part: 'database', weight: 1, lasts: [100, 1_500] },
  'database frozen': { part: 'database', weight: 2, lasts: [300, 3_000] },
  'database cut off': { part: 'wires to the database', weight: 3, lasts: [100, 3_000] },
  'database wires reset': { part: 'wires to the database', weight: 3, lasts: [0, 0] },
  'database delayed': { part: 'wires to the database', weight: 2, lasts: [500, 3_000] },
  'Redis killed': { part: 'Redis', weight: 2, lasts: [100, 3_000] },
  'Redis frozen': { part: 'Redis', weight: 2, lasts: [300, 3_000] },
  'Redis cut off': { part: 'wires to Redis', weight: 2, lasts: [100, 3_000] },
  'sockets reset': { part: 'sockets', weight: 5, lasts: [0, 0] },
  'sockets refused': { part: 'sockets', weight: 3, lasts: [100, 3_000] },
  'sockets frozen': { part: 'sockets', weight: 3, lasts: [300, 4_000] },
  'sockets delayed': { part: 'sockets', weight: 2, lasts: [500, 3_000] },
} as const satisfies Record<string, Kind>

export type FaultKind = keyof typeof KINDS
export const FAULT_KINDS = Object.keys(KINDS) as readonly FaultKind[]

export interface Fault {
  /** Milliseconds from the beginning. */
  readonly at: number
  readonly kind: FaultKind
  /** Which of the servers, or whose wire; 0 where there is but one. */
  readonly server: number
  readonly lasts: number
}

export interface PlanOptions { readonly seed: number; readonly milliseconds: number; readonly database: DatabaseKind; readonly servers: number }

const GAP = [300, 1_900] as const
/** What was hurt comes round before it is hurt again. */
const REST = 1_500
const LONE: readonly Part[] = ['database', 'Redis']
const OF_SQLITE: readonly Part[] = ['server', 'sockets']

/** What a fault hurts: one thing of one server, or the one that all share. */
export function hurtBy({ kind, server }: Pick<Fault, 'kind' | 'server'>): string {
  return `${KINDS[kind].part} ${server}`
}

/** Which faults come when: the same for the same options. */
export function planFaults({ seed, milliseconds, database, servers }: PlanOptions): Fault[] {
  const dice = diceOf(seed)
  const kinds = FAULT_KINDS.filter(kind => database === 'mysql' || OF_SQLITE.includes(KINDS[kind].part))
  const lots = kinds.flatMap(kind => Array.from({ length: KINDS[kind].weight }, () => kind))
  const freeFrom = new Map<string, number>()
  const faults: Fault[] = []
  for (let at = dice.between(...GAP); at < milliseconds; at += dice.between(...GAP)) {
    const kind = dice.pick(lots)
    const { part, lasts: [least, most] } = KINDS[kind]
    const server = LONE.includes(part) ? 0 : dice.between(0, servers - 1)
    const lasts = dice.between(least, most)
    const hurt = hurtBy({ kind, server })
    if ((freeFrom.get(hurt) ?? 0) > at) continue
    freeFrom.set(hurt, at + lasts + REST)
    faults.push({ at, kind, server, lasts })
  }
  return faults
}
