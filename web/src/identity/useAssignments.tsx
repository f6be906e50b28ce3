import { useCallback, useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { useSave } from '../app/save.ts'
import { AssignTraineeDocument, UnassignTraineeDocument } from '../generated/identity/assignments.ts'
import { useToast } from '../kit/Toasts.tsx'
import { reverse } from './board.ts'
import type { Move } from './board.ts'

/** Moves that are shown at once; a refused one is taken back, and its reason said. */
export function useAssignments(refetch: () => Promise<unknown>) {
  const toast = useToast()
  const [pending, setPending] = useState<readonly Move[]>([])
  const { save: assign } = useSave(AssignTraineeDocument)
  const { save: unassign } = useSave(UnassignTraineeDocument)

  const move = useCallback(
    async (asked: Move, undoable = true): Promise<void> => {
      const { trainee, from, to } = asked
      if (from?.id === to?.id) return
      setPending((all) => [...all, asked])
      const came = !to || (await assign({ input: { traineeId: trainee.id, trainerId: to.id } })).saved
      // Whoever could not come to one trainer does not leave the other.
      const left = came && (!from || (await unassign({ input: { traineeId: trainee.id, trainerId: from.id } })).saved)
      await refetch().catch(() => undefined)
      setPending((all) => all.filter((one) => one !== asked))
      if (!came || !left || !undoable) return
      toast.done(
        <FormattedMessage
          id={to && from ? 'assign.moved' : to ? 'assign.done' : 'assign.undone'}
          values={{ trainee: <bdi>{trainee.name}</bdi>, trainer: <bdi>{(to ?? from)?.name}</bdi> }}
        />,
        { onUndo: () => void move(reverse(asked), false) },
      )
    },
    [assign, unassign, refetch, toast],
  )
  return { pending, move }
}
