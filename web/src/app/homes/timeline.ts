import { hoursOf, layOut } from '../../scheduling/blockLayout.ts'
import type { Block, Timed } from '../../scheduling/blockLayout.ts'

interface Held extends Timed {
  trainer: { id: string; name: string }
}

export interface Lane<Session extends Held> {
  trainer: Session['trainer']
  blocks: Block<Session>[]
  /** Sessions that overlap stand one under the other. */
  rows: number
}

export interface Timeline<Session extends Held> {
  lanes: Lane<Session>[]
  /** The hours at both ends of the ruler. */
  first: number
  last: number
}

/** A lane for each trainer who holds something on the day, whoever begins earliest first. */
export function timelineOf<Session extends Held>(sessions: readonly Session[], day: string, zone: string): Timeline<Session> {
  const byTrainer = Map.groupBy(sessions, ({ trainer }) => trainer.id)
  const lanes = [...byTrainer.values()].flatMap((held) => {
    const blocks = layOut(held, day, zone)
    const trainer = held[0]?.trainer
    return trainer && blocks.length > 0 ? [{ trainer, blocks, rows: Math.max(...blocks.map(({ columns }) => columns)) }] : []
  })
  lanes.sort((one, other) => startOf(one) - startOf(other) || one.trainer.name.localeCompare(other.trainer.name))
  return { lanes, ...hoursOf(lanes.flatMap(({ blocks }) => blocks)) }
}

const startOf = ({ blocks }: { blocks: readonly { from: number }[] }) => Math.min(...blocks.map(({ from }) => from))

/** Where a minute of the day stands on the ruler, in percent of its length. */
export const placeOf = (minute: number, { first, last }: { first: number; last: number }) =>
  ((minute - first * 60) / ((last - first) * 60)) * 100
