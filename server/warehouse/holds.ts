/** What the warehouse has of one golfer, as a device and the cloud say it of themselves. */
import { catalogue, columnsOf } from '../../shared/schema/catalogue.ts'
import type { Holding } from '../../shared/sync/wire.ts'
import { golferLog, logs, type Mirrored } from './tables.ts'
import type { Row, Warehouse } from './warehouse.ts'

/** What a device counts by column: not what makes a row's state whole. */
const UNCOUNTED: ReadonlySet<string> = new Set(['user_id', 'epoch', 'id', 'rev', 'clocks', 'extra'])
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Null: nothing of them was ever brought there. `user_id`: as the cloud knows the golfer. */
export async function holdsOf(warehouse: Warehouse, user_id: string): Promise<Holding | null> {
  if (!UUID.test(user_id)) return null
  const there = await warehouse.tables()
  if (!there.has(golferLog.name)) return null
  const his = `user_id = '${user_id}'`
  const first = async (sql: (at: (name: string) => string) => string): Promise<Row | null> => {
    for await (const [row] of warehouse.read(sql)) if (row) return row
    return null
  }
  const loaded = await first(at => `SELECT count(*) AS n FROM ${at(golferLog.name)} WHERE ${his} AND done`)
  if (Number(loaded?.['n'] ?? 0) === 0) return null
  const counted = await Promise.all(
    logs.map(async log => [log, there.has(log.name) ? await columnsThere(log) : null] as const),
  )
  const newest = await first(
    at => `SELECT max(practice_date) AS date FROM ${at('sessions_all')} WHERE ${his} AND deleted_at IS NULL`,
  )
  return {
    schema_version: versionOf(new Map(counted.map(([{ table }, there]) => [table, there?.names ?? null]))),
    newest_date: typeof newest?.['date'] === 'string' ? newest['date'] : null,
    tables: Object.fromEntries(
      counted.flatMap(([{ table }, there]) =>
        there ? [[table, { rows: there.rows, filled: there.filled }]] : [],
      ),
    ),
  }

  /** Its columns are those of its last run: a row says which. Without one none is missed. */
  async function columnsThere({ table, columns }: Mirrored) {
    const all = `${table}_all`
    const some = await first(at => `SELECT * FROM ${at(all)} WHERE ${his} LIMIT 1`)
    const names = columns.flatMap(({ name }) => (some === null || name in some ? [name] : []))
    if (some === null) return { names, rows: 0, filled: {} }
    const counts = names.filter(name => !UNCOUNTED.has(name))
    const row = await first(
      at => `SELECT count(*) AS all_rows, ${counts.map(name => `count(${name}) AS ${name}`).join(', ')}
        FROM ${at(all)} WHERE ${his}`,
    )
    return {
      names,
      rows: Number(row?.['all_rows'] ?? 0),
      filled: Object.fromEntries(counts.map(name => [name, Number(row?.[name] ?? 0)])),
    }
  }
}

/** Of the newest column that stands there, below the oldest that is missing. */
function versionOf(there: ReadonlyMap<Mirrored['table'], readonly string[] | null>): number {
  let newest = 1
  let missing = Number.POSITIVE_INFINITY
  for (const { table, columns } of logs) {
    const names = there.get(table) ?? null
    const sinceOf = new Map(
      columnsOf(table).map(([name, { since }]) => [name, Math.max(since, catalogue[table].since)]),
    )
    for (const { name } of columns) {
      const since = sinceOf.get(name) ?? 1
      if (names?.includes(name)) newest = Math.max(newest, since)
      else missing = Math.min(missing, since)
    }
  }
  return Math.min(newest, missing - 1)
}
