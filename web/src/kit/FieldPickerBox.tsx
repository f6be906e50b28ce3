/** The two pickers themselves, in a chunk of their own. Pages use FieldPicker. */
import Autocomplete from '@mui/material/Autocomplete'
import type { AutocompleteProps } from '@mui/material/Autocomplete'
import Box from '@mui/material/Box'
import TextField from '@mui/material/TextField'
import Typography from '@mui/material/Typography'
import { useEffect, useMemo, useRef } from 'react'
import type { ReactNode } from 'react'
import { useIntl } from 'react-intl'
import { Ring } from './Ring.tsx'
import { PersonAvatar } from './PersonAvatar.tsx'
import { Field } from './Field.tsx'
import type { FieldIds } from './Field.tsx'
import type { FieldPickerManyProps, FieldPickerProps, PickerOption } from './FieldPicker.tsx'

export function OnePicker(props: FieldPickerProps) {
  const { value, onChange, options, onSearch, loading, placeholder, noMatch, people, autoFocus, name, onBlur, ...frame } = props
  const shared = usePickerProps({ options, onSearch, loading, noMatch, people })
  const chosen = useChosen(value)
  const off = Boolean(frame.disabledReason)
  const source = { loading, placeholder, people, autoFocus, name, onBlur }
  return (
    <Field {...frame}>
      {(ids) => (
        <Autocomplete
          {...shared}
          id={ids.id}
          disabled={off}
          value={chosen}
          onChange={(_, next) => onChange(next)}
          renderInput={(input) => <PickerInput {...source} input={input} ids={ids} start={people && chosen ? chosen : undefined} />}
        />
      )}
    </Field>
  )
}

/** The same object for the same choice: for another one Material would take back what is being typed. */
function useChosen(value: PickerOption | null): PickerOption | null {
  const { id, label } = value ?? { id: undefined, label: '' }
  return useMemo(() => (id === undefined ? null : { id, label }), [id, label])
}

export function ManyPicker(props: FieldPickerManyProps) {
  const { value, onChange, options, onSearch, loading, placeholder, noMatch, people, autoFocus, name, onBlur, ...frame } = props
  const shared = usePickerProps({ options, onSearch, loading, noMatch, people })
  const source = { loading, placeholder: value.length > 0 ? undefined : placeholder, people, autoFocus, name, onBlur }
  return (
    <Field {...frame}>
      {(ids) => (
        <Autocomplete
          {...shared}
          multiple
          filterSelectedOptions
          id={ids.id}
          disabled={Boolean(frame.disabledReason)}
          value={value}
          onChange={(_, next) => onChange(next)}
          renderInput={(input) => <PickerInput {...source} input={input} ids={ids} />}
        />
      )}
    </Field>
  )
}

interface SharedInput {
  options: readonly PickerOption[]
  onSearch: (text: string) => void
  loading: boolean | undefined
  noMatch: string | undefined
  people: boolean | undefined
}

function usePickerProps({ options, onSearch, loading = false, noMatch, people = false }: SharedInput) {
  const intl = useIntl()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  return {
    options,
    loading,
    fullWidth: true,
    autoHighlight: true,
    loadingText: intl.formatMessage({ id: 'kit.loading' }),
    noOptionsText: noMatch ?? intl.formatMessage({ id: 'kit.noMatch' }),
    clearText: intl.formatMessage({ id: 'kit.clear' }),
    openText: intl.formatMessage({ id: 'kit.show' }),
    closeText: intl.formatMessage({ id: 'kit.close' }),
    // The server has filtered; filtering again would lose what it found by other fields.
    filterOptions: (all) => all,
    getOptionLabel: (option) => option.label,
    getOptionKey: (option) => option.id,
    getOptionDisabled: (option) => Boolean(option.disabledReason),
    isOptionEqualToValue: (one, other) => one.id === other.id,
    onOpen: () => onSearch(''),
    onInputChange: (_, text, reason) => {
      if (reason !== 'input') return
      clearTimeout(timer.current)
      timer.current = setTimeout(() => onSearch(text), 200)
    },
    renderOption: ({ key, ...item }, option) => (
      <Box component="li" key={key} {...item} sx={{ display: 'flex', gap: 2.5 }}>
        {people && <PersonAvatar name={option.label} id={option.id} size={24} />}
        <Box sx={{ minInlineSize: 0 }}>
          <bdi>{option.label}</bdi>
          {(option.disabledReason ?? option.detail) && (
            <Typography variant="caption" component="div" sx={{ color: 'ink2' }}>{option.disabledReason ?? option.detail}</Typography>
          )}
        </Box>
      </Box>
    ),
  } satisfies Partial<AutocompleteProps<PickerOption, boolean, false, false>>
}

interface PickerInputProps {
  input: Parameters<NonNullable<AutocompleteProps<PickerOption, boolean, false, false>['renderInput']>>[0]
  ids: FieldIds
  loading: boolean | undefined
  placeholder: string | undefined
  autoFocus: boolean | undefined
  name: string | undefined
  onBlur: (() => void) | undefined
  start?: PickerOption | undefined
}

function PickerInput({ input, ids, loading, placeholder, autoFocus, name, onBlur, start }: PickerInputProps) {
  const intl = useIntl()
  const { slotProps } = input
  const startMark: ReactNode = start ? <PersonAvatar name={start.label} id={start.id} size={22} /> : slotProps.input.startAdornment
  return (
    <TextField
      {...input}
      name={name}
      error={ids.invalid}
      autoFocus={autoFocus ?? false}
      placeholder={placeholder ?? intl.formatMessage({ id: 'kit.typeToSearch' })}
      onBlur={onBlur}
      slotProps={{
        ...slotProps,
        htmlInput: { ...slotProps.htmlInput, 'aria-describedby': ids.describedBy, 'aria-invalid': ids.invalid || undefined },
        input: {
          ...slotProps.input,
          startAdornment: startMark,
          endAdornment: <>{loading && <Ring />}{slotProps.input.endAdornment}</>,
        },
      }}
    />
  )
}
