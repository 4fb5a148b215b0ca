/**
 * Reads the earlier system's database in a worker of its own, ended after: a file that keeps SQLite busy for
 * ever, or breaks it, costs nobody their history.
 */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import { refuse } from '../../shared/files/refusal.ts'
import { openForeign } from './foreign.ts'
import type { GolfStatsRead } from './golfStats.ts'
import { loadSqlJs } from './sqljs.ts'

declare const self: {
  postMessage(message: GolfStatsRead): void
  onmessage: ((event: MessageEvent<File>) => void) | null
}

const TABLES = ['shots', 'shots_archive', 'tag_catalog'] as const
/** Fifty years of practice; above, it is something else. */
const MOST_ROWS = 200_000

self.onmessage = async ({ data }) => self.postMessage(await read(data))

async function read(file: File): Promise<GolfStatsRead> {
  const opened = await openForeign(await loadSqlJs(wasmUrl), file, TABLES)
  if (!opened.ok) return opened
  const foreign = opened.value
  if (TABLES.some(table => foreign.count(table) > MOST_ROWS)) {
    return refuse('too_many_rows', 'This database has more than 200,000 shots, and can’t be taken in whole.')
  }
  const rowsOf = (table: (typeof TABLES)[number]) => [...foreign.rows(table)].map(withoutBytes)
  const [shots, shots_archive, tag_catalog] = TABLES.map(rowsOf)
  return {
    ok: true,
    value: { shots: shots ?? [], shots_archive: shots_archive ?? [], tag_catalog: tag_catalog ?? [] },
  }
}

/** No column of it that is read holds bytes. */
function withoutBytes(row: { readonly [column: string]: unknown }) {
  return Object.fromEntries(
    Object.entries(row).filter(([, value]) => value !== null && !(value instanceof Uint8Array)),
  )
}
