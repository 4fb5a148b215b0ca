/** The sample golfer's history: a database of its own, filled through the importer like a real one. */
import { localDate } from '../../shared/golf/dates.ts'
import type { SampleReport } from '../../shared/golf/sample.ts'
import { type Db, openDb, type Progress } from '../db/client.ts'
import type { ImportAnswers, NewCommand, Outcome } from '../db/command.ts'
import { hasHistory, removeDatabase, SAMPLE, switchTo } from '../db/databases.ts'
import { ProblemError } from '../db/problems.ts'
import { whileRunning } from '../pwa/running.ts'

/** The same golfer for everybody. */
const SEED = 18

/** IRON1 is a simulator round under one club, as the golfer would say in the preview. */
const ANSWERS: ImportAnswers = { clubs: { IRON1: { is: 'mixed' } } }

/** Opens the sample, made first if it is not there whole. Throws a ProblemError if that does not work. */
export async function openSample(onProgress: (progress: Progress) => void = () => {}): Promise<void> {
  // Asked for by few, and as large as a page.
  const { sampleReports } = await import('../../shared/golf/sample.ts')
  const reports = sampleReports({ last_date: localDate(new Date()), seed: SEED })
  if (!(await isWhole(reports.length))) {
    // Half a sample (a closed tab) is made anew: on another day its dates would be others.
    if (hasHistory(SAMPLE)) await removeDatabase(SAMPLE)
    await whileRunning(withSample(db => fill(db, reports, onProgress)))
  }
  switchTo(SAMPLE)
}

/** Deletes that database whole; who looks at it is brought back to the own history. */
export async function removeSample(): Promise<void> {
  await removeDatabase(SAMPLE)
}

/** By what was imported, not by what is there: the golfer may have deleted some of it. */
async function isWhole(reports: number): Promise<boolean> {
  if (!hasHistory(SAMPLE)) return false
  const history = await withSample(db => db.query('history', { limit: 100_000 }))
  return history.filter(({ kind }) => kind === 'accept_import').length >= reports
}

async function fill(
  db: Db,
  reports: readonly SampleReport[],
  onProgress: (progress: Progress) => void,
): Promise<void> {
  for (const [done, { payload }] of reports.entries()) {
    onProgress({ done, of: reports.length })
    const queued = await run(db, { kind: 'queue_file', text: JSON.stringify(payload) })
    for (const queue_id of queued.ids ?? []) {
      await run(db, { kind: 'accept_import', queue_id, answers: ANSWERS })
    }
  }
  onProgress({ done: reports.length, of: reports.length })
}

async function run(db: Db, command: NewCommand): Promise<Extract<Outcome, { ok: true }>> {
  const outcome = await db.run(command)
  if (!outcome.ok) throw new ProblemError(outcome.problem)
  return outcome
}

async function withSample<T>(work: (db: Db) => Promise<T>): Promise<T> {
  const db = openDb(SAMPLE)
  try {
    return await work(db)
  } finally {
    db.close()
  }
}
