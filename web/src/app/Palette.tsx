import Box from '@mui/material/Box'
import Dialog from '@mui/material/Dialog'
import InputBase from '@mui/material/InputBase'
import { skipToken } from '@apollo/client/react'
import { CalendarDays, Search } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useDeferredValue, useEffect, useId, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { FormattedMessage, useIntl } from 'react-intl'
import { useNavigate } from 'react-router'
import { useFindPeopleQuery, useFindSessionsQuery } from '../generated/app/palette.ts'
import { visuallyHidden } from '../kit/ActionButton.tsx'
import { PersonAvatar } from '../kit/PersonAvatar.tsx'
import { TimeText } from '../kit/TimeText.tsx'
import { usePhone } from '../kit/usePhone.ts'
import { navigationFor } from './navigationItems.ts'
import { useMay } from './viewer.tsx'

interface Found {
  id: string
  group: string
  path: string
  name: string
  detail?: ReactNode
  start: ReactNode
}

const iconTile = (Icon: LucideIcon) => <Icon size={17} aria-hidden />

/** Rests a moment before asking. */
function useRested(text: string): string {
  const [rested, setRested] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setRested(text), 180)
    return () => clearTimeout(timer)
  }, [text])
  return rested
}

function useFound(search: string): { found: Found[]; asking: boolean } {
  const intl = useIntl()
  const may = useMay()
  const rested = useRested(search.trim())
  const ask = rested.length > 0
  const people = useFindPeopleQuery(ask && may('users') ? { variables: { search: rested } } : skipToken)
  const sessions = useFindSessionsQuery(ask && may('sessions') ? { variables: { search: rested } } : skipToken)
  const pages = navigationFor(may)
    .map(({ id, path, icon }): Found => ({ id: path, group: 'pages', path, name: intl.formatMessage({ id }), start: iconTile(icon) }))
    .filter(({ name }) => name.toLocaleLowerCase(intl.locale).includes(search.trim().toLocaleLowerCase(intl.locale)))
  const foundPeople = (people.data?.users.nodes ?? []).map(
    ({ id, name, username, role }): Found => ({
      id,
      group: 'people',
      path: `/people/${id}`,
      name,
      detail: (
        <>
          <bdi>{username}</bdi> · <FormattedMessage id={`app.role.${role}`} />
        </>
      ),
      start: <PersonAvatar name={name} id={id} size={24} />,
    }),
  )
  const foundSessions = (sessions.data?.sessions.nodes ?? []).map(
    ({ id, title, startsAt }): Found => ({
      id,
      group: 'sessions',
      path: `/sessions/${id}`,
      name: title,
      detail: <TimeText at={startsAt} style="dateTime" />,
      start: iconTile(CalendarDays),
    }),
  )
  return {
    found: ask ? [...pages, ...foundPeople, ...foundSessions] : pages,
    asking: search.trim() !== rested || people.loading || sessions.loading,
  }
}

export function Palette({ onClose }: { onClose: () => void }) {
  const intl = useIntl()
  const phone = usePhone()
  const navigate = useNavigate()
  const listId = useId()
  const [search, setSearch] = useState('')
  const [at, setAt] = useState(0)
  const { found, asking } = useFound(useDeferredValue(search))
  const current = Math.min(at, Math.max(0, found.length - 1))

  const go = (one: Found | undefined) => {
    if (!one) return
    onClose()
    void navigate(one.path)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && found.length > 0) {
      event.preventDefault()
      setAt((current + step + found.length) % found.length)
    }
    if (event.key === 'Enter' && !asking) go(found[current])
  }
  const name = intl.formatMessage({ id: 'app.search' })
  return (
    <Dialog
      open
      onClose={onClose}
      fullScreen={phone}
      aria-labelledby={`${listId}-name`}
      slotProps={{ paper: { sx: { inlineSize: 560, maxInlineSize: '100%', ...(!phone && { position: 'absolute', insetBlockStart: '12vh', m: 0 }) } } }}
    >
      <Box component="h2" id={`${listId}-name`} sx={visuallyHidden}>
        {name}
      </Box>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 3, paddingInline: 5, borderBlockEnd: 1, borderColor: 'line' }}>
        <Search size={17} aria-hidden />
        <InputBase
          autoFocus
          fullWidth
          value={search}
          onChange={(event) => {
            setSearch(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          placeholder={intl.formatMessage({ id: 'app.search.hint' })}
          slotProps={{
            input: {
              role: 'combobox',
              'aria-label': name,
              'aria-expanded': found.length > 0,
              'aria-controls': listId,
              'aria-autocomplete': 'list',
              'aria-activedescendant': found[current] ? `${listId}-${current}` : undefined,
              dir: 'auto',
              autoComplete: 'off',
              style: { textAlign: 'start' },
            },
          }}
          sx={{ minBlockSize: 52, fontSize: '1rem' }}
        />
      </Box>
      <FoundList id={listId} found={found} current={current} onHover={setAt} onGo={go} />
      {found.length === 0 && !asking && (
        <Box sx={{ padding: 5, color: 'ink2', typography: 'small' }}>
          <FormattedMessage id="app.search.none" values={{ search: <bdi>{search.trim()}</bdi> }} />
        </Box>
      )}
      <Box role="status" sx={visuallyHidden}>
        {!asking && search && <FormattedMessage id="app.search.found" values={{ count: found.length }} />}
      </Box>
    </Dialog>
  )
}

interface FoundListProps {
  id: string
  found: readonly Found[]
  current: number
  onHover: (index: number) => void
  onGo: (one: Found) => void
}

function FoundList({ id, found, current, onHover, onGo }: FoundListProps) {
  useEffect(() => {
    document.getElementById(`${id}-${current}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, current])
  const intl = useIntl()
  return (
    <Box role="listbox" id={id} aria-label={intl.formatMessage({ id: 'app.search' })} sx={{ overflowY: 'auto', paddingInline: 2, paddingBlock: found.length > 0 ? 2 : 0 }}>
      {found.map((one, index) => (
        <Box key={`${one.group} ${one.id}`} role="presentation">
          {one.group !== found[index - 1]?.group && (
            <Box role="presentation" sx={{ typography: 'caption', color: 'ink2', paddingInline: 3, paddingBlock: 1.5 }}>
              <FormattedMessage id={`app.search.${one.group}`} />
            </Box>
          )}
          <Box
            role="option"
            id={`${id}-${index}`}
            aria-selected={index === current}
            onMouseMove={() => onHover(index)}
            onClick={() => onGo(one)}
            sx={{
              display: 'flex',
              alignItems: 'center',
              gap: 3,
              minBlockSize: 40,
              paddingInline: 3,
              borderRadius: '6px',
              cursor: 'pointer',
              color: 'ink',
              bgcolor: index === current ? 'pineSoft' : 'transparent',
              '@media (pointer: coarse)': { minBlockSize: 44 },
            }}
          >
            <Box component="span" sx={{ display: 'grid', placeItems: 'center', inlineSize: 24, color: 'ink2' }}>{one.start}</Box>
            <Box component="bdi" sx={{ flex: 1, minInlineSize: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>{one.name}</Box>
            {one.detail && <Box component="span" sx={{ typography: 'small', color: 'ink2', whiteSpace: 'nowrap' }}>{one.detail}</Box>}
          </Box>
        </Box>
      ))}
    </Box>
  )
}
