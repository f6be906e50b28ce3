/** `value`, `onChange(text)` (after 250 ms of rest, at once on Enter), `placeholder` (also its name); Escape empties it. */
import InputAdornment from '@mui/material/InputAdornment'
import OutlinedInput from '@mui/material/OutlinedInput'
import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'

export interface SearchFieldProps {
  value: string
  onChange: (text: string) => void
  placeholder: string
}

export function SearchField({ value, onChange, placeholder }: SearchFieldProps) {
  const intl = useIntl()
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // Back and forward, or "Clear": what stands in the address counts.
    setText(value)
    return () => clearTimeout(timer.current)
  }, [value])
  const ask = (next: string, wait: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => onChange(next.trim()), wait)
  }
  return (
    <OutlinedInput
      fullWidth
      value={text}
      placeholder={placeholder}
      onChange={(event) => ask(event.target.value, 250)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') ask(text, 0)
        if (event.key === 'Escape' && text) {
          event.stopPropagation()
          ask('', 0)
        }
      }}
      startAdornment={<InputAdornment position="start" sx={{ marginInlineEnd: 0, color: 'ink2' }}><Search size={16} aria-hidden /></InputAdornment>}
      endAdornment={
        // It stands there from the start: the first letter would be late that had to draw it.
        <span style={{ visibility: text ? 'inherit' : 'hidden' }}>
          <ActionIconButton label={intl.formatMessage({ id: 'kit.clear' })} icon={X} size="small" onClick={() => ask('', 0)} />
        </span>
      }
      slotProps={{ input: { 'aria-label': placeholder, type: 'text', inputMode: 'search', enterKeyHint: 'search', autoComplete: 'off', dir: 'auto' } }}
      sx={{ minBlockSize: 32, '& .MuiOutlinedInput-input': { blockSize: 30, typography: 'small' } }}
    />
  )
}
