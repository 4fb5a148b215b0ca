/** What can be wrong with a database, in the golfer's words. */
import type { Offer } from './client.ts'
import type { Problem } from './command.ts'

/** A golfer meets it: it has words and a cure. */
export class ProblemError extends Error {
  readonly problem: Problem
  constructor(problem: Problem, cause?: unknown) {
    super(problem.says, { cause })
    this.problem = problem
  }
}

/** Why the database can't be used, and what may be done. */
export interface Stop {
  readonly problem: Problem
  readonly offers: readonly Offer[]
}

export const quota: Problem = {
  kind: 'quota',
  says: 'This device is full, so this was not saved. Nothing that was saved is lost.',
  cure: 'free_space',
}

export const notSaved: Problem = {
  kind: 'not_saved',
  says: 'The browser did not confirm that this was saved. What was saved before is still there.',
  cure: 'retry',
}

export const failed: Problem = {
  kind: 'failed',
  says: 'That did not work. Nothing was changed.',
  cure: 'retry',
}

export const cancelled: Problem = { kind: 'cancelled', says: 'Stopped. Nothing was changed.' }

export const full: Stop = {
  problem: {
    kind: 'quota',
    says: 'This device is full: there is no room to open the shot history. Free some space, then reload. Nothing that was saved is lost.',
    cure: 'free_space',
  },
  offers: ['reload', 'export'],
}

export const newer: Stop = {
  problem: {
    kind: 'newer_version',
    says: 'A newer version of Rangebook has opened this history. Reload to get that version.',
    cure: 'reload',
  },
  offers: ['reload', 'export'],
}

export const notMigrated: Stop = {
  problem: {
    kind: 'not_migrated',
    says: 'This version of Rangebook could not take over the shot history. Nothing was changed. Save it as a file, and try the next version.',
    cure: 'export',
  },
  offers: ['export', 'reload'],
}

export const damaged: Stop = {
  problem: {
    kind: 'damaged',
    says: 'The shot history on this device is damaged. Rangebook keeps an earlier copy, with the changes made since.',
    cure: 'export',
  },
  offers: ['last_good_copy', 'export', 'start_afresh'],
}

export const emptied: Stop = {
  problem: {
    kind: 'emptied',
    says: 'Your browser removed the shot history that was kept here. Import your links or a backup file again, or look on another device.',
  },
  offers: ['start_afresh'],
}

export const emptiedWhileOpen: Stop = {
  problem: {
    kind: 'emptied',
    says: 'Your browser removed the shot history from this device, but it is still open here. Put it back, or save it as a file.',
    cure: 'export',
  },
  offers: ['put_back', 'export', 'start_afresh'],
}

export const removed: Stop = {
  problem: { kind: 'removed', says: 'This database was deleted in another tab.', cure: 'reload' },
  offers: ['reload'],
}

export const unreachable: Stop = {
  problem: {
    kind: 'unreachable',
    says: 'The browser does not let Rangebook at its storage right now.',
    cure: 'reload',
  },
  offers: ['reload'],
}

export const noWasm: Stop = {
  problem: {
    kind: 'no_wasm',
    says: 'This browser has WebAssembly switched off, and the shot history needs it. Nothing is lost: your history is untouched.',
    cure: 'reload',
  },
  offers: ['reload'],
}

export const unsafe: Stop = {
  problem: {
    kind: 'unsafe_address',
    says: 'This address is not safe (https), so a browser keeps no shot history here. Nothing was imported.',
  },
  offers: [],
}

export const noLocks: Stop = {
  problem: {
    kind: 'no_locks',
    says: 'Rangebook needs a browser of 2022 or later.',
  },
  offers: [],
}

export const workerFailed: Stop = {
  problem: {
    kind: 'worker_failed',
    says: 'The part of Rangebook that holds the shot history did not start, or stopped. Your history is untouched.',
    cure: 'reload',
  },
  offers: ['reload'],
}
