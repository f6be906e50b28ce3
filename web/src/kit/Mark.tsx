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
      <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden className="mirror-rtl">
        <path d="M2.2 11.6 21.8 6.4V10.6L13.4 12.8V19.6H17.6V22H6.4V19.6H10.6V13.6L2.2 15.8Z" fill="currentColor" />
        <circle
          cx="5.6"
          cy="4.8"
          r={lit ? 3.6 : 2.9}
          fill={lit ? 'var(--lectern-palette-lamp)' : 'none'}
          stroke={lit ? 'none' : 'currentColor'}
          strokeWidth="1.5"
        />
      </svg>
      {wordmark && <Box component="span" sx={{ fontSize: '1.0625rem', lineHeight: 1.4, fontWeight: 600, letterSpacing: '-0.01em' }}>Lectern</Box>}
    </Box>
  )
}
