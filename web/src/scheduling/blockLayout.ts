import { dayOf, wallFromInstant } from '../kit/zonedTime.ts'

export interface Timed {
  id: string
  startsAt: string
  endsAt: string
}

export interface Block<Session extends Timed> {
  session: Session
  /** Minutes after midnight on the day's own clock. */
  from: number
  to: number
  /** Its place beside those that overlap it. */
  column: number
  columns: number
  /** How many columns it takes: what is free beside it, it uses. */
  span: number
}

type Placed = Pick<Block<Timed>, 'from' | 'to' | 'column'>

/** What lies between two blocks that follow one another at once does not make them overlap. */
const shortest = 20
const dayMinutes = 1440

function minutesOn(day: string, instant: string, zone: string): number {
  const wall = wallFromInstant(instant, zone)
  if (wall.slice(0, 10) < day) return 0
  if (wall.slice(0, 10) > day) return dayMinutes
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}

/** The sessions of one day as blocks; those that overlap stand side by side, in as few columns as they need. */
export function layOut<Session extends Timed>(sessions: readonly Session[], day: string, zone: string): Block<Session>[] {
  const blocks = sessions
    .map((session) => ({ session, from: minutesOn(day, session.startsAt, zone), to: minutesOn(day, session.endsAt, zone), column: 0, columns: 1, span: 1 }))
    .filter(({ from, to }) => from < dayMinutes && to > 0)
    .toSorted((one, other) => one.from - other.from || other.to - one.to || one.session.id.localeCompare(other.session.id))
  let cluster: Block<Session>[] = []
  let clusterEnd = -1
  const close = () => {
    const columns = Math.max(1, ...cluster.map(({ column }) => column + 1))
    for (const block of cluster) Object.assign(block, { columns, span: spanOf(block, cluster, columns) })
    cluster = []
  }
  for (const block of blocks) {
    if (block.from >= clusterEnd) close()
    const taken = cluster.filter((other) => endOf(other) > block.from).map(({ column }) => column)
    while (taken.includes(block.column)) block.column += 1
    cluster.push(block)
    clusterEnd = Math.max(clusterEnd, endOf(block))
  }
  close()
  return blocks
}

function spanOf(block: Placed, cluster: readonly Placed[], columns: number): number {
  const beside = cluster.filter((other) => other.column > block.column && other.from < endOf(block) && endOf(other) > block.from)
  return Math.min(columns, ...beside.map(({ column }) => column)) - block.column
}

/** The sessions of each day; one that goes on after midnight is the next day's too. */
export function sessionsByDay<Session extends Timed>(sessions: readonly Session[], days: readonly string[], zone: string): Map<string, Session[]> {
  const held = sessions.map((session) => ({ session, first: dayOf(session.startsAt, zone), last: dayOf(Date.parse(session.endsAt) - 1, zone) }))
  return new Map(days.map((day) => [day, held.filter(({ first, last }) => first <= day && day <= last).map(({ session }) => session)]))
}

/** A short block takes the room that its words need. */
export const endOf = ({ from, to }: { from: number; to: number }) => Math.max(to, from + shortest)

/** The hours that a calendar shows: the working day, and whatever reaches beyond it. */
export function hoursOf(blocks: readonly { from: number; to: number }[]): { first: number; last: number } {
  const first = Math.min(8 * 60, ...blocks.map(({ from }) => from))
  const last = Math.max(18 * 60, ...blocks.map(endOf))
  return { first: Math.floor(first / 60), last: Math.min(24, Math.ceil(last / 60)) }
}
