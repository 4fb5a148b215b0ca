import { type ReactNode, useState } from 'react'
import type { ClubCategory } from '../../../shared/schema/rows.ts'
import type { ClubLine } from '../../db/query.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { useAct } from '../act.tsx'
import { categoryChoices, loftTyped, NOT_A_LOFT } from './loft.ts'

/** Name, loft and kind. Each is kept when its field is left or Enter is pressed: one step of the history each. */
export function ClubFields({ club }: { readonly club: ClubLine }) {
  const act = useAct()
  const [name, setName] = useState<string | null>(null)
  const [loft, setLoft] = useState<string | null>(null)
  const typed = loft === null ? club.loft_deg : loftTyped(loft)
  const category: ClubCategory | '' = club.category ?? ''

  const keepName = () => {
    const next = name?.trim()
    setName(null)
    if (next === undefined || next === club.name) return
    // Emptied: the name that its code gives.
    if (next !== '' || club.code !== null) {
      act({ kind: 'set_club', club_id: club.id, set: { name: next === '' ? null : next } })
    }
  }
  const keepLoft = () => {
    if (typed === undefined) return
    setLoft(null)
    if (typed !== club.loft_deg) act({ kind: 'set_club', club_id: club.id, set: { loft_deg: typed } })
  }

  return (
    <>
      <Leaving onLeave={keepName}>
        <Field
          label="Name"
          value={name ?? club.name}
          onChange={setName}
          enterKeyHint="done"
          {...(club.code !== null && { hint: `${club.code} in your reports` })}
        />
      </Leaving>
      <div className="club-fields">
        <Leaving onLeave={keepLoft}>
          <Field
            label="Loft, degrees"
            value={loft ?? club.loft_deg?.toString() ?? ''}
            onChange={setLoft}
            inputMode="decimal"
            enterKeyHint="done"
            placeholder="not known"
            problem={typed === undefined ? NOT_A_LOFT : null}
          />
        </Leaving>
        <Select
          label="Kind of club"
          value={category}
          choices={
            club.category === null ? [{ value: '', says: 'Not known' }, ...categoryChoices] : categoryChoices
          }
          onChoose={category => {
            if (category !== '') act({ kind: 'set_club', club_id: club.id, set: { category } })
          }}
        />
      </div>
    </>
  )
}

/** Keeps what was typed when the field loses the focus, and Enter leaves the field. */
function Leaving({ onLeave, children }: { readonly onLeave: () => void; readonly children: ReactNode }) {
  return (
    <form
      onBlur={onLeave}
      onSubmit={event => {
        event.preventDefault()
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
      }}
    >
      {children}
    </form>
  )
}
