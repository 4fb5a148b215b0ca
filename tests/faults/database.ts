import type { Page } from 'playwright'
import initSqlJs, { type Database } from 'sql.js'

/** The page's database, opened by SQLite outside of the browser. */
export async function databaseOf(page: Page): Promise<Database> {
  const [SQL, file] = await Promise.all([initSqlJs(), page.evaluate(() => window.rangebook.file())])
  return new SQL.Database(Buffer.from(file, 'base64'))
}

/** Rows as text, values by blanks. */
export function lines(db: Database, sql: string): string[] {
  return (db.exec(sql)[0]?.values ?? []).map(row => row.join(' '))
}
