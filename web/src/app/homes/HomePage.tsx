import { FormattedMessage } from 'react-intl'
import { Page } from '../../kit/Page.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'

export function HomePage() {
  return (
    <Page>
      <PageHeader title={<FormattedMessage id="app.home" />} />
    </Page>
  )
}
