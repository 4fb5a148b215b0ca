/** A browser that can't hold a database at all. */
import type { Db, DbState } from './client.ts'
import { SAMPLE } from './databases.ts'
import * as problems from './problems.ts'
import { ProblemError, type Stop } from './problems.ts'

/**
 * Over plain HTTP from another machine there are no locks, no service worker, and what is kept is not kept for
 * long: the sample alone is opened there, to be looked at.
 */
export function whatIsMissing(name: string): Stop | null {
  if (typeof WebAssembly === 'undefined') return problems.noWasm
  if (!isSecureContext && name !== SAMPLE) return problems.unsafe
  if ((isSecureContext && !navigator.locks) || typeof indexedDB === 'undefined') return problems.noLocks
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
    last: () => undefined,
    watch: () => () => {},
    run: async () => ({ ok: false, problem: stop.problem }),
    exportFile: refuse,
    exportAs: refuse,
    previewRestore: refuse,
    recover: refuse,
    close: () => {},
  }
}
