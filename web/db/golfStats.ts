/** The tables of the earlier system's database, read apart from the golfer's own. */
import type { GolfStatsTables } from '../../shared/files/golf_stats.ts'
import { type Read, refuse } from '../../shared/files/refusal.ts'

export type GolfStatsRead = Read<GolfStatsTables>

/** 20,000 shots take a second or two on a phone. */
const PATIENCE_MS = 60_000

export async function readGolfStatsFile(file: File): Promise<GolfStatsRead> {
  const worker = new Worker(new URL('./golfStats.worker.ts', import.meta.url), {
    type: 'module',
    name: 'rangebook-golf-stats',
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
