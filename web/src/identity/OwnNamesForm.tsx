import { useState } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { ConflictChoice } from '../app/ConflictChoice.tsx'
import { useConnectionState } from '../app/connection.ts'
import { readViewerAnew } from '../app/readViewer.ts'
import { useSave } from '../app/save.ts'
import { useViewer } from '../app/viewer.tsx'
import type { Viewer } from '../app/viewer.tsx'
import { UpdateOwnProfileDocument } from '../generated/identity/viewer.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { FieldText } from '../kit/Field.tsx'
import { FieldPair } from '../kit/FieldTiles.tsx'
import { useToast } from '../kit/Toasts.tsx'
import { FormStack } from './FormStack.tsx'

interface Names {
  firstName: string
  lastName: string
  phone: string
}

const namesOf = ({ firstName, lastName, phone }: Viewer): Names => ({ firstName, lastName, phone: phone ?? '' })

const fieldNames = ['firstName', 'lastName', 'phone'] as const

export function OwnNamesForm() {
  const intl = useIntl()
  const toast = useToast()
  const viewer = useViewer()
  // What was on the screen when one began to type; until then it follows what others change.
  const [base, setBase] = useState<{ names: Names; version: number }>()
  const [edit, setEdit] = useState<Names>()
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({})
  const [disputed, setDisputed] = useState<Viewer>()
  const { save, saving } = useSave(UpdateOwnProfileDocument)
  const offline = useOfflineReason(useConnectionState())
  const names = edit ?? namesOf(viewer)

  const change = (part: Partial<Names>) => {
    if (!base) setBase({ names: namesOf(viewer), version: viewer.version })
    setEdit({ ...names, ...part })
  }
  const done = () => {
    setBase(undefined)
    setEdit(undefined)
    setProblems({})
    setDisputed(undefined)
  }
  const send = async (values: Names, version: number) => {
    const outcome = await save({ input: { id: viewer.id, version, ...values, phone: values.phone.trim() || null } })
    if (outcome.saved) {
      done()
      toast.done(intl.formatMessage({ id: 'account.saved' }))
      return
    }
    setProblems(outcome.fields)
    if (outcome.conflict) setDisputed((await readViewerAnew()) ?? undefined)
  }
  const submit = () => {
    const missing = intl.formatMessage({ id: 'account.name.missing' })
    const found = Object.fromEntries((['firstName', 'lastName'] as const).filter((name) => !names[name].trim()).map((name) => [name, missing]))
    setProblems(found)
    if (Object.keys(found).length === 0 && base) void send(names, base.version)
  }
  const field = (name: keyof Names) => ({
    label: intl.formatMessage({ id: `account.${name}` }),
    value: names[name],
    onChange: (value: string) => change({ [name]: value }),
    error: problems[name],
  })
  return (
    <>
      <FormStack onSubmit={submit}>
        <FieldPair>
          <FieldText {...field('firstName')} autoComplete="given-name" />
          <FieldText {...field('lastName')} autoComplete="family-name" />
        </FieldPair>
        <FieldText {...field('phone')} type="tel" optional autoComplete="tel" />
        <div>
          <ActionButton type="submit" variant="contained" color="primary" busy={saving} disabledReason={offline}>
            <FormattedMessage id="account.save" />
          </ActionButton>
        </div>
      </FormStack>
      {disputed && base && edit && (
        <ConflictChoice<Names>
          id={viewer.id}
          line={<bdi>{viewer.name}</bdi>}
          fields={fieldNames.map((name) => ({ name, label: intl.formatMessage({ id: `account.${name}` }) }))}
          base={base.names}
          yours={edit}
          theirs={namesOf(disputed)}
          onSave={(values) => void send(values, disputed.version)}
          onDiscard={done}
          busy={saving}
        />
      )}
    </>
  )
}
