import { type Column, catalogue } from '../../../shared/schema/catalogue.ts'
import type { ShotDetail } from '../../db/query.ts'

const FACT_SOURCES: { readonly [source: number]: string } = {
  1: 'earlier database',
  2: 'file of another maker',
  3: 'report of the monitor',
}

/** The row as it is kept: SI, signs and names of the source, for who wants to check a figure. */
export function Facts({ shot }: { readonly shot: ShotDetail }) {
  const columns = Object.entries<Column>(catalogue.shots.columns).filter(
    ([name]) => name !== 'clocks' && name !== 'extra',
  )
  const values = new Map<string, string | number | null>(Object.entries(shot.facts))
  return (
    <details className="facts">
      <summary>All that is kept of this shot</summary>
      <p className="soft">
        In metres, metres a second, degrees; + is right, up, toe. Facts come from the source and are never
        changed; edits are yours.
      </p>
      <dl>
        {columns.map(([name, column]) => (
          <div key={name}>
            <dt>
              {name}
              <small>{column.means}</small>
            </dt>
            <dd className="num">{factSaid(name, values.get(name) ?? null)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function factSaid(name: string, value: string | number | null): string {
  if (value === null) return '–'
  if (name === 'fact_source') return FACT_SOURCES[Number(value)] ?? String(value)
  return String(value)
}
