import type { MappedColumn, Mapping } from '../../../../shared/files/mapping.ts'
import type { Unit } from '../../../../shared/files/units.ts'
import { Select } from '../../../ui/Field.tsx'
import { DownIcon } from '../../../ui/icons.ts'
import { targetChoices, unitChoices } from './words.ts'

interface Column {
  readonly heading: string
  readonly nth: number
  /** Null, or not there: nobody decided. */
  readonly unit?: Unit | null
  readonly cells: readonly string[]
}
interface Props {
  readonly mapping: Mapping
  readonly columns: readonly Column[]
  /** With the id of the place where it was said. */
  readonly onChange: (mapping: Mapping, place: string) => void
}

/** Which column is what: guessed, and changed by the golfer where the guess is wrong. */
export function MappingList(props: Props) {
  const { mapping, columns } = props
  const all = mapping.columns.map((column, at) => {
    const { unit, cells = [] } = columns.find(c => c.heading === column.heading && c.nth === column.nth) ?? {}
    return { column, at, cells, decided: unit ?? null }
  })
  const [filled, empty] = [true, false].map(is => all.filter(({ cells }) => cells.length > 0 === is))
  return (
    <>
      <Columns listed={filled ?? []} {...props} />
      {empty && empty.length > 0 && (
        <details className="set-aside">
          <summary>
            <span>{empty.length === 1 ? '1 empty column' : `${empty.length} empty columns`}</span>
            <DownIcon aria-hidden={true} />
          </summary>
          <Columns listed={empty} {...props} />
        </details>
      )}
    </>
  )
}

interface Listed {
  readonly column: MappedColumn
  readonly at: number
  readonly cells: readonly string[]
  readonly decided: Unit | null
}

function Columns({ listed, mapping, onChange }: Props & { readonly listed: readonly Listed[] }) {
  const change = (at: number, changed: Partial<MappedColumn>) =>
    onChange(
      {
        ...mapping,
        columns: mapping.columns.map((column, i) => (i === at ? { ...column, ...changed } : column)),
      },
      `column-${at}`,
    )
  return (
    <ul className="mapping">
      {listed.map(({ column: { heading, nth, target, unit }, at, cells, decided }) => {
        const name = heading === '' ? `Column ${at + 1}` : nth > 1 ? `${heading} (${nth})` : heading
        const units = target === null ? [] : unitChoices(target, unit === null ? decided : null)
        return (
          <li key={`${heading} ${nth}`} id={`column-${at}`}>
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
