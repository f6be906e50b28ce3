/** Under a table: "1–50 of 386", what the times are in, the size of a page, the two arrows. */
import Box from '@mui/material/Box'
import Typography from '@mui/material/Typography'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ActionIconButton } from './ActionButton.tsx'
import type { TablePaging } from './tableModel.ts'

interface DataTableFooterProps {
  paging: TablePaging
  shown: number
  note?: ReactNode
}

export function DataTableFooter({ paging, shown, note }: DataTableFooterProps) {
  const intl = useIntl()
  const { from, size, total, hasNext, hasPrevious, onNext, onPrevious } = paging
  const to = from + shown - 1
  return (
    <Box
      component="footer"
      sx={{
        display: 'flex',
        alignItems: 'center',
        gap: 3,
        minBlockSize: 48,
        flexShrink: 0,
        paddingInline: { xs: 4, sm: 7 },
        borderBlockStart: '1px solid',
        borderColor: 'line',
        color: 'ink2',
      }}
    >
      <Typography variant="small" component="span" role="status">
        <bdi>
          {total === null || total === undefined ? (
            <FormattedMessage id="kit.pageRangeOpen" values={{ from, to }} />
          ) : (
            <FormattedMessage id="kit.pageRange" values={{ from, to, total }} />
          )}
        </bdi>
      </Typography>
      {note && (
        <Typography variant="small" component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
          <Box component="span" aria-hidden sx={{ marginInlineEnd: 3 }}>·</Box>
          {note}
        </Typography>
      )}
      <Box sx={{ flex: 1 }} />
      <Typography variant="small" component="span" sx={{ display: { xs: 'none', sm: 'inline' } }}>
        <FormattedMessage id="kit.perPage" values={{ size }} />
      </Typography>
      <Box sx={{ display: 'flex', gap: 1 }}>
        <ActionIconButton
          label={intl.formatMessage({ id: 'kit.page.previous' })}
          icon={ChevronLeft}
          mirror
          onClick={onPrevious}
          disabledReason={hasPrevious ? null : intl.formatMessage({ id: 'kit.page.first' })}
        />
        <ActionIconButton
          label={intl.formatMessage({ id: 'kit.page.next' })}
          icon={ChevronRight}
          mirror
          onClick={onNext}
          disabledReason={hasNext ? null : intl.formatMessage({ id: 'kit.page.last' })}
        />
      </Box>
    </Box>
  )
}
