/** What stores hold and where they differ, in the golfer's words. */
import type { Holding } from '../../../shared/sync/wire.ts'
import type { Difference } from '../../sync/compare.ts'

const TABLES: { readonly [table: string]: readonly [one: string, many: string] } = {
  shots: ['shot', 'shots'],
  sessions: ['session', 'sessions'],
  groups: ['group', 'groups'],
  clubs: ['club', 'clubs'],
  media: ['picture', 'pictures'],
  reports: ['report', 'reports'],
  payloads: ['raw report', 'raw reports'],
  commands: ['step', 'steps'],
  command_items: ['change of a step', 'changes of steps'],
  settings: ['setting', 'settings'],
}

export function tableNamed(table: string): string {
  const name = TABLES[table]?.[1] ?? table.replaceAll('_', ' ')
  return name.charAt(0).toUpperCase() + name.slice(1)
}

export function rowsSaid(table: string, n: number): string {
  const [one, many] = TABLES[table] ?? ['row', 'rows']
  return `${n.toLocaleString('en')} ${n === 1 ? one : many}`
}

/** "2 shots only here, 1 picture otherwise". `there`: "in the cloud". */
export function differenceSaid(differences: readonly Difference[], there: string): string {
  return differences
    .flatMap(({ table, ...rows }) => [
      rows.here.length > 0 && `${rowsSaid(table, rows.here.length)} only here`,
      rows.there.length > 0 && `${rowsSaid(table, rows.there.length)} only ${there}`,
      rows.other.length > 0 && `${rowsSaid(table, rows.other.length)} not alike`,
    ])
    .filter(said => said !== false)
    .join(', ')
}

export const rowsIn = (differences: readonly Difference[]): number =>
  differences.reduce((sum, { here, there, other }) => sum + here.length + there.length + other.length, 0)

export interface TableRow {
  readonly table: string
  /** A store each; null = it does not know the table. */
  readonly rows: readonly (number | null)[]
  readonly differs: boolean
  readonly columns: readonly {
    readonly name: string
    readonly filled: readonly (number | null)[]
    readonly differs: boolean
  }[]
}

/** Each table that any of the stores knows, with its columns. */
export function sideBySide(stores: readonly Holding[]): TableRow[] {
  const tables = [
    ...new Set([...Object.keys(TABLES), ...stores.flatMap(({ tables }) => Object.keys(tables))]),
  ].filter(table => stores.some(({ tables }) => tables[table] !== undefined))
  return tables.map(table => {
    const held = stores.map(store => store.tables[table] ?? null)
    const names = [...new Set(held.flatMap(one => Object.keys(one?.filled ?? {})))]
    const rows = held.map(one => one?.rows ?? null)
    return {
      table,
      rows,
      differs: !allSame(rows),
      columns: names.map(name => {
        const filled = held.map(one => one?.filled[name] ?? null)
        return { name, filled, differs: !allSame(filled) }
      }),
    }
  })
}

const allSame = (values: readonly unknown[]): boolean => values.every(value => value === values[0])
