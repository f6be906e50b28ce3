import { Clock, Mail, Phone, UserRoundX } from 'lucide-react'
import { FormattedMessage, useIntl } from 'react-intl'
import { Outlet, useLocation, useNavigate, useOutletContext, useParams } from 'react-router'
import { useConnectionState } from '../app/connection.ts'
import { useFailureWords } from '../app/failureWords.ts'
import { useLive } from '../app/live.ts'
import { useMay } from '../app/viewer.tsx'
import { AssignmentChangedDocument, UserChangedDocument } from '../generated/identity/live.ts'
import { usePersonQuery } from '../generated/identity/person.ts'
import type { PersonQuery } from '../generated/operations.ts'
import { ActionButton } from '../kit/ActionButton.tsx'
import { useOfflineReason } from '../kit/Connection.tsx'
import { EmptyState, ErrorPanel } from '../kit/EmptyState.tsx'
import { Page, PageBody } from '../kit/Page.tsx'
import { Fact, PageHeader } from '../kit/PageHeader.tsx'
import { TextSkeleton } from '../kit/Skeletons.tsx'
import { ZoneName } from '../kit/TimeText.tsx'
import { personActions } from './personActions.ts'
import type { PersonDeed } from './personActions.ts'
import { PersonDialogs, usePersonDialogs } from './PersonDialogs.tsx'
import type { PersonDialogsState } from './PersonDialogs.tsx'
import { PersonStateMark, roleIcons } from './personLooks.tsx'

export type ShownPerson = NonNullable<PersonQuery['user']>

interface PersonContext {
  person: ShownPerson
  dialogs: PersonDialogsState
  refetch: () => void
}

/** What is guarded comes as null where the viewer may not read it; everybody has an e-mail and a state of the password. */
const readable = (person: ShownPerson) => ({ contacts: person.email !== null, history: person.mustChangePassword !== null })

/** The other side of their assignments, where the viewer reads all of it. */
export const hasPeople = (person: ShownPerson, may: (rootField: string) => boolean) =>
  person.role !== 'ADMIN' && may('users') && readable(person).contacts

/** For the tabs: whose page they stand on. */
export const usePersonOnPage = () => useOutletContext<PersonContext>()

const tabs = ['overview', 'people', 'sessions', 'history'] as const

export function PersonPage() {
  const { id = '' } = useParams()
  // Another person is another page: nothing of the one before stays.
  return <OnePerson key={id} id={id} />
}

function OnePerson({ id }: { id: string }) {
  const may = useMay()
  const navigate = useNavigate()
  const failure = useFailureWords()
  const dialogs = usePersonDialogs()
  const ask = () => void refetch()
  const people = useLive(UserChangedDocument, { onRemoved: ({ id: gone }) => gone === id && ask() })
  const assignments = useLive(AssignmentChangedDocument, { onCreated: ask, onRemoved: ask })
  const { data, error, loading, refetch } = usePersonQuery({ variables: { id }, skip: !people.ready || !assignments.ready })
  const person = data?.user
  const failed = error && failure(error)
  if (failed && !person) {
    return <Page><ErrorPanel alone title={<FormattedMessage id="person.failed" />} onRetry={ask} retrying={loading} requestId={failed.requestId}>{failed.words}</ErrorPanel></Page>
  }
  if (person === undefined) return <Page><PageBody narrow><TextSkeleton lines={6} /></PageBody></Page>
  if (person === null) {
    return (
      <Page>
        <EmptyState
          alone
          icon={UserRoundX}
          title={<FormattedMessage id="person.absent" />}
          actions={may('users') && <ActionButton size="small" href="/people"><FormattedMessage id="person.absent.all" /></ActionButton>}
        >
          <FormattedMessage id="person.absent.why" />
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page>
      <PersonHeader person={person} dialogs={dialogs} />
      <Outlet context={{ person, dialogs, refetch: ask } satisfies PersonContext} />
      <PersonDialogs dialogs={dialogs} onDeleted={() => void navigate('/people', { replace: true })} onAssigned={ask} />
    </Page>
  )
}

/** The one thing that is most likely to be done next. */
function nextDeed(person: ShownPerson, may: (rootField: string) => boolean): PersonDeed | undefined {
  if (!person.isActive) return may('reactivateUser') ? 'reactivate' : undefined
  if (person.role === 'TRAINEE' && person.trainers.totalCount === 0 && may('assignTrainee')) return 'assign'
  return person.viewerCanUpdate ? 'edit' : undefined
}

function PersonHeader({ person, dialogs }: { person: ShownPerson; dialogs: PersonDialogsState }) {
  const intl = useIntl()
  const may = useMay()
  const offline = useOfflineReason(useConnectionState())
  const { pathname } = useLocation()
  const base = `/people/${person.id}`
  const next = nextDeed(person, may)
  const tab = tabs.find((one) => pathname.endsWith(`/${one}`)) ?? 'overview'
  const counts: Partial<Record<(typeof tabs)[number], number>> = {
    ...(hasPeople(person, may) && { people: person.role === 'TRAINER' ? person.trainees.totalCount : person.trainers.totalCount }),
  }
  const shown = tabs.filter((one) => (one !== 'people' || hasPeople(person, may)) && (one !== 'history' || readable(person).history))
  return (
    <PageHeader
      breadcrumb={may('users') ? [{ label: intl.formatMessage({ id: 'app.people' }), href: '/people' }] : undefined}
      title={<bdi>{person.name}</bdi>}
      status={<PersonStateMark person={person} pill />}
      facts={
        <>
          <Fact icon={roleIcons[person.role]}><FormattedMessage id={`app.role.${person.role}`} /></Fact>
          {person.email && <Fact icon={Mail}><bdi>{person.email}</bdi></Fact>}
          {person.phone && <Fact icon={Phone}><bdi>{person.phone}</bdi></Fact>}
          {person.timeZone && <Fact icon={Clock}><ZoneName zone={person.timeZone} offset /></Fact>}
        </>
      }
      primary={
        next && (
          <ActionButton variant="contained" color="primary" onClick={() => dialogs.start(next, person)} disabledReason={offline} reasonBeside>
            <FormattedMessage id={`person.${next}`} />
          </ActionButton>
        )
      }
      overflow={personActions(intl, person, { may, offline, start: dialogs.start, ...(next && { without: [next] }) })}
      tabs={{
        label: intl.formatMessage({ id: 'person.tabs' }),
        value: tab,
        tabs: shown.map((one) => ({
          value: one,
          label: intl.formatMessage({ id: `person.tab.${one === 'people' ? (person.role === 'TRAINER' ? 'trainees' : 'trainers') : one}` }),
          count: counts[one] ?? null,
          href: one === 'overview' ? base : `${base}/${one}`,
        })),
      }}
    />
  )
}
