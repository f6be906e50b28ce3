import Link from '@mui/material/Link'
import { FormattedMessage } from 'react-intl'
import { useUserByWordQuery } from '../generated/identity/userPicker.ts'

/** Who has this e-mail or username already: with the name one knows what to do. */
export function TakenBy({ field, value }: { field: 'email' | 'username'; value: string }) {
  const wanted = value.trim().toLowerCase()
  const { data } = useUserByWordQuery({ variables: { search: wanted }, fetchPolicy: 'network-only' })
  const owner = data?.users.nodes.find((person) => person[field]?.toLowerCase() === wanted)
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
