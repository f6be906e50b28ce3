/**
 * A form over the page: 560 wide, on a phone the whole screen.
 *
 * | prop | |
 * |---|---|
 * | open, title, onClose, onSubmit | Enter submits; Escape closes unless something is being saved |
 * | submitLabel | named by its deed: "Add Layla" |
 * | children | fields, 16 apart; none where it only asks |
 * | busy | the button keeps its width and shows a ring |
 * | problemCount | "1 field needs a change" at the start of the footer |
 * | problem | a refusal that belongs to no field |
 * | disabledReason | why it cannot be submitted now (offline) |
 * | dirty | a click beside the dialog does not throw the input away |
 * | footer | instead of the whole footer |
 * | danger | red button |
 * | cancelLabel, width | |
 */
import { lazy, Suspense, useState } from 'react'
import type { ReactNode } from 'react'

const FormDialogBox = lazy(() => import('./FormDialogBox.tsx').then((module) => ({ default: module.FormDialogBox })))

export interface FormDialogProps {
  open: boolean
  title: ReactNode
  onClose: () => void
  onSubmit: () => void
  submitLabel: ReactNode
  children?: ReactNode
  busy?: boolean | undefined
  problemCount?: number | undefined
  problem?: ReactNode
  disabledReason?: string | null | undefined
  dirty?: boolean | undefined
  danger?: boolean | undefined
  cancelLabel?: ReactNode
  width?: number | undefined
  /** A line under the title. */
  line?: ReactNode
}

/** Loaded when the first is opened; from then on it stays, so that it can also close slowly. */
export function FormDialog(props: FormDialogProps) {
  const [wanted, setWanted] = useState(props.open)
  if (props.open && !wanted) setWanted(true)
  return wanted ? (
    <Suspense>
      <FormDialogBox {...props} />
    </Suspense>
  ) : null
}
