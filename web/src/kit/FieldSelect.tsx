/**
 * One of more choices than tiles hold: `options: { value, label, detail? }[]`, `placeholder`, and what every Field takes.
 * Apart from Field.tsx, so that a page without it does not load the menu.
 */
import Box from '@mui/material/Box'
import MenuItem from '@mui/material/MenuItem'
import Select from '@mui/material/Select'
import Typography from '@mui/material/Typography'
import { Field } from './Field.tsx'
import type { FieldProps } from './Field.tsx'

export interface FieldSelectProps<Value extends string> extends FieldProps<Value | ''> {
  options: readonly { value: Value; label: string; detail?: string }[]
  placeholder?: string
}

export function FieldSelect<Value extends string>(props: FieldSelectProps<Value>) {
  const { value, onChange, name, onBlur, options, placeholder, ...frame } = props
  return (
    <Field {...frame}>
      {(ids) => (
        <Select<Value | ''>
          fullWidth
          displayEmpty
          labelId={ids.labelId}
          id={ids.id}
          name={name}
          value={value}
          error={ids.invalid}
          disabled={Boolean(frame.disabledReason)}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value as Value)}
          SelectDisplayProps={{ 'aria-describedby': ids.describedBy, 'aria-invalid': ids.invalid || undefined }}
          renderValue={(chosen) =>
            options.find((option) => option.value === chosen)?.label ?? (
              <Box component="span" sx={{ color: 'ink3' }}>{placeholder ?? '\u00a0'}</Box>
            )
          }
        >
          {options.map(({ value: own, label, detail }) => (
            <MenuItem key={own} value={own} sx={{ display: 'block', paddingBlock: 1.5 }}>
              {label}
              {detail && <Typography variant="caption" component="div" sx={{ color: 'ink2' }}>{detail}</Typography>}
            </MenuItem>
          ))}
        </Select>
      )}
    </Field>
  )
}
