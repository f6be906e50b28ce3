import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { languageOf, languages } from '../app/locale.ts'
import type { Language } from '../app/locale.ts'
import { NotFoundPage } from '../app/NotFoundPage.tsx'
import { useLive } from '../app/live.ts'
import { useSave } from '../app/save.ts'
import { useMay, useOrganization } from '../app/viewer.tsx'
import { OrganizationChangedDocument } from '../generated/identity/live.ts'
import { UpdateOrganizationDocument, useOrganizationSettingsQuery } from '../generated/identity/viewer.ts'
import type { OrganizationSettingsFragment } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FieldText } from '../kit/Field.tsx'
import { FieldTiles } from '../kit/FieldTiles.tsx'
import { Page, PageBody, Panel } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { FieldTimeZone } from './FieldTimeZone.tsx'
import { FormStack } from './FormStack.tsx'

export function OrganizationPage() {
  const may = useMay()
  if (!may('updateOrganization')) return <NotFoundPage />
  return (
    <Page>
      <PageHeader title={<FormattedMessage id="account.organization" />} line={<FormattedMessage id="account.organization.line" />} />
      <PageBody narrow>
        <Panel>
          <OrganizationForm />
        </Panel>
      </PageBody>
    </Page>
  )
}

interface Settings {
  name: string
  timeZone: string
  locale: string
}

const settingsOf = ({ name, timeZone, locale }: OrganizationSettingsFragment): Settings => ({ name, timeZone, locale })

const labels = { name: 'account.organization.name', timeZone: 'account.timeZone', locale: 'account.language' } as const

function OrganizationForm() {
  const intl = useIntl()
  const toast = useToast()
  const organization = useOrganization()
  const [base, setBase] = useState<OrganizationSettingsFragment>()
  const [edit, setEdit] = useState<Settings>()
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [disputed, setDisputed] = useState<OrganizationSettingsFragment>()
  // Its changes alone name it by an id, and who made the last one is kept under that.
  const [id, setId] = useState('')
  useLive(OrganizationChangedDocument, { onUpdated: (change) => setId(change.id ?? '') })
  const { refetch } = useOrganizationSettingsQuery()
  const { save, saving } = useSave(UpdateOrganizationDocument)
  const offline = useOfflineReason(useConnectionState())
  const settings = edit ?? settingsOf(organization)
  const words = (id: string) => intl.formatMessage({ id })

  const change = (part: Partial<Settings>) => {
    if (!base) setBase(organization)
    setEdit({ ...settings, ...part })
  }
  const done = () => {
    setBase(undefined)
    setEdit(undefined)
    setDisputed(undefined)
    setProblems({})
  }
  const send = async (values: Settings, version: number) => {
    const outcome = await save({ input: { version, ...values } })
    if (outcome.saved) {
      done()
      toast.done(intl.formatMessage({ id: 'account.saved' }))
      return
    }
    setProblems(outcome.fields)
    if (outcome.conflict) setDisputed((await refetch()).data?.organization)
  }
  const submit = () => {
    const named = Boolean(settings.name.trim())
    setProblems(named ? {} : { name: words('account.name.missing') })
    if (named && base) void send(settings, base.version)
  }
  return (
    <>
      <FormStack onSubmit={submit}>
        <FieldText label={words(labels.name)} value={settings.name} onChange={(name) => change({ name })} error={problems['name']} />
        <FieldTimeZone
          label={words(labels.timeZone)}
          hint={words('account.organization.zone.hint')}
          value={settings.timeZone}
          onChange={(timeZone) => timeZone && change({ timeZone })}
          error={problems['timeZone']}
        />
        <FieldTiles<Language>
          label={words(labels.locale)}
          hint={words('account.organization.zone.hint')}
          value={languageOf(settings.locale)}
          onChange={(locale) => change({ locale })}
          options={(Object.keys(languages) as Language[]).map((one) => ({ value: one, label: <span lang={one}>{languages[one].name}</span> }))}
          error={problems['locale']}
        />
        <div>
          <ActionButton type="submit" variant="contained" color="primary" busy={saving} disabledReason={offline}>
            <FormattedMessage id="account.save" />
          </ActionButton>
        </div>
      </FormStack>
      {disputed && base && edit && (
        <ConflictChoice<Settings>
          id={id}
          line={<bdi>{disputed.name}</bdi>}
          fields={(['name', 'timeZone', 'locale'] as const).map((name) => ({ name, label: words(labels[name]) }))}
          base={settingsOf(base)}
          yours={edit}
          theirs={settingsOf(disputed)}
          onSave={(values) => void send(values, disputed.version)}
          onDiscard={done}
          busy={saving}
        />
      )}
    </>
  )
}
