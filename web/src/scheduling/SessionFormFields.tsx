import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useViewer } from '../app/viewer.tsx'
import { FieldTimeZone } from '../identity/FieldTimeZone.tsx'
import { UserPicker } from '../identity/UserPicker.tsx'
import { FieldArea, FieldNumber, FieldText } from '../kit/Field.tsx'
import { FieldDateTime } from '../kit/FieldDateTime.tsx'
import { FieldPair } from '../kit/FieldTiles.tsx'
import { TimeText, useZone } from '../kit/TimeText.tsx'
import type { SessionForm } from './sessionForm.ts'

const whoHold = ['ADMIN', 'TRAINER'] as const

interface SessionFormFieldsProps {
  form: SessionForm
  onChange: (part: Partial<SessionForm>) => void
  problems: Readonly<Record<string, ReactNode>>
  /** A new one may lie in the past, and says so. */
  recorded?: boolean
  /** How many are booked already: the capacity stays at or above it. */
  seatsTaken?: number
  children?: ReactNode
}

export function SessionFormFields({ form, onChange, problems, recorded = false, seatsTaken, children }: SessionFormFieldsProps) {
  const intl = useIntl()
  const viewer = useViewer()
  const zone = useZone()
  const label = (name: string) => intl.formatMessage({ id: `session.form.${name}` })
  const text = (name: 'title' | 'location' | 'classLink' | 'description') => ({
    label: label(name),
    name,
    value: form[name],
    onChange: (value: string) => onChange({ [name]: value }),
    error: problems[name],
  })
  return (
    <>
      <FieldText {...text('title')} autoFocus maxLength={200} />
      <UserPicker
        roles={whoHold}
        label={label('trainer')}
        value={form.trainerId ? { id: form.trainerId, label: form.trainerName } : null}
        onChange={(person) => onChange({ trainerId: person?.id ?? '', trainerName: person?.label ?? '' })}
        error={problems['trainerId']}
        disabledReason={viewer.role === 'ADMIN' ? null : intl.formatMessage({ id: 'session.form.trainer.self' })}
      />
      <FieldDateTime
        label={label('startsAt')}
        zone={zone}
        value={form.startsAt}
        onChange={(startsAt) => onChange({ startsAt })}
        error={problems['startsAt']}
        hint={recorded && form.startsAt && Date.parse(form.startsAt) < Date.now() ? <FormattedMessage id="session.form.past" /> : undefined}
      />
      <FieldPair>
        <FieldNumber
          label={label('duration')}
          name="durationMinutes"
          min={5}
          max={1440}
          step={5}
          unit={<FormattedMessage id="session.form.minutes" />}
          value={form.durationMinutes}
          onChange={(durationMinutes) => onChange({ durationMinutes })}
          error={problems['durationMinutes']}
          hint={<EndHint form={form} />}
        />
        <FieldNumber
          label={label('capacity')}
          name="capacity"
          optional
          min={1}
          value={form.capacity}
          onChange={(capacity) => onChange({ capacity })}
          error={problems['capacity']}
          hint={
            seatsTaken ? <FormattedMessage id="session.form.capacity.taken" values={{ taken: seatsTaken }} /> : <FormattedMessage id="session.form.capacity.hint" />
          }
        />
      </FieldPair>
      <FieldPair>
        <FieldText {...text('location')} optional maxLength={200} />
        <FieldText {...text('classLink')} optional type="url" placeholder="https://" />
      </FieldPair>
      {children}
      <FieldTimeZone
        label={label('timeZone')}
        hint={intl.formatMessage({ id: 'session.form.timeZone.hint' })}
        value={form.timeZone}
        onChange={(timeZone) => timeZone && onChange({ timeZone })}
        error={problems['timeZone']}
      />
      <FieldArea {...text('description')} optional rows={2} maxLength={10_000} />
    </>
  )
}

function EndHint({ form: { startsAt, durationMinutes } }: { form: SessionForm }) {
  if (!startsAt || !durationMinutes) return null
  const end = Date.parse(startsAt) + durationMinutes * 60_000
  return <FormattedMessage id="session.form.ends" values={{ time: <TimeText at={end} /> }} />
}
