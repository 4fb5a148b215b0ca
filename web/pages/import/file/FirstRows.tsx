import { useId } from 'react'
import { figures, measureNames } from '../../../../shared/golf/measures.ts'
import type { FilePreview } from '../../../db/query.ts'
import { useDisplay } from '../../../ui/display.ts'

/** The first ten shots as they will stand in the history, in the golfer's units. */
export function FirstRows({ rows }: { readonly rows: FilePreview['first'] }) {
  const id = useId()
  const display = useDisplay()
  const measures = measureNames.filter(name => rows.some(row => row[name] !== null))
  if (rows.length === 0) return null
  return (
    <div>
      <h2 id={id}>{rows.length === 1 ? 'Its row' : `The first ${rows.length} rows`} as they will be</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by key. */}
      <section className="first-rows" tabIndex={0} aria-labelledby={id}>
        <table className="num">
          <thead>
            <tr>
              <th scope="col">Club</th>
              {measures.map(name => (
                <th key={name} scope="col">
                  {figures[name].short}
                  <small>{display.unit(name)}</small>
                </th>
              ))}
              <th scope="col">Date</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(row => (
              <tr key={row.id} className={row.excluded ? 'out' : undefined}>
                <th scope="row">
                  {row.club_name ?? 'No club'}
                  {row.excluded && <small>not counted</small>}
                </th>
                {measures.map(name => (
                  <td key={name}>{display.cell(name, row[name])}</td>
                ))}
                <td>{display.date(row.practice_date)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
