import { useMemo, useState } from 'react'
import { useIntl } from 'react-intl'
import { FieldPicker } from '../kit/FieldPicker.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { zoneCity, zoneOffset } from '../kit/timeWords.ts'

interface FieldTimeZoneProps {
  label: string
  hint?: string
  error?: string | undefined
  optional?: boolean
  value: string | null
  onChange: (zone: string | null) => void
}

const most = 40

const words = (zone: string) => `${zone} ${zoneCity(zone)}`.toLowerCase().replaceAll('_', ' ')

export function FieldTimeZone({ value, onChange, ...frame }: FieldTimeZoneProps) {
  const intl = useIntl()
  const [search, setSearch] = useState('')
  const option = (zone: string): PickerOption => ({
    id: zone,
    label: zoneCity(zone),
    detail: `${zone}, ${zoneOffset(zone, intl.locale)}`,
  })
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase()
    return Intl.supportedValuesOf('timeZone').filter((zone) => words(zone).includes(wanted)).slice(0, most)
  }, [search])
  return (
    <FieldPicker
      {...frame}
      value={value ? option(value) : null}
      onChange={(chosen) => onChange(chosen?.id ?? null)}
      options={found.map(option)}
      onSearch={setSearch}
      placeholder={intl.formatMessage({ id: 'account.timeZone.search' })}
    />
  )
}
