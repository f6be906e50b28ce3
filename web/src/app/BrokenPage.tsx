import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { FormattedMessage, useIntl } from 'react-intl'
import { ErrorPanel } from '../kit/EmptyState.tsx'
import { Failure, failureOf } from './failure.ts'
import { failureWords } from './failureWords.ts'

/** A chunk that a newer build has taken away. */
const isOldBuild = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)

const isFailure = (error: unknown) =>
  error instanceof Failure || (typeof error === 'object' && error !== null && ('errors' in error || 'statusCode' in error))

interface BrokenPageProps {
  error: unknown
  /** Nothing stands around it. */
  whole: boolean
}

export function BrokenPage({ error, whole }: BrokenPageProps) {
  const intl = useIntl()
  const words = isOldBuild(error) ? 'app.newVersion' : 'app.broken'
  const asked = isFailure(error)
  return (
    <Box component={whole ? 'main' : 'div'} sx={{ display: 'grid', minBlockSize: whole ? '100dvh' : '100%' }}>
      <ErrorPanel
        title={<FormattedMessage id={words} />}
        requestId={asked ? failureOf(error).requestId : undefined}
        onRetry={() => window.location.reload()}
        actions={
          <Button size="small" href="/">
            <FormattedMessage id="app.goHome" />
          </Button>
        }
      >
        {asked ? failureWords(intl, error) : <FormattedMessage id={`${words}.why`} />}
      </ErrorPanel>
    </Box>
  )
}
