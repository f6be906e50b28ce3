/** Which view of the same thing: `label`, `options: { value, label, icon? }[]`, `value`, `onChange(value)`. The chosen one has an ink line. */
import Box from '@mui/material/Box'
import ButtonBase from '@mui/material/ButtonBase'
import type { LucideIcon } from 'lucide-react'

export interface ViewSwitchProps<Value extends string> {
  label: string
  options: readonly { value: Value; label: string; icon?: LucideIcon; href?: string }[]
  value: Value
  onChange?: (value: Value) => void
}

export function ViewSwitch<Value extends string>({ label, options, value, onChange }: ViewSwitchProps<Value>) {
  return (
    <Box
      role="group"
      aria-label={label}
      sx={{ display: 'inline-flex', border: 1, borderColor: 'line', borderRadius: '6px', bgcolor: 'sunken' }}
    >
      {options.map(({ value: own, label: word, icon: Icon, href }) => {
        const chosen = own === value
        return (
          <ButtonBase
            key={own}
            {...(href ? { href, 'aria-current': chosen ? 'page' : undefined } : { 'aria-pressed': chosen, onClick: () => onChange?.(own) })}
            sx={{
              gap: 1.5,
              minBlockSize: 32,
              paddingInline: 3,
              borderRadius: '5px',
              typography: 'small',
              fontWeight: chosen ? 600 : 500,
              color: chosen ? 'ink' : 'ink2',
              bgcolor: chosen ? 'surface' : 'transparent',
              boxShadow: chosen ? 'inset 0 -2px 0 var(--lectern-palette-ink)' : 'none',
              '&:hover': { color: 'ink' },
              '@media (pointer: coarse)': { minBlockSize: 44 },
            }}
          >
            {Icon && <Icon size={16} strokeWidth={chosen ? 2.25 : 1.75} aria-hidden />}
            {word}
          </ButtonBase>
        )
      })}
    </Box>
  )
}
