import { setTimeout as passed } from 'node:timers/promises'
import { hurtBy, type Fault, type FaultKind } from './plan.ts'
import type { Stage } from './stage.ts'

/**
 * Plays the plan: hurts what it says when it says, and mends it again. What is not whole yet, because the machine is slow, is not hurt
 * once more. Resolves when all is whole, with what was done.
 */
export async function conduct(stage: Stage, plan: readonly Fault[]): Promise<ReadonlyMap<FaultKind, number>> {
  const begun = performance.now()
  const done = new Map<FaultKind, number>()
  const hurt = new Map<string, Promise<void>>()
  const failures: unknown[] = []
  for (const fault of plan) {
    await passed(Math.max(0, fault.at - (performance.now() - begun)))
    const part = hurtBy(fault)
    if (hurt.has(part)) continue
    done.set(fault.kind, (done.get(fault.kind) ?? 0) + 1)
    hurt.set(part, inflict(stage, fault).catch((error: unknown) => void failures.push(error)).finally(() => hurt.delete(part)))
  }
  await Promise.all(hurt.values())
  if (failures.length > 0) throw new Error('What was hurt could not be mended.', { cause: failures[0] })
  return done
}

/** Delays on a wire to the database add up over the statements of a write; those on a socket are felt once. */
const SLOW_DATABASE_MS = 15
const SLOW_SOCKET_MS = 150

async function inflict({ servers, database, redis, databaseWires, redisWires }: Stage, { kind, server: i, lasts }: Fault): Promise<void> {
  const server = servers[i]!
  const [sockets, databaseWire, redisWire] = [server.wire, databaseWires[i], redisWires[i]]
  const during = async (hurt: () => void, mend: () => void): Promise<void> => {
    hurt()
    await passed(lasts)
    mend()
  }
  const fallAndRise = async (what: typeof database, signal: NodeJS.Signals): Promise<void> => {
    await what?.fall(signal)
    await passed(lasts)
    await what?.rise()
  }
  const frozen = (what: { signal: (signal: NodeJS.Signals) => void } | undefined): Promise<void> =>
    during(() => what?.signal('SIGSTOP'), () => what?.signal('SIGCONT'))
  switch (kind) {
    case 'server killed': return server.fall('SIGKILL', lasts).then(server.up)
    case 'server stopped': return server.fall('SIGTERM', lasts).then(server.up)
    case 'server frozen': return frozen(server)
    case 'database killed': return fallAndRise(database, 'SIGKILL')
    case 'database stopped': return fallAndRise(database, 'SIGTERM')
    case 'database frozen': return frozen(database)
    case 'database cut off': return during(() => databaseWire?.refuse(), () => databaseWire?.heal())
    case 'database wires reset': return databaseWire?.cut()
    case 'database delayed': return during(() => databaseWire?.delay(SLOW_DATABASE_MS), () => databaseWire?.heal())
    case 'Redis killed': return fallAndRise(redis, 'SIGKILL')
    case 'Redis frozen': return frozen(redis)
    case 'Redis cut off': return during(() => redisWire?.refuse(), () => redisWire?.heal())
    case 'sockets reset': return sockets.cut()
    case 'sockets refused': return during(() => sockets.refuse(), () => sockets.heal())
    case 'sockets frozen': return during(() => sockets.freeze(), () => sockets.heal())
    case 'sockets delayed': return during(() => sockets.delay(SLOW_SOCKET_MS), () => sockets.heal())
  }
}
