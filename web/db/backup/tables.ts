/** The tables of a file that travels: the catalogue's synced ones, and what lies beside them. */
import {
  type ColumnType,
  columnsOf,
  type SyncedTable,
  syncedTables,
} from '../../../shared/schema/catalogue.ts'

/** "RBK1": whose file it is, in the header of each database that is exported. */
export const APPLICATION_ID = 0x52424b31

const SQLITE: { readonly [T in ColumnType]: string } = {
  text: 'TEXT',
  json: 'TEXT',
  real: 'REAL',
  integer: 'INTEGER',
  boolean: 'INTEGER',
}

/** Not STRICT, as the device's own are: any SQLite since 2010 opens them. */
export function createTables(schema: string): string {
  const synced = syncedTables.map(table => {
    const columns = namesOf(table).map(name => `${name} ${SQLITE[typeOf(table, name)]}`)
    return `CREATE TABLE ${schema}.${table} (${columns.join(', ')}, PRIMARY KEY (id));`
  })
  return [
    ...synced,
    `CREATE TABLE ${schema}.unknown_rows (table_name TEXT, row_id TEXT, row TEXT, PRIMARY KEY (table_name, row_id));`,
    // Raw answers of the source, gzipped; their rows are in payloads.
    `CREATE TABLE ${schema}.payload_files (id TEXT PRIMARY KEY, gzip BLOB);`,
    `CREATE TABLE ${schema}.rangebook_file (name TEXT PRIMARY KEY, value TEXT);`,
  ].join('\n')
}

const NAMES = new Map(
  syncedTables.map(table => [table, columnsOf(table).flatMap(([name]) => (name === 'rev' ? [] : [name]))]),
)

/** All columns but `rev`, which is a store's own business. */
export function namesOf(table: SyncedTable): readonly string[] {
  return NAMES.get(table) ?? []
}

function typeOf(table: SyncedTable, name: string): ColumnType {
  return columnsOf(table).find(([known]) => known === name)?.[1].type ?? 'text'
}
