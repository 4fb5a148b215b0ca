/**
 * Whether a measure changed over practice dates, or only seemed to. Shots of one day go together, so a day is
 * the unit: its median. Values in the measure's own unit, days as YYYY-MM-DD.
 */
import { dayNumber } from './dates.ts'
import { type Interval, medianInterval, Z_95 } from './intervals.ts'
import { median, robustSpread } from './stats.ts'

export interface DatedValue {
  readonly date: string
  readonly value: number
}

export interface DayValue {
  readonly date: string
  /** Days since the first. */
  readonly day: number
  readonly n: number
  readonly value: number
}

/** A day of fewer shots is drawn, and is no point of the line. */
export const FEWEST_OF_A_DAY = 3
/** With four days not even a line through all of them is past chance: 2 of 24 orders. */
export const FEWEST_DAYS = 5
/** More days are taken together, neighbours first: 300 make 45,000 slopes. */
const MOST_DAYS = 300

export interface Trend {
  /** Of days that count, oldest first. */
  readonly days: readonly DayValue[]
  readonly shots: number
  /** From the first day to the last: the line's change, with its 95 % interval. */
  readonly change: { readonly by: number } & Interval
  /** The interval leaves out 0. */
  readonly shown: boolean
  /** The line and its band at both ends and where the band is narrowest. */
  readonly line: readonly ({ readonly day: number; readonly value: number } & Interval)[]
}

export type Middle = 'middle' | 'spread'

/** Each day's median, or its robust spread. */
export function daysOf(values: readonly DatedValue[], of: Middle): readonly DayValue[] {
  const byDate = Map.groupBy(values, ({ date }) => date)
  const dates = [...byDate.keys()].sort()
  const first = dayNumber(dates[0] ?? '')
  return dates.flatMap(date => {
    const own = (byDate.get(date) ?? []).map(({ value }) => value)
    const value = of === 'middle' ? median(own) : robustSpread(own, 5)
    return value === null ? [] : [{ date, day: dayNumber(date) - first, n: own.length, value }]
  })
}

/**
 * Theil–Sen line through the days with Sen's rank interval (1968): the slopes at ranks ½(N ∓ z·√Var S),
 * Var S = n(n−1)(2n+5)/18. Null under five days: their order can say nothing.
 */
export function trendOf(values: readonly DatedValue[], of: Middle): Trend | null {
  const days = daysOf(values, of).filter(({ n }) => n >= FEWEST_OF_A_DAY)
  const points = atMost(days)
  const n = points.length
  if (n < FEWEST_DAYS) return null
  const slopes: number[] = []
  for (const [i, a] of points.entries()) {
    for (const b of points.slice(i + 1)) if (b.day > a.day) slopes.push((b.value - a.value) / (b.day - a.day))
  }
  const sorted = Float64Array.from(slopes).sort()
  const slope = median(slopes)
  if (slope === null) return null
  const off = (Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18)) / 2
  const at = (rank: number) => sorted[Math.min(sorted.length - 1, Math.max(0, rank))] ?? slope
  const low = at(Math.floor(sorted.length / 2 - off) - 1)
  const high = at(Math.ceil(sorted.length / 2 + off))
  const last = points.at(-1)?.day ?? 0
  const first = points[0]?.day ?? 0
  const span = last - first
  const middle = median(points.map(({ day }) => day)) ?? 0
  const rest = points.map(({ day, value }) => value - slope * (day - middle))
  const level = median(rest) ?? 0
  const sure = medianInterval(rest) ?? { low: Math.min(...rest), high: Math.max(...rest) }
  const line = [first, middle, last].map(day => {
    const away = day - middle
    return {
      day,
      value: level + slope * away,
      low: sure.low + Math.min(low * away, high * away),
      high: sure.high + Math.max(low * away, high * away),
    }
  })
  return {
    days,
    shots: days.reduce((sum, day) => sum + day.n, 0),
    change: { by: slope * span, low: low * span, high: high * span },
    shown: low > 0 || high < 0,
    line,
  }
}

/** Neighbouring days together until there are few enough; each keeps its weight as one point. */
function atMost(days: readonly DayValue[]): readonly DayValue[] {
  if (days.length <= MOST_DAYS) return days
  const size = Math.ceil(days.length / MOST_DAYS)
  return Array.from({ length: Math.ceil(days.length / size) }, (_, i) => {
    const some = days.slice(i * size, (i + 1) * size)
    const [first] = some
    return {
      date: first?.date ?? '',
      day: median(some.map(({ day }) => day)) ?? 0,
      n: some.reduce((sum, { n }) => sum + n, 0),
      value: median(some.map(({ value }) => value)) ?? 0,
    }
  })
}

export interface ChangePoint {
  /** The first day of the new level. */
  readonly date: string
  readonly before: number
  readonly after: number
}

/** Fewer days on one side are no level. */
const LEVEL_DAYS = 3

/**
 * The day from which the level was another: the cut with the largest Pettitt statistic |U|, told where its
 * chance, 2·exp(−6U² ÷ (n³+n²)), is under 5 % (Pettitt 1979).
 */
export function changePointOf(days: readonly DayValue[]): ChangePoint | null {
  const points = atMost(days.filter(({ n }) => n >= FEWEST_OF_A_DAY))
  const n = points.length
  if (n < 2 * LEVEL_DAYS + 2) return null
  let best = 0
  let most = 0
  for (let cut = LEVEL_DAYS; cut <= n - LEVEL_DAYS; cut++) {
    let u = 0
    for (const a of points.slice(0, cut)) for (const b of points.slice(cut)) u += Math.sign(b.value - a.value)
    if (Math.abs(u) > most) {
      most = Math.abs(u)
      best = cut
    }
  }
  if (best === 0 || 2 * Math.exp((-6 * most ** 2) / (n ** 3 + n ** 2)) > 0.05) return null
  const level = (some: readonly DayValue[]) => median(some.map(({ value }) => value)) ?? 0
  return {
    date: points[best]?.date ?? '',
    before: level(points.slice(0, best)),
    after: level(points.slice(best)),
  }
}
