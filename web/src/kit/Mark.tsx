/**
 * The mark: a lectern under its lamp. `lit` (the connection: lit is live, hollow is not), `size` (24), `wordmark` (with the name).
 */
import Box from '@mui/material/Box'

export interface MarkProps {
  lit: boolean
  size?: number
  wordmark?: boolean
}

export function Mark({ lit, size = 24, wordmark = false }: MarkProps) {
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 2.5, color: 'ink' }}>
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden>
        <path d="M2.5 11.5 21.5 6.7V11.3L2.5 16.1ZM10.7 13.5H13.5V21H10.7Z" fill="currentColor" />
        <rect x="6" y="20.4" width="12" height="2.4" rx="1" fill="currentColor" />
        <circle
          cx="6.3"
          cy="4.8"
          r={lit ? 3.55 : 2.9}
          fill={lit ? 'var(--lectern-palette-lamp)' : 'none'}
          stroke={lit ? 'none' : 'currentColor'}
          strokeWidth="1.5"
        />
      </svg>
      {wordmark && <Box component="span" sx={{ fontSize: '1.0625rem', lineHeight: 1.4, fontWeight: 600, letterSpacing: '-0.01em' }}>Lectern</Box>}
    </Box>
  )
}
