import { useState } from 'react'
import type { Holding } from '../../../shared/sync/wire.ts'
import { useDisplay } from '../../ui/display.ts'
import { DownIcon, UpIcon, WarnIcon } from '../../ui/icons.ts'
import { allSame, sideBySide, type TableRow, tableNamed } from './words.ts'

/** A column a store: rows, newest date, version, and how many values each column has. */
export function SideBySide({
  device,
  cloud,
  there,
  warehouse,
}: {
  readonly device: Holding
  /** Null: none is in use, or it was not asked yet. */
  readonly cloud: Holding | null
  readonly there: string
  /** Null: none is in use, or nothing came there yet. */
  readonly warehouse: Holding | null
}) {
  const display = useDisplay()
  const stores = [device, ...(cloud ? [cloud] : []), ...(warehouse ? [warehouse] : [])]
  const names = ['This device', ...(cloud ? [there] : []), ...(warehouse ? ['Warehouse'] : [])]
  const dates = stores.map(({ newest_date }) => newest_date)
  const versions = stores.map(({ schema_version }) => schema_version)
  return (
    <table className="stores" data-stores={stores.length}>
      <caption className="spoken">What each store holds</caption>
      <thead>
        <tr>
          <td />
          {names.map(name => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">
            <Name differs={!allSame(dates)}>Newest practice</Name>
          </th>
          {dates.map((date, i) => (
            <td key={names[i]}>{date === null ? '–' : display.date(date)}</td>
          ))}
        </tr>
        <tr>
          <th scope="row">
            <Name differs={!allSame(versions)}>Version of its tables</Name>
          </th>
          {versions.map((version, i) => (
            <td key={names[i]}>{version}</td>
          ))}
        </tr>
      </tbody>
      {sideBySide(cloud ? [device, cloud] : [device], warehouse).map(row => (
        <Table key={row.table} row={row} names={names} />
      ))}
    </table>
  )
}

function Table({ row, names }: { readonly row: TableRow; readonly names: readonly string[] }) {
  const differing = row.columns.filter(({ differs }) => differs)
  // Those that differ stand open; all of them when asked for.
  const [all, setAll] = useState(false)
  const shown = all ? row.columns : differing
  return (
    <tbody>
      <tr>
        <th scope="row">
          <button type="button" className="stores-table" aria-expanded={all} onClick={() => setAll(!all)}>
            <Name differs={row.differs}>{tableNamed(row.table)}</Name>
            {all ? <UpIcon aria-hidden={true} /> : <DownIcon aria-hidden={true} />}
          </button>
        </th>
        <Counts of={row.rows} names={names} />
      </tr>
      {shown.map(({ name, filled, differs }) => (
        <tr key={name} className="stores-column">
          <th scope="row">
            <Name differs={differs}>{name}</Name>
          </th>
          <Counts of={filled} names={names} />
        </tr>
      ))}
    </tbody>
  )
}

function Counts({
  of,
  names,
}: {
  readonly of: readonly (number | null)[]
  readonly names: readonly string[]
}) {
  return of.map((n, i) => (
    <td key={names[i]}>{n === null ? <span className="soft">not there</span> : n.toLocaleString('en')}</td>
  ))
}

function Name({ differs, children }: { readonly differs: boolean; readonly children: string }) {
  return (
    <span className="stores-name">
      {children}
      {differs && (
        <>
          <WarnIcon aria-hidden={true} />
          <span className="spoken">, differs</span>
        </>
      )}
    </span>
  )
}
