import { useState } from 'react'
import { useIntl } from 'react-intl'
import { usePersonForEditQuery } from '../generated/identity/personChanges.ts'
import { useFindUsersQuery, useUserByWordQuery, useUserNameQuery } from '../generated/identity/userPicker.ts'
import type { PersonRowFragment, Role } from '../generated/operations.ts'
import type { FieldFrameProps } from '../kit/Field.tsx'
import { FieldPicker } from '../kit/FieldPicker.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'

interface UserPickerProps extends FieldFrameProps {
  /** Left out: everybody who is active. */
  roles?: readonly Role[]
  value: PickerOption | null
  onChange: (person: PickerOption | null) => void
  /** Why somebody who is found cannot be taken. */
  refused?: ReadonlyMap<string, string>
  autoFocus?: boolean
}

export function UserPicker({ roles, refused, ...props }: UserPickerProps) {
  const intl = useIntl()
  // Nothing is asked before somebody opens the picker.
  const [search, setSearch] = useState<string>()
  const { data, previousData, loading } = useFindUsersQuery({
    variables: { ...(search && { search }), ...(roles && { roles: [...roles] }) },
    skip: search === undefined,
  })
  const options = ((data ?? previousData)?.users.nodes ?? []).map(({ id, name, username }) => ({
    id,
    label: name,
    detail: username,
    disabledReason: refused?.get(id),
  }))
  return (
    <FieldPicker
      {...props}
      options={options}
      onSearch={setSearch}
      loading={loading}
      people
      placeholder={intl.formatMessage({ id: 'people.find' })}
    />
  )
}

/** The name of whoever stands in the address. */
export function useUserOption(id: string | null): PickerOption | null {
  const { data } = useUserNameQuery({ variables: { id: id ?? '' }, skip: !id })
  return id ? { id, label: data?.user?.name ?? '…' } : null
}

/** Who has this e-mail or username, of those whom the server finds by it. */
export function useUserWith(field: 'email' | 'username', value: string) {
  const wanted = value.trim().toLowerCase()
  const { data } = useUserByWordQuery({ variables: { search: wanted }, fetchPolicy: 'network-only' })
  return data?.users.nodes.find((person) => person[field]?.toLowerCase() === wanted)
}

/** How a person stands now, whatever this page knows of them. */
export function useLatestPerson(id: string): () => Promise<PersonRowFragment | undefined> {
  const { refetch } = usePersonForEditQuery({ variables: { id }, fetchPolicy: 'cache-only' })
  return async () => (await refetch()).data?.user ?? undefined
}
