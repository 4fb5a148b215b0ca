/** Brings a database to the version that this build knows. */
import type { Connection } from './connection.ts'
import { placeUnknown } from './unknown.ts'

export interface Migration {
  readonly version: number
  readonly sql: string
}

/** Migrations by their file names, 0001_first.sql, in order; a gap or a name without a number is a bug. */
export function migrationsOf(sqlByPath: { readonly [path: string]: string }): readonly Migration[] {
  const migrations = Object.entries(sqlByPath)
    .map(([path, sql]) => ({ version: Number(/(\d{4})_[^/]*\.sql$/.exec(path)?.[1]), sql }))
    .sort((a, b) => a.version - b.version)
  migrations.forEach(({ version }, i) => {
    if (version !== i + 1) throw new Error(`Migration ${i + 1} is missing among ${Object.keys(sqlByPath)}`)
  })
  return migrations
}

/**
 * Applies those above the database's version up to `version`, each in one transaction. A migration must
 * give the same rows and rowids whenever it runs on the same database: the last good copy is made by
 * running it again.
 */
export function migrate(
  connection: Connection,
  migrations: readonly Migration[],
  version: number = migrations.length,
): void {
  const from = connection.version()
  for (const migration of migrations.slice(from, version)) {
    connection.begin()
    try {
      connection.script(migration.sql)
      placeUnknown(connection)
      connection.script(`PRAGMA user_version = ${migration.version}`)
      connection.commit()
    } catch (error) {
      connection.rollback()
      throw error
    }
  }
}
