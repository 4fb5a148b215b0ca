/** A browser that can't hold a database at all. */
import type { Db, DbState } from './client.ts'
import * as problems from './problems.ts'
import { ProblemError, type Stop } from './problems.ts'

export function whatIsMissing(): Stop | null {
  if (typeof WebAssembly === 'undefined') return problems.noWasm
  if (!navigator.locks || typeof indexedDB === 'undefined') return problems.noLocks
  return null
}

/** A device that can't hold a database: every question has the same answer. */
export function stoppedDb(name: string, stop: Stop): Db {
  const state: DbState = { kind: 'stopped', ...stop }
  const refuse = async () => {
    throw new ProblemError(stop.problem)
  }
  return {
    name,
    state: () => state,
    onState: () => () => {},
    query: refuse,
    watch: () => () => {},
    run: async () => ({ ok: false, problem: stop.problem }),
    exportFile: refuse,
    exportAs: refuse,
    previewRestore: refuse,
    recover: refuse,
    close: () => {},
  }
}
