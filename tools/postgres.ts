/** The PostgreSQL that the cloud's tests run beside the embedded one, and how it comes to a machine. */
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { aptInstall } from './browser.ts'

/** Where its programs are, of the newest; null if it is not installed. Its tests then skip, and say so. */
export function findPostgres(): string | null {
  const places = globSync('/usr/lib/postgresql/*/bin').sort()
  return places.findLast(place => existsSync(join(place, 'initdb'))) ?? null
}

export function bringPostgres(): void {
  if (findPostgres() === null && !aptInstall(['postgresql'])) {
    console.log('PostgreSQL could not be installed here.')
  }
}
