import Button from '@mui/material/Button'
import { GraduationCap, KeyRound, Presentation, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { FieldDateTime } from '../src/kit/FieldDateTime.tsx'
import { FieldArea, FieldNumber, FieldPassword, FieldText } from '../src/kit/Field.tsx'
import { FieldSelect } from '../src/kit/FieldSelect.tsx'
import { FieldPicker, FieldPickerMany } from '../src/kit/FieldPicker.tsx'
import type { PickerOption } from '../src/kit/FieldPicker.tsx'
import { FieldPair, FieldSwitch, FieldTiles, FormNote } from '../src/kit/FieldTiles.tsx'
import { FormDialog } from '../src/kit/FormDialog.tsx'
import { Page, PageBody } from '../src/kit/Page.tsx'
import { PageHeader } from '../src/kit/PageHeader.tsx'

const people: PickerOption[] = [
  { id: 'a', label: 'Mara Lindqvist', detail: '38 sessions' },
  { id: 'b', label: 'Omar Haddad' },
  { id: 'c', label: 'Chiara Conti', disabledReason: 'Deactivated on 3 September' },
]

export function FormsView() {
  const [open, setOpen] = useState(location.search.includes('dialog'))
  const [role, setRole] = useState<'trainee' | 'trainer' | 'admin'>('trainee')
  const [first, setFirst] = useState('Layla')
  const [at, setAt] = useState<string | null>('2026-11-24T11:00:00.000Z')
  const [seats, setSeats] = useState<number | null>(16)
  const [one, setOne] = useState<PickerOption | null>(people[1] ?? null)
  const [many, setMany] = useState<PickerOption[]>(people.slice(0, 2))
  const [zone, setZone] = useState<'Africa/Cairo' | 'Europe/Berlin' | ''>('Africa/Cairo')
  return (
    <Page>
      <PageHeader title="People" primary={<Button variant="contained" color="primary" onClick={() => setOpen(true)}>Add a person</Button>} />
      <PageBody narrow>
        <FieldDateTime label="Starts" value={at} onChange={setAt} zone="Africa/Cairo" hint={String(at)} />
        <FieldPair>
          <FieldNumber label="Seats" optional value={seats} onChange={setSeats} min={1} unit="people" />
          <FieldSelect label="Time zone" value={zone} onChange={setZone} options={[{ value: 'Africa/Cairo', label: 'Cairo' }, { value: 'Europe/Berlin', label: 'Berlin' }]} />
        </FieldPair>
        <FieldPicker label="Trainer" people value={one} onChange={setOne} options={people} onSearch={() => undefined} />
        <FieldPickerMany label="Trainees" people value={many} onChange={setMany} options={people} onSearch={() => undefined} hint="Up to 14." />
        <FieldPassword label="Password" value="secret" onChange={() => undefined} large />
        <FieldArea label="Description" optional value="" onChange={() => undefined} placeholder="What to bring" />
        <FieldText label="Username" value="layla" onChange={() => undefined} disabledReason="Only an admin changes a username." />
        <FieldSwitch label="Active" value onChange={() => undefined} hint="May sign in" />
      </PageBody>
      <FormDialog open={open} title="Add a person" onClose={() => setOpen(false)} onSubmit={() => undefined} submitLabel="Add Layla" problemCount={1}>
        <FieldTiles
          label="Role"
          value={role}
          onChange={setRole}
          options={[
            { value: 'trainee', label: 'Trainee', detail: 'Attends and learns', icon: GraduationCap },
            { value: 'trainer', label: 'Trainer', detail: 'Holds sessions', icon: Presentation },
            { value: 'admin', label: 'Admin', detail: 'Runs everything', icon: ShieldCheck },
          ]}
        />
        <FieldPair>
          <FieldText label="First name" value={first} onChange={setFirst} />
          <FieldText label="Last name" value="Haddad" onChange={() => undefined} />
        </FieldPair>
        <FieldText label="E-mail" type="email" value="layla@delta-training.example" onChange={() => undefined} error="Layla Nasser already uses this e-mail. Use another one, or open her page." />
        <FieldPair>
          <FieldText label="Username" value="layla.haddad" onChange={() => undefined} hint="Made from the name; change it if you like" />
          <FieldText label="Phone" optional type="tel" value="" placeholder="+20" onChange={() => undefined} />
        </FieldPair>
        <FormNote icon={KeyRound} end={<Button variant="text" color="primary" size="small">Change</Button>}>
          A temporary password is shown once after saving. Language English, zone Cairo.
        </FormNote>
      </FormDialog>
    </Page>
  )
}
