/**
 * Picks from what the server finds. The page asks; the picker says what is typed.
 *
 * | part | value |
 * |---|---|
 * | FieldPicker | `PickerOption` or null |
 * | FieldPickerMany | `PickerOption[]` |
 *
 * Own props: `options`, `onSearch(text)` (after 200 ms of rest; '' when it opens), `loading`, `placeholder`, `noMatch`,
 * `people` (initials before each name). `PickerOption`: `id`, `label`, `detail?`, `disabledReason?`.
 */
import Box from '@mui/material/Box'
import { lazy, Suspense } from 'react'
import { Field } from './Field.tsx'
import type { FieldFrameProps, FieldProps } from './Field.tsx'

const OnePicker = lazy(() => import('./FieldPickerBox.tsx').then((module) => ({ default: module.OnePicker })))
const ManyPicker = lazy(() => import('./FieldPickerBox.tsx').then((module) => ({ default: module.ManyPicker })))

export interface PickerOption {
  id: string
  label: string
  detail?: string
  disabledReason?: string | undefined
}

interface PickerSource {
  options: readonly PickerOption[]
  onSearch: (text: string) => void
  loading?: boolean
  placeholder?: string
  noMatch?: string
  people?: boolean
  autoFocus?: boolean
}

export interface FieldPickerProps extends FieldProps<PickerOption | null>, PickerSource {}
export interface FieldPickerManyProps extends FieldProps<PickerOption[]>, PickerSource {}

export const FieldPicker = (props: FieldPickerProps) => (
  <Suspense fallback={<Coming {...props} />}>
    <OnePicker {...props} />
  </Suspense>
)

export const FieldPickerMany = (props: FieldPickerManyProps) => (
  <Suspense fallback={<Coming {...props} />}>
    <ManyPicker {...props} />
  </Suspense>
)

/** As high as the field will be, so that nothing below it moves. */
const Coming = ({ label, hint, optional }: FieldFrameProps) => (
  <Field label={label} hint={hint} optional={optional}>
    {() => <Box sx={{ blockSize: 36, '@media (pointer: coarse)': { blockSize: 44 } }} />}
  </Field>
)
