/** Why sync does not go on, in the golfer's words. Whatever it is: everything is kept on this device. */
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import { CloudError, type CloudTrouble } from './cloud.ts'

export const accountDeleted: Problem = {
  kind: 'account_deleted',
  says: 'Your account in this cloud was deleted. What is on this device is kept, and stays here alone.',
}

export const notUnderstood: Problem = {
  kind: 'malformed',
  says: 'The cloud can’t read what this app says. Reload to get the newest version.',
  cure: 'reload',
}

export const troubles: { readonly [K in CloudTrouble]: Problem } = {
  no_signal: {
    kind: 'no_signal',
    says: 'The cloud can’t be reached. Sync goes on when there is a signal.',
    cure: 'go_online',
  },
  timeout: { kind: 'timeout', says: 'The cloud takes too long to answer. It is tried again.', cure: 'wait' },
  signed_out: { kind: 'signed_out', says: 'Sign in again to go on syncing.' },
  not_set_up: { kind: 'not_set_up', says: 'This cloud is not set up for Rangebook, or not all of it.' },
  full: {
    kind: 'full',
    says: 'The cloud takes no more: it is full, or a file is larger than it allows. It is tried again.',
    cure: 'wait',
  },
  unreadable: notUnderstood,
  down: { kind: 'down', says: 'The cloud does not answer as it should. It is tried again.', cure: 'retry' },
}

/** Where the golfer waits for the answer. */
export const noSignal: Problem = {
  kind: 'no_signal',
  says: 'That can’t be reached. Check the connection, then try again.',
  cure: 'go_online',
}

/** `url`: of the Supabase that this app's own server names, where it was a cloud itself. */
export const moved = (url: string): Problem => ({
  kind: 'moved',
  says: `This Rangebook server keeps its histories at ${new URL(url).host} now. Sign in there, and this one comes along; until then it stays on this device.`,
})

export const busy: Problem = {
  kind: 'busy',
  says: 'Another device is syncing just now. It is tried again.',
  cure: 'wait',
}

export const appTooOld: Problem = {
  kind: 'client_too_old',
  says: 'This version of Rangebook is too old for the cloud. Reload to get the new one.',
  cure: 'reload',
}

export const stuck: Problem = {
  kind: 'stuck',
  says: 'The cloud answers, but sync gets no further. It is tried again.',
  cure: 'retry',
}

export const damaged: Problem = {
  kind: 'damaged_file',
  says: 'What the cloud holds of this is damaged or lost, so nothing of it was kept.',
}

/** Sync ends for now; tried again by itself if it may pass. */
export class SyncTrouble extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.kind)
    this.problem = problem
  }
}

export function problemOf(error: unknown): Problem | null {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof SyncTrouble) return error.problem
  return error instanceof CloudError ? troubles[error.kind] : null
}

/** The work's own outcome; what may go wrong with a cloud as a ProblemError, a bug as it is. */
export async function saying<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    const problem = problemOf(error)
    throw problem ? new ProblemError(problem, error) : error
  }
}

const PASSES: ReadonlySet<string> = new Set([
  'no_signal',
  'timeout',
  'down',
  'full',
  'busy',
  'stuck',
  'not_saved',
  'quota',
])

/** Whether another try may succeed though nobody did anything. */
export const passes = ({ kind }: Problem): boolean => PASSES.has(kind)
