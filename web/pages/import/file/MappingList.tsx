import type { MappedColumn, Mapping } from '../../../../shared/files/mapping.ts'
import { Select } from '../../../ui/Field.tsx'
import { targetChoices, unitChoices } from './words.ts'

interface Props {
  readonly mapping: Mapping
  readonly columns: readonly {
    readonly heading: string
    readonly nth: number
    readonly cells: readonly string[]
  }[]
  readonly onChange: (mapping: Mapping) => void
}

/** Which column is what: guessed, and changed by the golfer where the guess is wrong. */
export function MappingList({ mapping, columns, onChange }: Props) {
  const change = (at: number, changed: Partial<MappedColumn>) =>
    onChange({
      ...mapping,
      columns: mapping.columns.map((column, i) => (i === at ? { ...column, ...changed } : column)),
    })
  return (
    <ul className="mapping">
      {mapping.columns.map(({ heading, nth, target, unit }, at) => {
        const cells = columns.find(column => column.heading === heading && column.nth === nth)?.cells ?? []
        const name = heading === '' ? `Column ${at + 1}` : nth > 1 ? `${heading} (${nth})` : heading
        const units = target === null ? [] : unitChoices(target)
        return (
          <li key={`${heading} ${nth}`}>
            <p className="mapping-name">
              <b>{name}</b>
              <span className="soft num">{cells.length === 0 ? 'empty' : cells.join(' · ')}</span>
            </p>
            <div className="mapping-choice">
              <Select
                label={`${name} is`}
                labelHidden
                value={target ?? ''}
                choices={targetChoices}
                onChoose={value => change(at, { target: value === '' ? null : value, unit: null })}
              />
              {units.length > 0 && (
                <Select
                  label={`Unit of ${name}`}
                  labelHidden
                  value={unit ?? ''}
                  choices={units}
                  onChoose={value => change(at, { unit: value === '' ? null : value })}
                />
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
