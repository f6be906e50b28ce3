/**
 * | prop | |
 * |---|---|
 * | title | the one h1 of the page |
 * | line | at most one line below it |
 * | breadcrumb | `{ label, href }[]` above it, detail pages |
 * | status | a StatusPill beside it |
 * | facts | line of `Fact`s: time, place, trainer |
 * | view | a ViewSwitch, at the end before the primary button |
 * | primary | the one contained button; on a phone it stands in a bar at the foot |
 * | secondary | outlined buttons |
 * | overflow | `MenuAction[]` behind the dots |
 * | tabs | PageTabs' props |
 * | children | filters, under it all |
 * | divided | hairline at the end; default true |
 * | back | `{ label, href }`: instead of all but title, status, overflow and tabs, an arrow and two lines; for work on a phone |
 *
 * `Fact`: `icon`, `children`.
 */
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { ArrowLeft } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { ReactNode } from 'react'
import { ActionIconButton } from './ActionButton.tsx'
import { OverflowMenu } from './OverflowMenu.tsx'
import type { MenuAction } from './OverflowMenu.tsx'
import { FootBar } from './Page.tsx'
import type { PageTabsProps } from './PageTabs.tsx'
import { Trail } from './Trail.tsx'
import type { TrailStep } from './Trail.tsx'
import { usePhone } from './usePhone.ts'

const PageTabs = lazy(() => import('./PageTabs.tsx').then((module) => ({ default: module.PageTabs })))

export interface PageHeaderProps {
  title: ReactNode
  line?: ReactNode
  breadcrumb?: readonly TrailStep[] | undefined
  status?: ReactNode
  facts?: ReactNode
  view?: ReactNode
  primary?: ReactNode
  secondary?: ReactNode
  overflow?: readonly MenuAction[] | undefined
  tabs?: PageTabsProps | undefined
  children?: ReactNode
  divided?: boolean
  back?: { label: string; href: string } | undefined
}

export function PageHeader(props: PageHeaderProps) {
  const { title, line, breadcrumb, status, facts, view, primary, secondary, overflow = [], tabs, children, divided = true, back } = props
  const phone = usePhone()
  const tabLine = tabs && (
    <Box sx={{ marginBlockStart: back ? 0 : 2, minBlockSize: 40, '@media (pointer: coarse)': { minBlockSize: 44 } }}>
      <Suspense><PageTabs {...tabs} /></Suspense>
    </Box>
  )
  if (back) return <WorkHeader {...{ title, status, overflow, back }}>{tabLine}</WorkHeader>
  return (
    <Box
      component="header"
      sx={{
        flexShrink: 0,
        paddingInline: { xs: 4, sm: 7 },
        paddingBlockStart: { xs: 3, sm: 5 },
        paddingBlockEnd: tabs || !divided ? 0 : 4,
        ...(divided && { borderBlockEnd: '1px solid', borderColor: 'line' }),
      }}
    >
      {breadcrumb && breadcrumb.length > 0 && <Trail steps={breadcrumb} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', columnGap: 3, rowGap: 2 }}>
        <Box sx={{ flex: '1 1 240px', minInlineSize: 0 }}>
          <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 3, rowGap: 1, minBlockSize: 36 }}>
            <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>{title}</Typography>
            {status}
          </Box>
          {line !== undefined && <Typography variant="small" component="p" sx={{ color: 'ink2', marginBlockStart: 0.5 }}>{line}</Typography>}
        </Box>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 3 }}>
          {view}
          {secondary}
          {!phone && primary}
          <OverflowMenu actions={overflow} outlined />
        </Box>
      </Box>
      {facts !== undefined && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 5, rowGap: 1.5, marginBlockStart: 2 }}>{facts}</Box>
      )}
      {tabLine}
      {children !== undefined && <Box sx={{ marginBlockStart: 3 }}>{children}</Box>}
      {phone && primary && <FootBar>{primary}</FootBar>}
    </Box>
  )
}

type WorkHeaderProps = Pick<PageHeaderProps, 'title' | 'status' | 'overflow' | 'children'> & { back: NonNullable<PageHeaderProps['back']> }

/** Two lines and the tabs: what is below is what one came for. */
function WorkHeader({ title, status, overflow = [], back, children }: WorkHeaderProps) {
  return (
    <Box component="header" sx={{ paddingInline: 4, borderBlockEnd: '1px solid', borderColor: 'line' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, marginInline: -2 }}>
        <ActionIconButton label={back.label} icon={ArrowLeft} mirror href={back.href} />
        <Box sx={{ flex: 1, minInlineSize: 0 }}>
          <Typography variant="dialogTitle" component="h1" noWrap>{title}</Typography>
          {status}
        </Box>
        <OverflowMenu actions={overflow} />
      </Box>
      {children}
    </Box>
  )
}

export function Fact({ icon: Icon, children }: { icon?: LucideIcon; children: ReactNode }) {
  return (
    <Typography variant="small" component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1.5, color: 'ink2' }}>
      {Icon && <Icon size={16} aria-hidden />}
      <span>{children}</span>
    </Typography>
  )
}
