import { History, KeyRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useMay } from '../app/viewer.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { ViewSwitch } from '../kit/ViewSwitch.tsx'

/** Two readings of what happened: all of it, and the password log, which is for admins. */
export function ChangesHeader({ value, children }: { value: 'journal' | 'passwords'; children: ReactNode }) {
  const intl = useIntl()
  const may = useMay()
  return (
    <PageHeader
      title={<FormattedMessage id="app.changes" />}
      view={
        may('passwordChanges') && (
          <ViewSwitch
            label={intl.formatMessage({ id: 'kit.view' })}
            value={value}
            options={[
              { value: 'journal', label: intl.formatMessage({ id: 'journal.all' }), icon: History, href: '/changes' },
              { value: 'passwords', label: intl.formatMessage({ id: 'journal.passwords' }), icon: KeyRound, href: '/changes/passwords' },
            ]}
          />
        )
      }
    >
      {children}
    </PageHeader>
  )
}
