/**
 * Tabs under a page header: `label` (accessible name), `tabs: { value, label, count?, href? }[]`, `value`, `onChange(value)`.
 * With `href` each tab is a link, so that a tab has its own address.
 */
import Box from '@mui/material/Box'
import Tab from '@mui/material/Tab'
import Tabs from '@mui/material/Tabs'
import type { ReactNode } from 'react'
import { FormattedNumber } from 'react-intl'

export interface PageTab {
  value: string
  label: ReactNode
  count?: number | null | undefined
  href?: string
}

export interface PageTabsProps {
  label: string
  tabs: readonly PageTab[]
  value: string
  onChange?: (value: string) => void
}

export function PageTabs({ label, tabs, value, onChange }: PageTabsProps) {
  return (
    <Tabs
      value={value}
      onChange={(_, next: string) => onChange?.(next)}
      aria-label={label}
      variant="scrollable"
      scrollButtons={false}
    >
      {tabs.map(({ value: own, label: word, count, href }) => (
        <Tab
          key={own}
          value={own}
          {...(href ? { component: 'a', href } : {})}
          label={
            <Box component="span" sx={{ display: 'inline-flex', gap: 1.5 }}>
              {word}
              {count !== undefined && count !== null && (
                <Box component="span" sx={{ color: 'ink2', fontWeight: 400 }}><FormattedNumber value={count} /></Box>
              )}
            </Box>
          }
        />
      ))}
    </Tabs>
  )
}
