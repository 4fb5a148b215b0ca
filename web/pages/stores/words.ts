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

/**
 * Each table that any of the stores knows, with its columns. The warehouse, which keeps not all of them, comes last:
 * what it keeps and holds otherwise differs as well, as it was not filled since.
 */
export function sideBySide(stores: readonly Holding[], warehouse: Holding | null): TableRow[] {
  const tables = [
    ...new Set([...Object.keys(TABLES), ...stores.flatMap(({ tables }) => Object.keys(tables))]),
  ].filter(table => stores.some(({ tables }) => tables[table] !== undefined))
  const last = warehouse ? [warehouse] : []
  const counted = (count: (store: Holding) => number | null) => {
    const [here, kept] = [stores.map(count), last.map(count)]
    const known = kept.filter(n => n !== null)
    return { values: [...here, ...kept], differs: !allSame([...here, ...known]) }
  }
  return tables.map(table => {
    const names = [...new Set(stores.flatMap(({ tables }) => Object.keys(tables[table]?.filled ?? {})))]
    const rows = counted(({ tables }) => tables[table]?.rows ?? null)
    return {
      table,
      rows: rows.values,
      differs: rows.differs,
      columns: names.map(name => {
        const { values, differs } = counted(({ tables }) => tables[table]?.filled[name] ?? null)
        return { name, filled: values, differs }
      }),
    }
  })
}

export const allSame = (values: readonly unknown[]): boolean => values.every(value => value === values[0])
