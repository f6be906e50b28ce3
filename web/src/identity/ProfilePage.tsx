import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { failureWords } from '../app/failureWords.ts'
import { languageOf, languages, useLocale } from '../app/locale.ts'
import type { Language } from '../app/locale.ts'
import { useSave } from '../app/save.ts'
import { signOut } from '../app/signOut.ts'
import { chooseThemeMode, useThemeMode } from '../app/themeChoice.ts'
import type { ThemeMode } from '../app/themeRoot.tsx'
import { useChooseLanguage } from '../app/useChooseLanguage.ts'
import { useOrganization, useViewer } from '../app/viewer.tsx'
import { UpdateOwnProfileDocument } from '../generated/identity/viewer.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { FieldTiles } from '../kit/FieldTiles.tsx'
import { Page, PageBody, Panel } from '../kit/Page.tsx'
import { PageHeader } from '../kit/PageHeader.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { FieldTimeZone } from './FieldTimeZone.tsx'
import { FormStack } from './FormStack.tsx'
import { OwnNamesForm } from './OwnNamesForm.tsx'
import { OwnPasswordForm } from './OwnPasswordForm.tsx'

export function ProfilePage() {
  return (
    <Page>
      <PageHeader title={<FormattedMessage id="account.profile" />} line={<FormattedMessage id="account.profile.line" />} />
      <PageBody narrow>
        <Panel title={<FormattedMessage id="account.person" />} subtitle={<OwnAddress />}>
          <OwnNamesForm />
        </Panel>
        <Panel title={<FormattedMessage id="account.region" />}>
          <RegionChoices />
        </Panel>
        <Panel title={<FormattedMessage id="account.passwordTitle" />} subtitle={<FormattedMessage id="account.passwordTitle.line" />}>
          <OwnPasswordForm />
        </Panel>
        <Panel title={<FormattedMessage id="account.devices" />} subtitle={<FormattedMessage id="account.devices.line" />}>
          <SignOutEverywhere />
        </Panel>
      </PageBody>
    </Page>
  )
}

function OwnAddress() {
  const { username, email } = useViewer()
  return <bdi>{email ? `${username} · ${email}` : username}</bdi>
}

const modes: readonly ThemeMode[] = ['light', 'dark', 'system']

/** Each choice counts at once: there is nothing to save. */
function RegionChoices() {
  const intl = useIntl()
  const viewer = useViewer()
  const organization = useOrganization()
  const language = languageOf(useLocale())
  const mode = useThemeMode()
  const chooseLanguage = useChooseLanguage()
  const { save } = useSave(UpdateOwnProfileDocument, {
    optimistic: ({ input }) => ({
      updateUser: { __typename: 'UpdateUserPayload', user: { ...viewer, timeZone: input.timeZone ?? null }, errors: [] },
    }),
  })
  const words = (id: string) => intl.formatMessage({ id })
  return (
    <FormStack>
      <FieldTiles<Language>
        label={words('account.language')}
        value={language}
        onChange={chooseLanguage}
        options={(Object.keys(languages) as Language[]).map((one) => ({ value: one, label: <span lang={one}>{languages[one].name}</span> }))}
      />
      <FieldTimeZone
        label={words('account.timeZone')}
        hint={intl.formatMessage({ id: 'account.timeZone.hint' }, { zone: organization.timeZone })}
        optional
        value={viewer.timeZone ?? null}
        onChange={(timeZone) => void save({ input: { id: viewer.id, version: viewer.version, timeZone } })}
      />
      <FieldTiles<ThemeMode>
        label={words('account.theme')}
        hint={words('account.theme.hint')}
        value={mode}
        onChange={chooseThemeMode}
        options={modes.map((one) => ({ value: one, label: words(`account.theme.${one}`) }))}
      />
    </FormStack>
  )
}

function SignOutEverywhere() {
  const intl = useIntl()
  const toast = useToast()
  const [busy, setBusy] = useState(false)
  const leave = () => {
    setBusy(true)
    signOut(true)
      .catch((error: unknown) => toast.refused(failureWords(intl, error)))
      .finally(() => setBusy(false))
  }
  return (
    <ActionButton busy={busy} onClick={leave}>
      <FormattedMessage id="account.signOutEverywhere" />
    </ActionButton>
  )
}
