import Box from '@mui/material/Box'
import { useState } from 'react'
import { FormattedMessage } from 'react-intl'
import { useSearchParams } from 'react-router'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { useMay, useZone } from '../app/viewer.tsx'
import { Page, PageBody, Panel } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { PastReportsPage } from './PastReportsPage.tsx'
import { ReportForm } from './ReportForm.tsx'
import type { ReportWish } from './ReportForm.tsx'

/** As long as the server keeps a file. */
const keptHours = 24

const dayIn = (params: URLSearchParams, name: string) => {
  const day = params.get(name)
  return day && /^\d{4}-\d{2}-\d{2}$/u.test(day) ? day : null
}

export function ReportsPage() {
  return useMay()('reports') ? <Reports /> : <NotFoundPage />
}

function Reports() {
  const zone = useZone()
  const may = useMay()
  const [params] = useSearchParams()
  const [wish, setWish] = useState<ReportWish>(() => ({
    kind: 'SESSIONS',
    format: 'PDF',
    from: dayIn(params, 'from'),
    to: dayIn(params, 'to'),
    timeZone: null,
  }))
  return (
    <Page>
      <PageHeader title={<FormattedMessage id="app.reports" />} line={<FormattedMessage id="reports.line" values={{ hours: keptHours }} />} divided={false} />
      <PageBody>
        <Box sx={{ display: 'grid', alignItems: 'start', columnGap: 8, rowGap: 5, gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 520px) minmax(0, 1fr)' } }}>
          {may('generateReport') && (
            <Panel title={<FormattedMessage id="reports.new" />}>
              <ReportForm wish={wish} onChange={setWish} zone={zone} />
            </Panel>
          )}
          <PastReportsPage
            onAgain={({ kind, format }) => {
              setWish({ ...wish, kind, format })
              window.scrollTo({ top: 0 })
            }}
          />
        </Box>
      </PageBody>
    </Page>
  )
}
