import { useState } from 'react'
import type { ClubCategory } from '../../../shared/schema/rows.ts'
import { uuidv7 } from '../../db/uuid.ts'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { Field } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { useAct } from '../act.tsx'
import { categoryChoices, loftTyped, NOT_A_LOFT } from './loft.ts'

/** A club that no report has named yet. */
export function AddClubSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet open={open} title="Add a club" onClose={onClose}>
      <AddClub onClose={onClose} />
    </Sheet>
  )
}

function AddClub({ onClose }: { readonly onClose: () => void }) {
  const act = useAct()
  const [name, setName] = useState('')
  const [category, setCategory] = useState<ClubCategory>('iron')
  const [loft, setLoft] = useState('')
  const [tried, setTried] = useState(false)
  const loft_deg = loftTyped(loft)
  const add = async () => {
    setTried(true)
    if (name.trim() === '' || loft_deg === undefined) return
    const outcome = await act({ kind: 'add_club', new_id: uuidv7(), name: name.trim(), category, loft_deg })
    if (outcome.ok) onClose()
  }
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        add()
      }}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        autoFocus
        placeholder="7 iron"
        problem={tried && name.trim() === '' ? 'A club needs a name.' : null}
      />
      <Chips label="What it is" choices={categoryChoices} value={category} onChoose={setCategory} />
      <Field
        label="Loft, degrees"
        hint="If you know it."
        value={loft}
        onChange={setLoft}
        inputMode="decimal"
        problem={tried && loft_deg === undefined ? NOT_A_LOFT : null}
      />
      <Button look="main" wide submits>
        Add to the bag
      </Button>
    </form>
  )
}
