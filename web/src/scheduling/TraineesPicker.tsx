import { useState } from 'react'
import { useIntl } from 'react-intl'
import { skipToken } from '../app/apollo.ts'
import { useFindTraineesQuery } from '../generated/scheduling/people.ts'
import type { FieldFrameProps } from '../kit/Field.tsx'
import { FieldPickerMany } from '../kit/FieldPicker.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'

interface TraineesPickerProps extends FieldFrameProps {
  value: PickerOption[]
  onChange: (people: PickerOption[]) => void
  autoFocus?: boolean
}

/** Several trainees of those whom the server finds; what was found before stays while it asks. */
export function TraineesPicker(props: TraineesPickerProps) {
  const intl = useIntl()
  // Nothing is asked before somebody opens the picker.
  const [search, setSearch] = useState<string>()
  const { data, previousData, loading } = useFindTraineesQuery(search === undefined ? skipToken : { variables: search ? { search } : {} })
  const found = (data ?? previousData)?.users.nodes ?? []
  return (
    <FieldPickerMany
      {...props}
      options={found.map(({ id, name, username }) => ({ id, label: name, detail: username }))}
      onSearch={setSearch}
      loading={loading}
      people
      placeholder={intl.formatMessage({ id: 'people.find' })}
    />
  )
}
