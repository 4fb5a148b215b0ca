/**
 * This tab's database worker, with the registries and migrations of this build. One script for all workers that
 * need SQLite: by another name it reads the earlier system's database, or answers the golfer's own SQL.
 */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import type { ShotsAnswer } from '../../shared/golf/coachAnswers.ts'
import { runCommand } from './commands/index.ts'
import type { ConsoleAnswer } from './console.ts'
import type { GolfStatsRead } from './golfStats.ts'
import { loadAll } from './later.ts'
import { COACH_WORKER, CONSOLE_WORKER, FIRST_VISIT_WORKER, GOLF_STATS_WORKER } from './messages.ts'
import { deviceMigrations } from './migrations.ts'
import { type Port, serve } from './owner.ts'
import { prepareConnection, queries } from './queries/index.ts'
import { loadSqlJs } from './sqljs.ts'
import type { Engine } from './term.ts'
import { uuidv7 } from './uuid.ts'

// The types of a page are not those of a worker.
declare const self: Port & ReaderPort & ConsolePort & { readonly name: string }

/** The page, as the reader of golfStats.ts sees it. */
interface ReaderPort {
  postMessage(message: GolfStatsRead): void
  onmessage: ((event: MessageEvent<File>) => void) | null
}

/** The page, as the console sees it: first the copy, then one question. */
interface ConsolePort {
  postMessage(message: ConsoleAnswer | ShotsAnswer): void
  onmessage: ((event: MessageEvent<Uint8Array | string>) => void) | null
}

const loadSql = () => loadSqlJs(wasmUrl)

if (self.name === GOLF_STATS_WORKER) {
  const page: ReaderPort = self
  page.onmessage = async ({ data }) => {
    const { readGolfStats } = await import('./golfStatsReader.ts')
    page.postMessage(await readGolfStats(await loadSql(), data))
  }
} else if (self.name === CONSOLE_WORKER || self.name === COACH_WORKER) {
  const page: ConsolePort = self
  let file: Uint8Array | null = null
  page.onmessage = async ({ data }) => {
    if (typeof data !== 'string') file = data
    else if (file) {
      const sql = await loadSql()
      page.postMessage(
        self.name === COACH_WORKER
          ? (await import('./coachReader.ts')).selectOver(sql, file, data)
          : (await import('./consoleReader.ts')).openReader(sql, file)(data),
      )
    }
  }
} else {
  serve(self, {
    loadSql,
    migrations: deviceMigrations,
    prepare: prepareConnection,
    queries: queries as Engine['queries'],
    runCommand,
    now: Date.now,
    uuid: uuidv7,
  })
  // The first screen has its rows before.
  if (self.name === FIRST_VISIT_WORKER) setTimeout(loadAll, 2_000)
}
