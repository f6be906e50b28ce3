/**
 * | part | value | own props |
 * |---|---|---|
 * | FieldDateTime | ISO instant or null | `zone` (IANA; shown beside), `min`, `max` (instants) |
 * | FieldDate | `YYYY-MM-DD` or null | `min`, `max` |
 *
 * Date and time are two fields of the browser's own: they know the keyboard, the phone and the reader's habit.
 */
import Box from '@mui/material/Box'
import OutlinedInput from '@mui/material/OutlinedInput'
import { useEffect, useState } from 'react'
import { useIntl } from 'react-intl'
import { Field } from './Field.tsx'
import type { FieldProps } from './Field.tsx'
import { ZoneName } from './TimeText.tsx'
import { instantFromWall, wallFromInstant } from './zonedTime.ts'

export interface FieldDateTimeProps extends FieldProps<string | null> {
  zone: string
  min?: string
  max?: string
}

export function FieldDateTime({ value, onChange, zone, min, max, name, onBlur, ...frame }: FieldDateTimeProps) {
  const intl = useIntl()
  const [wall, setWall] = useState(() => wallParts(value, zone))
  useEffect(() => {
    // What the reader has half typed is not an instant yet and must not be wiped.
    setWall((typed) => (instantOf(typed, zone) === value ? typed : wallParts(value, zone)))
  }, [value, zone])
  const change = (next: WallParts) => {
    setWall(next)
    onChange(instantOf(next, zone))
  }
  const off = Boolean(frame.disabledReason)
  return (
    <Field {...frame} group>
      {({ invalid, describedBy }) => (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, alignItems: 'center' }}>
          <OutlinedInput
            type="date"
            name={name}
            value={wall.date}
            error={invalid}
            disabled={off}
            onBlur={onBlur}
            onChange={(event) => change({ ...wall, date: event.target.value })}
            sx={{ flex: '1 1 150px' }}
            slotProps={{
              input: {
                'aria-label': intl.formatMessage({ id: 'kit.date' }),
                'aria-describedby': describedBy,
                min: min && wallFromInstant(min, zone).slice(0, 10),
                max: max && wallFromInstant(max, zone).slice(0, 10),
              },
            }}
          />
          <OutlinedInput
            type="time"
            value={wall.time}
            error={invalid}
            disabled={off}
            onBlur={onBlur}
            onChange={(event) => change({ ...wall, time: event.target.value })}
            sx={{ flex: '0 1 120px' }}
            slotProps={{ input: { 'aria-label': intl.formatMessage({ id: 'kit.time' }), 'aria-describedby': describedBy, step: 300 } }}
          />
          <Box component="span" sx={{ color: 'ink2', typography: 'small', whiteSpace: 'nowrap' }}><ZoneName zone={zone} /></Box>
        </Box>
      )}
    </Field>
  )
}

interface WallParts {
  date: string
  time: string
}

function wallParts(value: string | null, zone: string): WallParts {
  const [date = '', time = ''] = value ? wallFromInstant(value, zone).split('T') : []
  return { date, time }
}

function instantOf({ date, time }: WallParts, zone: string): string | null {
  return date && time ? instantFromWall(`${date}T${time.slice(0, 5)}`, zone) : null
}

export interface FieldDateProps extends FieldProps<string | null> {
  min?: string
  max?: string
}

export function FieldDate({ value, onChange, min, max, name, onBlur, ...frame }: FieldDateProps) {
  return (
    <Field {...frame}>
      {({ id, invalid, describedBy }) => (
        <OutlinedInput
          id={id}
          type="date"
          fullWidth
          name={name}
          value={value ?? ''}
          error={invalid}
          disabled={Boolean(frame.disabledReason)}
          onBlur={onBlur}
          onChange={(event) => onChange(event.target.value || null)}
          slotProps={{ input: { min, max, 'aria-describedby': describedBy } }}
        />
      )}
    </Field>
  )
}
