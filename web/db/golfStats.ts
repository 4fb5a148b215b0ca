/**
 * The tables of the earlier system's database, read in a worker of its own, ended after: a file that keeps SQLite
 * busy for ever, or breaks it, costs nobody their history.
 */
import type { GolfStatsTables } from '../../shared/files/golf_stats.ts'
import { type Read, refuse } from '../../shared/files/refusal.ts'
import { GOLF_STATS_WORKER } from './messages.ts'

export type GolfStatsRead = Read<GolfStatsTables>

/** 20,000 shots take a second or two on a phone. */
const PATIENCE_MS = 60_000

export async function readGolfStatsFile(file: File): Promise<GolfStatsRead> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    type: 'module',
    name: GOLF_STATS_WORKER,
  })
  try {
    return await new Promise(resolve => {
      const damaged = () => resolve(refuse('damaged', 'This database is damaged, and can’t be read.'))
      const slow = () => resolve(refuse('slow', 'This database takes too long to read. It may be damaged.'))
      worker.onmessage = ({ data }: MessageEvent<GolfStatsRead>) => resolve(data)
      worker.onerror = damaged
      worker.onmessageerror = damaged
      setTimeout(slow, PATIENCE_MS)
      worker.postMessage(file)
    })
  } finally {
    worker.terminate()
  }
}
