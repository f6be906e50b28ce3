import Button from '@mui/material/Button'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { languageOf, languages } from '../app/locale.ts'
import type { Language } from '../app/locale.ts'
import { useOrganization } from '../app/viewer.tsx'
import type { Role } from '../generated/operations.ts'
import { FieldText } from '../kit/Field.tsx'
import { FieldPair, FieldTiles, FormNote } from '../kit/FieldTiles.tsx'
import { useZoneName } from '../kit/TimeText.tsx'
import { FieldTimeZone } from './FieldTimeZone.tsx'
import { languageOrNone } from './personForm.ts'
import type { PersonForm } from './personForm.ts'
import { roleIcons, roles } from './personLooks.tsx'

interface PersonFormFieldsProps {
  form: PersonForm
  onChange: (part: Partial<PersonForm>) => void
  problems: Readonly<Record<string, ReactNode>>
  /** Nobody is there yet: the username is made from the name, and a password will be. */
  fresh?: boolean
  /** Why the role cannot be changed. */
  roleFixed?: string | null
}

export function PersonFormFields({ form, onChange, problems, fresh = false, roleFixed }: PersonFormFieldsProps) {
  const intl = useIntl()
  const [region, setRegion] = useState(!fresh)
  const word = (id: string) => intl.formatMessage({ id })
  const text = (name: 'firstName' | 'lastName' | 'email' | 'username' | 'phone') => ({
    label: word(`person.${name}`),
    value: form[name],
    onChange: (value: string) => onChange({ [name]: value }),
    error: problems[name],
  })
  return (
    <>
      <FieldTiles<Role>
        label={word('person.role')}
        value={form.role}
        onChange={(role) => onChange({ role })}
        error={problems['role']}
        disabledReason={roleFixed}
        options={roles.map((role) => ({ value: role, label: word(`app.role.${role}`), detail: word(`person.role.${role}`), icon: roleIcons[role] }))}
      />
      <FieldPair>
        <FieldText {...text('firstName')} autoFocus maxLength={100} />
        <FieldText {...text('lastName')} maxLength={100} />
      </FieldPair>
      <FieldText {...text('email')} type="email" maxLength={254} />
      <FieldPair>
        <FieldText {...text('username')} dir="ltr" maxLength={40} hint={fresh && word('person.username.hint')} />
        <FieldText {...text('phone')} type="tel" optional maxLength={40} />
      </FieldPair>
      {fresh && <FreshNote form={form} region={region} onChange={() => setRegion(true)} />}
      {region && <RegionFields form={form} onChange={onChange} problems={problems} />}
    </>
  )
}

function FreshNote({ form, region, onChange }: { form: PersonForm; region: boolean; onChange: () => void }) {
  const organization = useOrganization()
  const zone = useZoneName(form.timeZone ?? organization.timeZone)
  const language = languages[languageOf(form.locale ?? organization.locale)].name
  return (
    <FormNote
      icon={KeyRound}
      end={!region && <Button variant="text" color="primary" size="small" onClick={onChange}><FormattedMessage id="person.form.change" /></Button>}
    >
      <FormattedMessage id="person.form.note" values={{ language: <bdi>{language}</bdi>, zone: <bdi>{zone}</bdi> }} />
    </FormNote>
  )
}

function RegionFields({ form, onChange, problems }: Pick<PersonFormFieldsProps, 'form' | 'onChange' | 'problems'>) {
  const intl = useIntl()
  const organization = useOrganization()
  const zone = useZoneName(organization.timeZone)
  const word = (id: string) => intl.formatMessage({ id })
  return (
    <>
      <FieldTiles<Language | 'none'>
        label={word('person.locale')}
        value={languageOrNone(form.locale)}
        onChange={(chosen) => onChange({ locale: chosen === 'none' ? null : chosen })}
        error={problems['locale']}
        options={[
          { value: 'none', label: word('person.locale.none') },
          ...(Object.keys(languages) as Language[]).map((one) => ({ value: one, label: <span lang={one}>{languages[one].name}</span> })),
        ]}
      />
      <FieldTimeZone
        label={word('person.timeZone')}
        optional
        hint={intl.formatMessage({ id: 'person.timeZone.hint' }, { zone })}
        value={form.timeZone}
        onChange={(timeZone) => onChange({ timeZone })}
        error={problems['timeZone'] as string | undefined}
      />
    </>
  )
}
