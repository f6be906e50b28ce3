/** The assignments as they stand on the board, and as they will stand with what is still being saved. */
export interface BoardPerson {
  id: string
  name: string
}

export interface BoardTrainer extends BoardPerson {
  /** Who came last stands first: a card shows the first few. */
  trainees: readonly BoardPerson[]
  /** May be more than are named. */
  total: number
}

export interface Board {
  without: readonly BoardPerson[]
  withoutTotal: number
  trainers: readonly BoardTrainer[]
}

/** A trainee comes to a trainer, leaves one, or both at once. */
export interface Move {
  trainee: BoardPerson
  from?: BoardPerson | undefined
  to?: BoardPerson | undefined
}

const has = (people: readonly BoardPerson[], id: string) => people.some((person) => person.id === id)
const minus = (people: readonly BoardPerson[], id: string) => people.filter((person) => person.id !== id)

function moveAt(trainer: BoardTrainer, { trainee, from, to }: Move): BoardTrainer {
  const { trainees, total } = trainer
  if (trainer.id === to?.id && !has(trainees, trainee.id)) return { ...trainer, trainees: [trainee, ...trainees], total: total + 1 }
  if (trainer.id === from?.id && has(trainees, trainee.id)) return { ...trainer, trainees: minus(trainees, trainee.id), total: total - 1 }
  return trainer
}

function moved(board: Board, move: Move): Board {
  const trainers = board.trainers.map((trainer) => moveAt(trainer, move))
  const { trainee, to } = move
  const waits = has(board.without, trainee.id)
  if (to && waits) return { trainers, without: minus(board.without, trainee.id), withoutTotal: board.withoutTotal - 1 }
  const alone = !to && !waits && !trainers.some(({ trainees }) => has(trainees, trainee.id))
  return alone ? { trainers, without: [trainee, ...board.without], withoutTotal: board.withoutTotal + 1 } : { ...board, trainers }
}

export const withMoves = (board: Board, moves: readonly Move[]): Board => moves.reduce(moved, board)

export const reverse = ({ trainee, from, to }: Move): Move => ({ trainee, from: to, to: from })

export const pairKey = (trainerId: string, traineeId: string) => `${trainerId} ${traineeId}`

/** Everybody beside their trainer, for telling what came and what went. */
export const pairsOf = (board: Board): Map<string, { trainer: BoardPerson; trainee: BoardPerson }> =>
  new Map(board.trainers.flatMap((trainer) => trainer.trainees.map((trainee) => [pairKey(trainer.id, trainee.id), { trainer, trainee }])))
