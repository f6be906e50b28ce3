/**
 * | part | value | own props |
 * |---|---|---|
 * | FieldTiles | string | `options: { value, label, detail?, icon?, disabled? }[]`, `columns`: few choices, seen at once; arrows move |
 * | FieldSwitch | boolean | a switch with its label beside it |
 * | FieldPair | | two fields in one line, one under the other on a phone |
 * | FormNote | | a sunken line with `icon`, `children`, `end` |
 */
import Box from '@mui/material/Box'
import Switch from '@mui/material/Switch'
import Typography from '@mui/material/Typography'
import type { LucideIcon } from 'lucide-react'
import { useId, useRef } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Field } from './Field.tsx'
import type { FieldProps } from './Field.tsx'
import { Tile } from './Tile.tsx'

export interface TileOption<Value extends string> {
  value: Value
  label: ReactNode
  detail?: ReactNode
  icon?: LucideIcon
  disabled?: boolean
}

export interface FieldTilesProps<Value extends string> extends FieldProps<Value> {
  options: readonly TileOption<Value>[]
  columns?: number
}

export function FieldTiles<Value extends string>({ value, onChange, options, columns, ...frame }: FieldTilesProps<Value>) {
  const group = useRef<HTMLDivElement>(null)
  const move = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = arrowStep(event)
    if (step === 0) return
    event.preventDefault()
    const next = (index + step + options.length) % options.length
    const option = options[next]
    if (!option || option.disabled) return
    onChange(option.value)
    group.current?.querySelectorAll<HTMLElement>('[role=radio]')[next]?.focus()
  }
  const chosen = options.findIndex((option) => option.value === value)
  return (
    <Field {...frame} group>
      {(ids) => (
        <Box
          ref={group}
          role="radiogroup"
          aria-labelledby={ids.labelId}
          sx={{ display: 'grid', gap: 2, gridTemplateColumns: { xs: '1fr', sm: `repeat(${columns ?? options.length}, minmax(0, 1fr))` } }}
        >
          {options.map((option, index) => (
            <Tile
              key={option.value}
              title={option.label}
              detail={option.detail}
              icon={option.icon}
              disabled={option.disabled || Boolean(frame.disabledReason)}
              chosen={option.value === value}
              tabIndex={index === Math.max(chosen, 0) ? 0 : -1}
              onChoose={() => onChange(option.value)}
              onKeyDown={(event) => move(event, index)}
            />
          ))}
        </Box>
      )}
    </Field>
  )
}

/** Arrows along the reading direction go on, against it back. */
export function arrowStep(event: KeyboardEvent<HTMLElement>): -1 | 0 | 1 {
  const onwards = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const back = onwards === 'ArrowLeft' ? 'ArrowRight' : 'ArrowLeft'
  if (event.key === onwards || event.key === 'ArrowDown') return 1
  if (event.key === back || event.key === 'ArrowUp') return -1
  return 0
}

export function FieldSwitch({ label, value, onChange, hint, disabledReason, name }: FieldProps<boolean>) {
  const id = useId()
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 2 }}>
      <Box sx={{ flex: 1 }}>
        <Typography variant="name" component="label" htmlFor={id}>{label}</Typography>
        {(disabledReason || hint) && (
          <Typography id={`${id}-note`} variant="small" component="p" sx={{ color: 'ink2' }}>{disabledReason || hint}</Typography>
        )}
      </Box>
      <Switch
        id={id}
        name={name}
        checked={value}
        disabled={Boolean(disabledReason)}
        onChange={(event) => onChange(event.target.checked)}
        slotProps={{ input: { role: 'switch', 'aria-describedby': `${id}-note` } }}
      />
    </Box>
  )
}

export function FieldPair({ children }: { children: ReactNode }) {
  return (
    <Box sx={{ display: 'grid', gap: 4, alignItems: 'start', gridTemplateColumns: { xs: '1fr', sm: 'repeat(2, minmax(0, 1fr))' } }}>
      {children}
    </Box>
  )
}

export function FormNote({ icon: Icon, children, end }: { icon?: LucideIcon; children: ReactNode; end?: ReactNode }) {
  return (
    <Box
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 3,
        padding: 3,
        border: 1,
        borderColor: 'line',
        borderRadius: '8px',
        bgcolor: 'sunken',
        color: 'ink2',
      }}
    >
      {Icon && <Icon size={16} aria-hidden />}
      <Typography variant="small" component="div" sx={{ flex: 1 }}>{children}</Typography>
      {end}
    </Box>
  )
}
