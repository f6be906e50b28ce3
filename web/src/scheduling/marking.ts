import type { Attendance } from '../generated/operations.ts'

export type Mark = Attendance | null

export interface MarkOf {
  traineeId: string
  attendance: Mark
}

interface MarkingState {
  /** What was marked here and is not saved yet. */
  pending: ReadonlyMap<string, Mark>
  /** What would take back each step, the latest at the end. */
  steps: readonly (readonly MarkOf[])[]
}

/** The server takes a thousand at once; smaller batches show sooner. */
const atOnce = 200
const stepsKept = 50

/** Marks stand at once and are sent one batch after the other; a refused batch goes back to how it was. */
export function createMarking(send: (marks: readonly MarkOf[]) => Promise<boolean>) {
  let state: MarkingState = { pending: new Map(), steps: [] }
  let sending = false
  const queue = new Map<string, Mark>()
  const listeners = new Set<() => void>()
  const change = (next: Partial<MarkingState>) => {
    state = { ...state, ...next }
    for (const listener of listeners) listener()
  }

  const sendAll = async () => {
    if (sending) return
    sending = true
    while (queue.size > 0) {
      const batch = [...queue].slice(0, atOnce).map(([traineeId, attendance]) => ({ traineeId, attendance }))
      for (const { traineeId } of batch) queue.delete(traineeId)
      const saved = await send(batch)
      const pending = new Map(state.pending)
      // Who was marked again meanwhile waits in the queue.
      for (const { traineeId } of batch) if (!queue.has(traineeId)) pending.delete(traineeId)
      change(saved ? { pending } : { pending, steps: [] })
    }
    sending = false
  }

  const put = (marks: readonly MarkOf[], steps: MarkingState['steps']) => {
    const pending = new Map(state.pending)
    for (const { traineeId, attendance } of marks) {
      queue.set(traineeId, attendance)
      pending.set(traineeId, attendance)
    }
    change({ pending, steps })
    void sendAll()
  }

  return {
    state: () => state,
    subscribe: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** `standing`: how each trainee stands on the screen now. */
    mark: (marks: readonly MarkOf[], standing: (traineeId: string) => Mark) => {
      const changes = marks.filter(({ traineeId, attendance }) => standing(traineeId) !== attendance)
      if (changes.length === 0) return
      const back = changes.map(({ traineeId }) => ({ traineeId, attendance: standing(traineeId) }))
      put(changes, [...state.steps, back].slice(-stepsKept))
    },
    /** Takes the latest step back; whom it was about. */
    undo: (): MarkOf | undefined => {
      const back = state.steps.at(-1)
      if (back) put(back, state.steps.slice(0, -1))
      return back?.[0]
    },
  }
}
