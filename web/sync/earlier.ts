/** The earlier system's shots that lie in this cloud, for the importer of its database: every column as it stands. */
import * as v from 'valibot'
import type { GolfStatsRow, GolfStatsTables } from '../../shared/files/golf_stats.ts'
import { CloudError } from './cloud.ts'

const page = v.object({
  granted: v.boolean(),
  count: v.number(),
  rows: v.array(v.record(v.string(), v.unknown())),
  next: v.nullable(v.number()),
})

/** `read_earlier_shots` of the cloud; rejects with a CloudError. */
export type ReadEarlier = (after: number, signal: AbortSignal) => Promise<unknown>

/** As its file has it: what it takes in is no more. */
const MOST_ROWS = 200_000

/** Whether the operator has granted them to this golfer, and there are any. */
export async function hasEarlierShots(read: ReadEarlier, signal: AbortSignal): Promise<boolean> {
  const { granted, rows } = await pageAfter(read, 0, signal)
  return granted && rows.length > 0
}

export async function earlierShots(
  read: ReadEarlier,
  signal: AbortSignal,
  onProgress: (rows: number) => void,
): Promise<GolfStatsTables> {
  const shots: GolfStatsRow[] = []
  const shots_archive: GolfStatsRow[] = []
  for (let after: number | null = 0; after !== null && shots.length < MOST_ROWS; ) {
    const { rows, next } = await pageAfter(read, after, signal)
    for (const row of rows.map(asOfItsFile)) {
      const { deleted_at, shot_id } = row
      if (deleted_at === undefined) shots.push(row)
      // As its file keeps what was deleted.
      else shots_archive.push({ shot_id, deleted_at, original_data: JSON.stringify(row) })
    }
    onProgress(shots.length + shots_archive.length)
    after = next
  }
  return { shots, shots_archive }
}

async function pageAfter(read: ReadEarlier, after: number, signal: AbortSignal) {
  const answer = v.safeParse(page, await read(after, signal))
  if (!answer.success || answer.output.rows.length !== answer.output.count)
    throw new CloudError('down', answer.issues)
  return answer.output
}

/** Postgres has more kinds of values than its SQLite file; `rangebook_no` is ours. */
function asOfItsFile({ rangebook_no: _, ...row }: GolfStatsRow): GolfStatsRow {
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]) => {
      if (value === null) return []
      if (typeof value === 'boolean') return [[column, value ? 1 : 0]]
      if (Array.isArray(value)) return [[column, value.join(', ')]]
      return [[column, typeof value === 'object' ? JSON.stringify(value) : value]]
    }),
  )
}
