import { useEffect, useMemo, useState } from 'react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import type { IntlShape } from 'react-intl'
import { FieldPicker } from '../kit/FieldPicker.tsx'
import type { PickerOption } from '../kit/FieldPicker.tsx'
import { zoneLabel, zoneOffset } from '../kit/timeWords.ts'

interface FieldTimeZoneProps {
  label: string
  hint?: string
  error?: ReactNode
  optional?: boolean
  value: string | null
  onChange: (zone: string | null) => void
}

const most = 40
const zones = Intl.supportedValuesOf('timeZone')

const option = (zone: string, intl: IntlShape): PickerOption => ({
  id: zone,
  label: zoneLabel(zone, intl.locale),
  detail: intl.formatMessage({ id: 'kit.zoneOffset' }, { zone, offset: zoneOffset(zone, intl.locale) }),
})

export function FieldTimeZone({ value, onChange, ...frame }: FieldTimeZoneProps) {
  const intl = useIntl()
  const { locale } = intl
  /** Undefined until somebody opens it: a form is drawn with every key that is typed in it. */
  const [search, setSearch] = useState<string>()
  const named = useNamedZones(search !== undefined, locale)
  const found = useMemo(() => {
    if (search === undefined) return []
    const wanted = search.trim().toLowerCase()
    const words = (zone: string) => `${zone} ${named ? zoneLabel(zone, locale) : ''}`.toLowerCase().replaceAll('_', ' ')
    return zones.filter((zone) => words(zone).includes(wanted)).slice(0, most).map((zone) => option(zone, intl))
  }, [search, named, intl, locale])
  return (
    <FieldPicker
      {...frame}
      value={value ? option(value, intl) : null}
      onChange={(chosen) => onChange(chosen?.id ?? null)}
      options={found}
      onSearch={setSearch}
      placeholder={intl.formatMessage({ id: 'account.timeZone.search' })}
    />
  )
}

/** Intl takes its time for each: in one task all of them would stop the page for half a second. */
const portion = 20

/** Whether all zones can be found by their names in the reader's language, and not by their identifiers alone. */
function useNamedZones(opened: boolean, locale: string): boolean {
  const [named, setNamed] = useState(false)
  useEffect(() => {
    if (!opened) return
    let timer: ReturnType<typeof setTimeout>
    const name = (from: number) => {
      for (const zone of zones.slice(from, from + portion)) zoneLabel(zone, locale)
      if (from + portion < zones.length) timer = setTimeout(() => name(from + portion))
      else setNamed(true)
    }
    timer = setTimeout(() => name(0))
    return () => clearTimeout(timer)
  }, [opened, locale])
  return named
}
