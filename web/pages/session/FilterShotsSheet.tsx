import { useState } from 'react'
import { type Figure, figureNames, figures } from '../../../shared/golf/measures.ts'
import type { ShotLine } from '../../db/query.ts'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Field, Select } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { type Condition, shotsWhere } from './where.ts'

/** Selects shots by a measure: "all below 20 yd carry". */
export function FilterShotsSheet({
  open,
  onClose,
  ...form
}: {
  readonly open: boolean
  readonly shots: readonly ShotLine[]
  readonly onClose: () => void
  readonly onSelect: (ids: readonly string[]) => void
}) {
  return (
    <Sheet open={open} title="Select by measure" onClose={onClose}>
      <Form {...form} />
    </Sheet>
  )
}

const IS = [
  { value: 'below', says: 'below' },
  { value: 'above', says: 'above' },
  { value: 'missing', says: 'missing' },
] as const satisfies readonly { value: Condition['is']; says: string }[]

function Form({
  shots,
  onSelect,
}: {
  readonly shots: readonly ShotLine[]
  readonly onSelect: (ids: readonly string[]) => void
}) {
  const display = useDisplay()
  const [measure, setMeasure] = useState<Figure>('carry_m')
  const [is, setIs] = useState<Condition['is']>('below')
  const [typed, setTyped] = useState('')
  const value = display.typed(measure, typed)
  const condition: Condition | null =
    is === 'missing' ? { measure, is } : value === null ? null : { measure, is, value }
  const ids = condition ? shotsWhere(shots, condition).map(({ id }) => id) : []
  const { label, sides } = figures[measure]
  const unit = display.unit(measure)
  return (
    <>
      <Select
        label="Measure"
        value={measure}
        onChoose={setMeasure}
        choices={figureNames.map(name => ({ value: name, says: figures[name].label }))}
      />
      <Chips label="Is" value={is} onChoose={setIs} choices={IS} />
      {is !== 'missing' && (
        <Field
          label={unit ? `${label} in ${unit}` : label}
          inputMode="decimal"
          value={typed}
          onChange={setTyped}
          onEnter={() => {
            if (ids.length > 0) onSelect(ids)
          }}
          problem={typed.trim() !== '' && value === null ? 'Write a number.' : null}
          {...(sides?.plus.cell && { hint: `With a side: 5 ${sides.plus.cell}, 5 ${sides.minus.cell}.` })}
        />
      )}
      <Button look="main" wide disabled={ids.length === 0} onPress={() => onSelect(ids)}>
        {condition === null
          ? 'Select'
          : ids.length === 0
            ? 'None fits'
            : ids.length === 1
              ? 'Select 1 shot'
              : `Select ${ids.length.toLocaleString('en')} shots`}
      </Button>
    </>
  )
}
