import Box from '@mui/material/Box'
import Button from '@mui/material/Button'
import { FormattedMessage, useIntl } from 'react-intl'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ErrorPanel } from '../kit/EmptyState.tsx'
import { Failure, failureOf } from './failure.ts'
import { failureWords } from './failureWords.ts'

/** A chunk that a newer build has taken away. */
const isOldBuild = (error: unknown) =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message)

const isFailure = (error: unknown) =>
  error instanceof Failure || (typeof error === 'object' && error !== null && ('errors' in error || 'statusCode' in error))

interface BrokenPageProps {
  /** Nothing stands around it. */
  whole: boolean
}

export function BrokenPage({ whole }: BrokenPageProps) {
  const error = useRouteError()
  const intl = useIntl()
  const words = isOldBuild(error) ? 'app.newVersion' : 'app.broken'
  const asked = isFailure(error) || isRouteErrorResponse(error)
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
