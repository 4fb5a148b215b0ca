/** What the order of shots within a session does: warming up, tiring, streaks. */
import {
  type Difference,
  difference,
  type Interval,
  medianInterval,
  normalShareBelow,
  spreadOfDays,
} from './intervals.ts'
import { median } from './stats.ts'

export interface Ordered {
  readonly session_id: string
  readonly club_id: string | null
  /** 1-based place in its session, in time. */
  readonly number: number
  readonly value: number
}

export interface Step {
  /** Shots from this place to nine further. */
  readonly from: number
  readonly n: number
  /** Off the same club's usual, in the value's own unit. */
  readonly off: number
  readonly sure: Interval | null
}

export interface Within {
  readonly n: number
  readonly sessions: number
  readonly steps: readonly Step[]
  /** The first ten over the rest. */
  readonly start: Difference | null
  readonly starts_otherwise: boolean
  /** After the first sixty over those from eleven to sixty. */
  readonly late: Difference | null
  readonly ends_otherwise: boolean
  readonly streak: Streak | null
}

export interface Streak {
  /** Share of good shots after a good one, and after one that was not. Good = better than the own middle. */
  readonly after_good: number
  readonly after_other: number
  readonly n: number
  /** The two differ past chance. */
  readonly real: boolean
}

const STEP = 10
const WARM = 10
export const LATE = 60
/** Two questions are asked: each at 2.5 %. */
const FOR_BOTH = 2.2414 / 1.96
const FEWEST_IN_A_STEP = 6
const FEWEST_FOR_STREAKS = 40

/**
 * Each shot against the median of its own club over all that is asked, so that a block of drivers at the end
 * is not taken for tiring, and against its own session, so that a good day is not taken for a good start. What
 * is left of sessions that differ widens the intervals (design effect).
 * `better`: 1 = more is better, −1 = less.
 */
export function withinOf(shots: readonly Ordered[], better: 1 | -1): Within {
  const usual = new Map(
    [...Map.groupBy(shots, ({ club_id }) => club_id)].map(([club_id, own]) => [
      club_id,
      median(own.map(({ value }) => value)) ?? 0,
    ]),
  )
  const bySession = [...Map.groupBy(shots, ({ session_id }) => session_id).values()].map(session => {
    const raw = session.map(({ value, club_id }) => value - (usual.get(club_id) ?? 0))
    const today = median(raw) ?? 0
    return session.map((shot, i) => ({ ...shot, off: (raw[i] ?? 0) - today }))
  })
  const offs = bySession.flat()
  const spread = spreadOfDays(bySession.map(own => own.map(({ off }) => off)))
  const of = (is: (number: number) => boolean) =>
    offs.filter(({ number }) => is(number)).map(({ off }) => off)
  const [first, rest] = [of(n => n <= WARM), of(n => n > WARM)]
  const [middle, late] = [of(n => n > WARM && n <= LATE), of(n => n > LATE)]
  const stands = (a: readonly number[], b: readonly number[]) => {
    const wide = difference(a, b, spread * FOR_BOTH)
    return wide !== null && (wide.low > 0 || wide.high < 0)
  }
  return {
    n: shots.length,
    sessions: bySession.length,
    steps: [...Map.groupBy(offs, ({ number }) => Math.floor((number - 1) / STEP))]
      .sort(([a], [b]) => a - b)
      .flatMap(([step, own]) => {
        const values = own.map(({ off }) => off)
        if (values.length < FEWEST_IN_A_STEP) return []
        return [
          { from: step * STEP + 1, n: own.length, off: median(values) ?? 0, sure: medianInterval(values) },
        ]
      }),
    start: difference(rest, first, spread),
    starts_otherwise: stands(rest, first),
    late: difference(middle, late, spread),
    ends_otherwise: stands(middle, late),
    streak: streakOf(bySession, better),
  }
}

/**
 * Good after good against good after other, of neighbours with the same club in one session; what is good is
 * measured by that session's own middle, so that a good day is no streak. Two proportions, z test. Under
 * chance alone "after good" is a little rarer (Miller and Sanjurjo 2018): by about 1 in the neighbours' number.
 */
function streakOf(
  sessions: readonly (readonly (Ordered & { readonly off: number })[])[],
  better: 1 | -1,
): Streak | null {
  const count = { good: [0, 0], other: [0, 0] }
  for (const session of sessions) {
    for (const own of Map.groupBy(session, ({ club_id }) => club_id).values()) {
      const middle = median(own.map(({ off }) => off)) ?? 0
      const sorted = [...own].sort((a, b) => a.number - b.number)
      for (const [i, shot] of sorted.entries()) {
        const before = sorted[i - 1]
        if (!before || shot.number - before.number !== 1) continue
        const after = count[(before.off - middle) * better > 0 ? 'good' : 'other']
        after[1] = (after[1] ?? 0) + 1
        if ((shot.off - middle) * better > 0) after[0] = (after[0] ?? 0) + 1
      }
    }
  }
  const [g, ng, o, no] = [count.good[0] ?? 0, count.good[1] ?? 0, count.other[0] ?? 0, count.other[1] ?? 0]
  if (ng + no < FEWEST_FOR_STREAKS || ng === 0 || no === 0) return null
  const all = (g + o) / (ng + no)
  const error = Math.sqrt(all * (1 - all) * (1 / ng + 1 / no))
  const z = error === 0 ? 0 : (g / ng - o / no) / error
  return {
    after_good: g / ng,
    after_other: o / no,
    n: ng + no,
    real: z > 0 && 1 - normalShareBelow(z) < 0.025,
  }
}
