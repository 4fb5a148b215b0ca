/** The golfer's goals and how they stand. Warm-ups, drills and rounds are no test of a swing: they count in none. */
import { type GolferGoal, progressOf } from '../../../shared/golf/goals.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { Measures } from '../../../shared/schema/rows.ts'
import type { GoalLine, Kept } from '../kept.ts'
import type { Reader } from '../sql.ts'
import { partsOf } from './analysis.ts'
import { readFound } from './found.ts'
import { readEnds } from './places.ts'

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

export function readGoals(reader: Pick<Reader, 'all' | 'get'>, today: string): readonly GoalLine[] {
  const { clubs } = readEnds(reader)
  return readKept(reader, 'goal').map(({ id, value }) => {
    // Of the club that took its own in.
    const goal = { ...value, club_id: clubs.get(value.club_id) ?? value.club_id }
    return { id, goal, ...progressOf(goal, valuesFor(reader, goal), today) }
  })
}

/** What counts, in practices and tests. */
function valuesFor(reader: Pick<Reader, 'all' | 'get'>, { club_id, figure }: GolferGoal) {
  const shots = (['practice', 'test'] as const).flatMap(kind =>
    readFound(reader, { club_id, kind }, partsOf(figure)),
  )
  return shots.flatMap(shot => {
    // A figure reads its own parts alone.
    const value = figureOf(shot as unknown as Measures, figure)
    const { practice_date: date, excluded } = shot
    return value === null || date === null || excluded === 1 ? [] : [{ date, value }]
  })
}
