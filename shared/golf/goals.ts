/** Goals that the golfer set: so many of 100 shots of a club within bounds, by a day. Values in SI, in the store's signs. */
import type { Goal } from './findingsRules.ts'
import { type Interval, Z_95 } from './intervals.ts'
import type { Figure } from './measures.ts'
import type { DatedValue } from './trend.ts'

export interface GolferGoal {
  readonly club_id: string
  readonly figure: Figure
  /** Bounds, both within; null = none on that side. */
  readonly low: number | null
  readonly high: number | null
  /** 0.8 = 80 of 100 shots. */
  readonly share: number
  /** YYYY-MM-DD, or whenever. */
  readonly by: string | null
  /** YYYY-MM-DD where the golfer was. */
  readonly set_on: string
}

/** Progress is of now: whole practice dates, the newest first, until there are so many shots. */
export const NEWEST_FOR_GOAL = 40
/** Fewer say little: 8 of 10 may be half of them as well as nearly all. */
export const FEWEST_FOR_GOAL = 10

export interface Share extends Interval {
  readonly value: number
  readonly n: number
}

export interface GoalProgress {
  readonly is: 'waits' | 'too few' | 'open' | 'reached' | 'missed'
  /** Of the newest shots; null of none. */
  readonly now: Share | null
  /** Of the newest on the day on which it was set. */
  readonly was: Share | null
  /** After each practice date, oldest first: as `now` was then, where shots were enough. */
  readonly days: readonly ({ readonly date: string } & Share)[]
}

export interface GoalStand extends GoalProgress {
  readonly goal: GolferGoal
}

/** Not reached, and its day not over. */
export const isOpen = ({ is }: GoalProgress): boolean => is === 'open' || is === 'too few' || is === 'waits'

/** As the coach's rules measure success: so many of ten shots within. */
export const asTest = ({ figure, low, high, share }: GolferGoal): Goal => ({
  ...{ figure, of: 'middle', low, high, times: Math.max(1, Math.round(10 * share)), out_of: 10 },
})

/** Values of the goal's figure and club, in any order. `today` as YYYY-MM-DD where the golfer is. */
export function progressOf(goal: GolferGoal, values: readonly DatedValue[], today: string): GoalProgress {
  const byDate = Map.groupBy(values, ({ date }) => date)
  const own = [...byDate.keys()].sort().map(date => ({ date, ...countOf(goal, byDate.get(date) ?? []) }))
  const after = own.map(({ date }, i) => ({ date, ...newestOf(own.slice(0, i + 1)) }))
  const known = after.filter(({ n }) => n >= FEWEST_FOR_GOAL)
  const now = after.at(-1) ?? null
  const was = known.findLast(({ date }) => date <= goal.set_on) ?? null
  const reached = now !== null && now.n >= FEWEST_FOR_GOAL && now.value >= goal.share
  const late = goal.by !== null && today > goal.by
  return {
    is:
      now === null
        ? 'waits'
        : now.n < FEWEST_FOR_GOAL
          ? 'too few'
          : reached
            ? 'reached'
            : late
              ? 'missed'
              : 'open',
    now,
    was,
    days: known,
  }
}

const countOf = ({ low, high }: GolferGoal, values: readonly DatedValue[]) => ({
  n: values.length,
  within: values.filter(({ value }) => value >= (low ?? -Infinity) && value <= (high ?? Infinity)).length,
})

function newestOf(days: readonly { readonly n: number; readonly within: number }[]): Share {
  let [n, within] = [0, 0]
  for (let i = days.length - 1; i >= 0 && n < NEWEST_FOR_GOAL; i--) {
    n += days[i]?.n ?? 0
    within += days[i]?.within ?? 0
  }
  return shareOf(within, n)
}

/** k of n with its 95 % interval: Wilson 1927, right near 0 and 1 and of few. */
export function shareOf(k: number, n: number): Share {
  if (n === 0) return { value: 0, n, low: 0, high: 1 }
  const z2 = Z_95 ** 2
  const value = k / n
  const middle = (value + z2 / (2 * n)) / (1 + z2 / n)
  const half = (Z_95 / (1 + z2 / n)) * Math.sqrt((value * (1 - value)) / n + z2 / (4 * n * n))
  return { value, n, low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
