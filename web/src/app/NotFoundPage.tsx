import Button from '@mui/material/Button'
import { SearchX } from 'lucide-react'
import { FormattedMessage } from 'react-intl'
import { EmptyState } from '../kit/EmptyState.tsx'
import { Page } from '../kit/Page.tsx'

/** Also for a thing that is not there or not to be seen, which is the same to the viewer. */
export function NotFoundPage() {
  return (
    <Page>
      <EmptyState
        alone
        icon={SearchX}
        title={<FormattedMessage id="app.notFound" />}
        actions={
          <Button size="small" href="/">
            <FormattedMessage id="app.goHome" />
          </Button>
        }
      >
        <FormattedMessage id="app.notFound.why" />
      </EmptyState>
    </Page>
  )
}
