import { Button } from '../../ui/Button.tsx'
import { handOver } from '../../ui/handOver.ts'
import { DownloadIcon } from '../../ui/icons.ts'
import { PictureButton } from '../PictureButton.tsx'
import { csvOf } from './csv.ts'

/** More rows than these are in the file alone. */
const SHOWN = 200

/** The table behind a picture: the same for eyes, screen readers, and a spreadsheet; and both to take along. */
export function Behind({
  name,
  caption,
  columns,
  rows,
  note,
  open = false,
}: {
  /** Of the file. */
  readonly name: string
  readonly caption: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly note?: string
  readonly open?: boolean
}) {
  if (rows.length === 0) return null
  return (
    <details className="behind" open={open}>
      <summary>Table and files</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is pushed along must be so by keys, too. */}
      <section className="scrolls-aside" aria-label={caption} tabIndex={0}>
        <table className="num">
          <caption>{caption}</caption>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and are never moved.
              <tr key={i}>
                {row.map((cell, j) =>
                  j === 0 ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                    <th key={j} scope="row">
                      {cell}
                    </th>
                  ) : (
                    // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                    <td key={j}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {note && <p className="soft">{note}</p>}
      <div className="row">
        {rows.length > SHOWN && (
          <span className="soft">
            {SHOWN} of {rows.length.toLocaleString('en')} rows; the file has all.
          </span>
        )}
        <Button
          look="quiet"
          icon={DownloadIcon}
          onPress={() =>
            handOver(new Blob([csvOf(columns, rows)], { type: 'text/csv' }), `rangebook-${name}.csv`)
          }
        >
          CSV
        </Button>
        <PictureButton name={name} says={askedAndAnswered} />
      </div>
    </details>
  )
}

/** The question and its answer, as they stand on the page. */
function askedAndAnswered(): string {
  const said = document.querySelectorAll(
    '#main :is(h1, .ask fieldset [aria-pressed=true], .ask-bar .soft, .verdict)',
  )
  return [...said].flatMap(({ textContent }) => textContent || []).join(' · ')
}
