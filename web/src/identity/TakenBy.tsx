import Link from '@mui/material/Link'
import { FormattedMessage } from 'react-intl'
import { useUserWith } from './UserPicker.tsx'

/** Who has this e-mail or username already: with the name one knows what to do. */
export function TakenBy({ field, value }: { field: 'email' | 'username'; value: string }) {
  const owner = useUserWith(field, value)
  if (!owner) return <FormattedMessage id={`person.taken.${field}`} />
  return (
    <FormattedMessage
      id={`person.taken.${field}.by`}
      values={{
        name: <bdi>{owner.name}</bdi>,
        page: (words) => <Link key="page" href={`/people/${owner.id}`} sx={{ color: 'inherit', textDecorationColor: 'currentColor' }}>{words}</Link>,
      }}
    />
  )
}
