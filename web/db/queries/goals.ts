/** The golfer's goals and how they stand. Warm-ups, drills and rounds are no test of a swing: they count in none. */
import { type GolferGoal, progressOf } from '../../../shared/golf/goals.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { Measures } from '../../../shared/schema/rows.ts'
import type { GoalLine, Kept } from '../kept.ts'
import type { Reader } from '../sql.ts'
import { type Found, partsOf } from './analysis.ts'

/** Of a kind, the newest first (ids are UUIDv7). */
export function readKept<K extends keyof Kept>(
  reader: Pick<Reader, 'all'>,
  of: K,
): { readonly id: string; readonly value: Kept[K] }[] {
  return reader
    .all<{ id: string; value: string }>(
      `SELECT id, value FROM settings
      WHERE id >= '${of}:' AND id < '${of};' AND value IS NOT NULL AND value <> 'null' ORDER BY id DESC`,
    )
    .map(({ id, value }) => ({ id: id.slice(of.length + 1), value: JSON.parse(value) as Kept[K] }))
}

export function readGoals(reader: Pick<Reader, 'all'>, today: string): readonly GoalLine[] {
  return readKept(reader, 'goal').map(({ id, value: goal }) => ({
    id,
    goal,
    ...progressOf(goal, valuesFor(reader, goal), today),
  }))
}

function valuesFor(reader: Pick<Reader, 'all'>, { club_id, figure }: GolferGoal) {
  const shots = reader.all<Found>(
    `SELECT practice_date, ${partsOf(figure).join(', ')} FROM placed_shots
    WHERE live AND excluded IS NOT 1 AND practice_date IS NOT NULL AND kind NOT IN ('warm-up', 'drill', 'round')
      AND at_club = coalesce((SELECT end_id FROM merge_ends WHERE table_name = 'clubs' AND row_id = ?1), ?1)`,
    [club_id],
  )
  return shots.flatMap(shot => {
    // A figure reads its own parts alone.
    const value = figureOf(shot as unknown as Measures, figure)
    return value === null ? [] : [{ date: shot.practice_date ?? '', value }]
  })
}
