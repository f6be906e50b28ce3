import { Plus } from 'lucide-react'
import { FormattedDate, FormattedMessage } from 'react-intl'
import { ActionButton } from '../../kit/ActionButton.tsx'
import { useOfflineReason } from '../../kit/Connection.tsx'
import { PageHeader } from '../../kit/PageHeader.tsx'
import { ZoneName } from '../../kit/TimeText.tsx'
import { usePhone } from '../../kit/usePhone.ts'
import { useConnectionState } from '../connection.ts'
import { useMay, useZone } from '../viewer.tsx'

interface HomeHeaderProps {
  day: string
  /** Another button is the primary one here. */
  quiet?: boolean
}

/** Today, with its date and the zone in which its times are read. */
export function HomeHeader({ day, quiet = false }: HomeHeaderProps) {
  const zone = useZone()
  const may = useMay()
  const phone = usePhone()
  const offline = useOfflineReason(useConnectionState())
  const look = quiet ? {} : { variant: 'contained' as const, color: 'primary' as const }
  const create = may('createSession') && (
    <ActionButton {...look} icon={Plus} href="/sessions?new" disabledReason={offline}><FormattedMessage id="home.newSession" /></ActionButton>
  )
  return (
    <PageHeader
      title={<FormattedMessage id="home.today" />}
      line={
        <>
          <FormattedDate value={`${day}T12:00:00Z`} weekday="long" day="numeric" month="long" year="numeric" timeZone="UTC" />
          {' · '}
          <ZoneName zone={zone} offset />
        </>
      }
      divided={false}
      {...(quiet ? { secondary: !phone && create } : { primary: create })}
    />
  )
}
