/** How sure a middle and a difference are, without a belief in the bell curve. Level: 95 %. */

export interface Interval {
  readonly low: number
  readonly high: number
}

/** Two-sided 95 % of the normal distribution. */
export const Z_95 = 1.959964

/** Φ, the standard normal distribution: Abramowitz and Stegun 26.2.17, right to 7.5e-8. */
export function normalShareBelow(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const tail =
    Math.exp((-z * z) / 2) *
    0.3989422804 *
    t *
    (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z >= 0 ? 1 - tail : tail
}

/**
 * 95 % interval of the median by order statistics: the r-th value from each end, r the largest with
 * P(Binomial(n, ½) < r) ≤ 2.5 %. Null under six values: no two of them hold it.
 */
export function medianInterval(values: readonly number[]): Interval | null {
  const sorted = new Float64Array(values).sort()
  const r = ranksFromEnd(sorted.length)
  const [low, high] = [sorted[r - 1], sorted[sorted.length - r]]
  return r < 1 || low === undefined || high === undefined ? null : { low, high }
}

function ranksFromEnd(n: number): number {
  // Past this the normal approximation is right to the rank, and 2^-n is soon no number.
  if (n > 500) return Math.floor((n + 1 - Z_95 * Math.sqrt(n)) / 2)
  let r = 0
  let mass = 0.5 ** n
  for (let below = mass; below <= 0.025 && r < n / 2; below += mass) {
    r += 1
    mass *= (n - r + 1) / r
  }
  return r
}

export interface Difference extends Interval {
  /** Of b over a: the median of all differences between a shot of b and one of a (Hodges and Lehmann). */
  readonly by: number
}

/** All pairs of so many from each side are enough to place a quantile. */
const PAIRS_OF = 200
/** Fewer on one side say nothing. */
export const FEWEST_TO_COMPARE = 5

/**
 * How much b is above a, with the rank interval of Moses: the quantiles of all differences at
 * ½ ± z·√((n₁+n₂+1) ÷ 12 n₁n₂). `spread` widens it where shots of one day go together (design effect).
 */
export function difference(a: readonly number[], b: readonly number[], spread = 1): Difference | null {
  return differences(a, b, [spread])?.[0] ?? null
}

/** The same at several spreads, from one ordering of all pairs. Null with too few on one side. */
export function differences(
  a: readonly number[],
  b: readonly number[],
  spreads: readonly number[],
): readonly Difference[] | null {
  if (a.length < FEWEST_TO_COMPARE || b.length < FEWEST_TO_COMPARE) return null
  const [left, right] = [thinned(a), thinned(b)]
  const all = new Float64Array(left.length * right.length)
  let at = 0
  for (const x of left) for (const y of right) all[at++] = y - x
  all.sort()
  const pairs = a.length * b.length
  const place = (share: number) => {
    const i = Math.min(all.length - 1, Math.max(0, Math.round(share * (all.length - 1))))
    return all[i] ?? 0
  }
  return spreads.map(spread => {
    // A pair more: ranks are whole.
    const off = spread * Z_95 * Math.sqrt((a.length + b.length + 1) / (12 * pairs)) + 1 / pairs
    return { by: place(0.5), low: place(0.5 - off), high: place(0.5 + off) }
  })
}

/** Values spread evenly over the order of all, where there are more than are needed. */
function thinned(values: readonly number[]): Float64Array {
  const sorted = new Float64Array(values).sort()
  if (sorted.length <= PAIRS_OF) return sorted
  return Float64Array.from({ length: PAIRS_OF }, (_, i) => {
    return sorted[Math.floor(((i + 0.5) / PAIRS_OF) * sorted.length)] ?? 0
  })
}

/**
 * √(1 + (m − 1)·ICC): how much wider an interval must be where values come in days that differ from each
 * other, m the usual size of a day, ICC by one-way analysis of variance (Kish 1965). 1 with one day.
 */
export function spreadOfDays(days: readonly (readonly number[])[]): number {
  const known = days.filter(day => day.length > 0)
  const n = known.reduce((sum, day) => sum + day.length, 0)
  const k = known.length
  if (k < 2 || n <= k) return 1
  const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length
  const middle = mean(known.flat())
  let between = 0
  let within = 0
  for (const day of known) {
    const own = mean(day)
    between += day.length * (own - middle) ** 2
    for (const value of day) within += (value - own) ** 2
  }
  between /= k - 1
  within /= n - k
  const squares = known.reduce((sum, day) => sum + day.length ** 2, 0)
  const size = (n - squares / n) / (k - 1)
  if (within === 0 && between === 0) return 1
  const together = Math.max(0, (between - within) / (between + (size - 1) * within))
  return Math.sqrt(1 + (squares / n - 1) * together)
}
