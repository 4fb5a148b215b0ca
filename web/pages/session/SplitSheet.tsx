import { useState } from 'react'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'

/** Name and date of the new session that takes the chosen shots. */
export function SplitSheet({
  open,
  onClose,
  ...form
}: {
  readonly open: boolean
  readonly shots: number
  readonly practice_date: string | null
  readonly onClose: () => void
  readonly onSplit: (name: string | null, practice_date: string | null) => void
}) {
  return (
    <Sheet open={open} title="A session of their own" onClose={onClose}>
      <SplitForm {...form} />
    </Sheet>
  )
}

function SplitForm({
  shots,
  practice_date,
  onSplit,
}: {
  readonly shots: number
  readonly practice_date: string | null
  readonly onSplit: (name: string | null, practice_date: string | null) => void
}) {
  const [name, setName] = useState('')
  const [date, setDate] = useState(practice_date ?? '')
  return (
    <>
      <Field label="Name" hint="May stay empty." value={name} onChange={setName} autoFocus />
      <Field label="Practice date" type="date" value={date} onChange={setDate} />
      <Button look="main" wide onPress={() => onSplit(name.trim() || null, date || null)}>
        {shots === 1 ? 'Split off 1 shot' : `Split off ${shots} shots`}
      </Button>
    </>
  )
}
