import Box from '@mui/material/Box'
import Link from '@mui/material/Link'
import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'

export interface TrailStep {
  label: ReactNode
  href: string
}

/** The pages above a page, the nearest at the end. */
export function Trail({ steps }: { steps: readonly TrailStep[] }) {
  const intl = useIntl()
  return (
    <Box component="nav" aria-label={intl.formatMessage({ id: 'kit.breadcrumb' })} sx={{ marginBlockEnd: 1 }}>
      <Box component="ol" sx={{ display: 'flex', flexWrap: 'wrap', margin: 0, padding: 0, listStyle: 'none' }}>
        {steps.map(({ label, href }, index) => (
          <Box component="li" key={href} sx={{ display: 'flex', alignItems: 'center', color: 'ink3' }}>
            {index > 0 && <Box component="span" sx={{ display: 'flex', marginInline: 1.5 }}><ChevronRight size={14} className="mirror-rtl" aria-hidden /></Box>}
            <Link href={href} variant="body2" sx={{ color: 'ink2' }}>{label}</Link>
          </Box>
        ))}
      </Box>
    </Box>
  )
}
