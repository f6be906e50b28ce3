/**
 * Label above, "(optional)" instead of stars, hint or error below; the error says what to do.
 *
 * | part | value | own props |
 * |---|---|---|
 * | Field | | the frame: `children({ id, describedBy, invalid })` |
 * | FieldText | string | `type`, `autoComplete`, `placeholder`, `autoFocus`, `dir`, `end`, `large` (sign in, 44) |
 * | FieldPassword | string | the same; with "Show" |
 * | FieldArea | string | `rows`, `placeholder`, `maxLength` |
 * | FieldNumber | number or null | `min`, `max`, `step`, `unit` |
 *
 * All: `label`, `value`, `onChange(value)`, `optional`, `hint`, `error`, `name`, `disabledReason`, `onBlur`.
 * Further parts: FieldSelect.tsx, FieldTiles.tsx (FieldTiles, FieldSwitch, FieldPair), FieldDateTime.tsx, FieldPicker.tsx.
 */
import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import InputAdornment from '@mui/material/InputAdornment'
import OutlinedInput from '@mui/material/OutlinedInput'
import type { OutlinedInputProps } from '@mui/material/OutlinedInput'
import Typography from '@mui/material/Typography'
import { CircleAlert } from 'lucide-react'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage } from 'react-intl'

export interface FieldFrameProps {
  label: ReactNode
  optional?: boolean | undefined
  hint?: ReactNode
  error?: ReactNode
  /** Why the field cannot be filled in now; it is shown as the hint. */
  disabledReason?: string | null | undefined
}

export interface FieldProps<Value> extends FieldFrameProps {
  value: Value
  onChange: (value: Value) => void
  name?: string
  onBlur?: () => void
}

export interface FieldIds {
  id: string
  labelId: string
  describedBy: string | undefined
  invalid: boolean
}

interface FieldFrame extends FieldFrameProps {
  /** Several controls under one label (tiles, date and time). */
  group?: boolean
  children: (ids: FieldIds) => ReactNode
}

export function Field({ label, optional = false, hint, error, disabledReason, group = false, children }: FieldFrame) {
  const id = useId()
  const labelId = `${id}-label`
  const noteId = `${id}-note`
  const note = error || disabledReason || hint
  const invalid = Boolean(error)
  return (
    <Box
      sx={{ minInlineSize: 0 }}
      data-invalid={invalid || undefined}
      {...(group && { role: 'group', 'aria-labelledby': labelId, 'aria-describedby': note ? noteId : undefined })}
    >
      <Typography
        id={labelId}
        variant="small"
        component={group ? 'div' : 'label'}
        {...(group ? {} : { htmlFor: id })}
        sx={{ display: 'block', fontWeight: 500, marginBlockEnd: 1 }}
      >
        {label}
        {optional && <Box component="span" sx={{ fontWeight: 400, color: 'ink2' }}> <FormattedMessage id="kit.optional" /></Box>}
      </Typography>
      {children({ id, labelId, describedBy: note ? noteId : undefined, invalid })}
      {note && <FieldNote id={noteId} error={invalid}>{note}</FieldNote>}
    </Box>
  )
}

function FieldNote({ id, error, children }: { id: string; error: boolean; children: ReactNode }) {
  return (
    <Typography
      id={id}
      variant="small"
      component="p"
      {...(error && { role: 'alert' })}
      sx={{ display: 'flex', gap: 1, marginBlockStart: 1, color: error ? 'errorInk' : 'ink2' }}
    >
      {error && <Box component="span" sx={{ display: 'inline-flex', paddingBlockStart: '1px' }}><CircleAlert size={16} aria-hidden /></Box>}
      <span>{children}</span>
    </Typography>
  )
}

export interface FieldTextProps extends FieldProps<string> {
  type?: 'text' | 'email' | 'tel' | 'url' | 'search' | 'password'
  autoComplete?: string
  placeholder?: string
  autoFocus?: boolean
  maxLength?: number
  /** `ltr` for addresses and usernames, which read so in every language. */
  dir?: 'ltr' | 'auto'
  end?: ReactNode
  large?: boolean
}

export function FieldText(props: FieldTextProps) {
  const { value, onChange, name, onBlur, type = 'text', autoComplete, placeholder, autoFocus, maxLength, dir, end, large, ...frame } = props
  return (
    <Field {...frame}>
      {(ids) => (
        <OutlinedInput
          {...inputProps(ids, frame)}
          fullWidth
          type={type}
          value={value}
          name={name}
          placeholder={placeholder}
          autoFocus={autoFocus ?? false}
          autoComplete={autoComplete ?? 'off'}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value)}
          endAdornment={end}
          slotProps={{ input: { ...described(ids), maxLength, dir: dir ?? (type === 'text' ? 'auto' : 'ltr') } }}
          sx={large ? { minBlockSize: 44, fontSize: '1rem' } : {}}
        />
      )}
    </Field>
  )
}

export function FieldPassword(props: Omit<FieldTextProps, 'type' | 'end'>) {
  const [shown, setShown] = useState(false)
  return (
    <FieldText
      {...props}
      type={shown ? 'text' : 'password'}
      dir="ltr"
      end={
        <InputAdornment position="end">
          <Button variant="text" size="small" aria-pressed={shown} onClick={() => setShown(!shown)}>
            <FormattedMessage id={shown ? 'kit.password.hide' : 'kit.password.show'} />
          </Button>
        </InputAdornment>
      }
    />
  )
}

export interface FieldAreaProps extends FieldProps<string> {
  rows?: number
  placeholder?: string
  maxLength?: number
  autoFocus?: boolean
}

export function FieldArea({ value, onChange, name, onBlur, rows = 3, placeholder, maxLength, autoFocus, ...frame }: FieldAreaProps) {
  return (
    <Field {...frame}>
      {(ids) => (
        <OutlinedInput
          {...inputProps(ids, frame)}
          fullWidth
          multiline
          minRows={rows}
          maxRows={12}
          value={value}
          name={name}
          placeholder={placeholder}
          autoFocus={autoFocus ?? false}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value)}
          slotProps={{ input: { ...described(ids), maxLength, dir: 'auto' } }}
        />
      )}
    </Field>
  )
}

export interface FieldNumberProps extends FieldProps<number | null> {
  min?: number
  max?: number
  step?: number
  unit?: ReactNode
}

export function FieldNumber({ value, onChange, name, onBlur, min, max, step, unit, ...frame }: FieldNumberProps) {
  return (
    <Field {...frame}>
      {(ids) => (
        <OutlinedInput
          {...inputProps(ids, frame)}
          fullWidth
          type="number"
          name={name}
          value={value ?? ''}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
          endAdornment={unit && <InputAdornment position="end"><Typography variant="small">{unit}</Typography></InputAdornment>}
          slotProps={{ input: { ...described(ids), min, max, step, inputMode: 'numeric' } }}
        />
      )}
    </Field>
  )
}

const inputProps = (ids: FieldIds, frame: FieldFrameProps): OutlinedInputProps => ({
  id: ids.id,
  error: ids.invalid,
  disabled: Boolean(frame.disabledReason),
})

const described = (ids: FieldIds) => ({ 'aria-describedby': ids.describedBy, 'aria-invalid': ids.invalid || undefined })
