/** How far each club goes, truly, and the gaps between neighbours. Lengths in m, speeds in m/s. */
import type { ClubCategory } from '../schema/rows.ts'
import { type Interval, medianInterval, normalShareBelow } from './intervals.ts'
import { FEWEST_FOR_OUTLIERS, median, OUTLIER_Z, quantileIn, robustSpread } from './stats.ts'
import { YARDS_PER_METRE } from './units.ts'

export interface Carried {
  readonly carry_m: number
  readonly total_m: number | null
  /** Null where the monitor saw no club: then the ball's speed tells the length of the swing. */
  readonly club_speed_mps: number | null
  readonly ball_speed_mps: number | null
}

export const swingLengths = ['full', '¾', '½'] as const
export type SwingLength = (typeof swingLengths)[number]

/** golf-reference.md, 3.2: under 5 too few, to 9 provisional, from 10 a middle, from 20 a spread. */
export type Confidence = 'too few' | 'provisional' | 'fair' | 'good'

/** One length of swing with one club. */
export interface Stock {
  readonly swing: SwingLength
  /** Shots that the figures stand on. */
  readonly n: number
  /** Left out of them by rule: far short of the others. */
  readonly mishits: number
  /** Median carry: half fall short of it. */
  readonly stock_m: number
  /** Mean, and mean of the five longest: what golfers know from elsewhere; the longest tell what is in a club, not what comes. */
  readonly mean_m: number
  readonly best_m: number
  /** 70 of 100 carry this: to be sure of the bunker. */
  readonly cover_m: number
  /** 20 of 100 carry more: what lies there is in reach. */
  readonly long_m: number
  /** Middle half. */
  readonly low_m: number
  readonly high_m: number
  readonly spread_m: number | null
  /** 95 % of the stock carry itself. */
  readonly sure: Interval | null
  /** Median total; a setting of the simulator. */
  readonly total_m: number | null
  readonly confidence: Confidence
}

/** A swing this much slower than the full one is a half swing. */
const HALF_BELOW = 0.72
/** Ashman's D = √2·|m₁−m₂| ÷ √(s₁²+s₂²). A clean cut of one normal gives 2.6, of an even spread 3.5. */
const APART = 4.2
const FEWEST_OF_A_LENGTH = 5
export const BEST_OF = 5
/** Closer together they are one way of swinging on two days. */
const SLOWER = 0.92
/** The fastest cluster with this share is the full swing: what is faster still was another club. */
const FULL_SHARE = 0.15

/**
 * Stock yardages by length of swing, the full one first. Speeds part into clusters (golf.md: "club speed a
 * cluster of its own below the full one"); within each, carries more than 3.5 robust spreads short are
 * mishits (low side alone: golf-reference.md, 3.3).
 */
export function stocksOf(shots: readonly Carried[]): readonly Stock[] {
  const byLength = new Map<SwingLength, Carried[]>()
  for (const [shot, length] of lengthsOf(shots)) {
    const had = byLength.get(length)
    if (had) had.push(shot)
    else byLength.set(length, [shot])
  }
  return swingLengths.flatMap(swing => {
    const own = byLength.get(swing) ?? []
    return own.length === 0 ? [] : stockOf(swing, own)
  })
}

function stockOf(swing: SwingLength, shots: readonly Carried[]): readonly Stock[] {
  const sound = withoutMishits(shots)
  const carries = sound.map(({ carry_m }) => carry_m)
  const sorted = new Float64Array(carries).sort()
  const at = (share: number) => quantileIn(sorted, share)
  const [cover_m, low_m, stock_m, high_m, long_m] = [at(0.3), at(0.25), at(0.5), at(0.75), at(0.8)]
  if (cover_m === null || low_m === null || stock_m === null || high_m === null || long_m === null) return []
  return [
    {
      ...{ swing, n: sound.length, mishits: shots.length - sound.length },
      ...{ stock_m, cover_m, long_m, low_m, high_m, mean_m: mean(carries) },
      best_m: mean([...sorted.subarray(-BEST_OF)]),
      spread_m: robustSpread(carries),
      sure: medianInterval(carries),
      total_m: median(sound.flatMap(({ total_m }) => total_m ?? [])),
      confidence: confidenceOf(sound.length),
    },
  ]
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

export function confidenceOf(n: number): Confidence {
  return n < 5 ? 'too few' : n < 10 ? 'provisional' : n < 20 ? 'fair' : 'good'
}

function withoutMishits(shots: readonly Carried[]): readonly Carried[] {
  const carries = shots.map(({ carry_m }) => carry_m)
  const [middle, spread] = [median(carries), robustSpread(carries, FEWEST_FOR_OUTLIERS)]
  if (middle === null || spread === null) return shots
  // Equal carries have no spread: a yard less is no mishit.
  const floor = middle - OUTLIER_Z * Math.max(spread, 0.02 * middle)
  return shots.filter(({ carry_m }) => carry_m >= floor)
}

/** Each shot with the length of its swing. Without any speed it is a full one. */
export function lengthsOf<S extends Carried>(shots: readonly S[]): readonly (readonly [S, SwingLength])[] {
  // One measure for all: half of them by the ball would be a cluster of its own.
  const by = shots.filter(({ club_speed_mps }) => club_speed_mps !== null).length * 2 > shots.length
  const speedOf = (shot: S) => (by ? shot.club_speed_mps : shot.ball_speed_mps)
  const cuts = cutsOf(shots.flatMap(shot => speedOf(shot) ?? []))
  if (cuts.length === 0) return shots.map(shot => [shot, 'full'])
  const clusters = Map.groupBy(shots, shot => {
    const speed = speedOf(shot)
    return speed === null ? cuts.length : cuts.filter(cut => speed >= cut).length
  })
  const sizes = [...clusters].sort(([a], [b]) => b - a)
  const full = sizes.find(([, own]) => own.length >= FULL_SHARE * shots.length) ?? sizes[0]
  const fullSpeed = median(full?.[1].flatMap(shot => speedOf(shot) ?? []) ?? [])
  return [...clusters].flatMap(([, own]) => {
    const speed = median(own.flatMap(shot => speedOf(shot) ?? []))
    if (speed === null || fullSpeed === null) return own.map(shot => [shot, 'full'] as const)
    const share = speed / fullSpeed
    // Faster than the full swing by a cluster: another club's, and in no figure of this one.
    if (share > 1.001) return []
    const length = share > 0.999 ? 'full' : share < HALF_BELOW ? '½' : '¾'
    return own.map(shot => [shot, length] as const)
  })
}

/** Speeds at which one cluster ends and the next begins, by Otsu's cut, taken where both sides stand apart. */
function cutsOf(speeds: readonly number[]): readonly number[] {
  return cut(new Float64Array(speeds).sort(), 2)
}

function cut(sorted: Float64Array, deeper: number): readonly number[] {
  const n = sorted.length
  if (deeper === 0 || n < 2 * FEWEST_OF_A_LENGTH) return []
  const sums = new Float64Array(n + 1)
  const squares = new Float64Array(n + 1)
  for (let i = 0; i < n; i++) {
    const v = sorted[i] ?? 0
    sums[i + 1] = (sums[i] ?? 0) + v
    squares[i + 1] = (squares[i] ?? 0) + v * v
  }
  const [all, all2] = [sums[n] ?? 0, squares[n] ?? 0]
  let best = 0
  let most = Number.NEGATIVE_INFINITY
  for (let k = FEWEST_OF_A_LENGTH; k <= n - FEWEST_OF_A_LENGTH; k++) {
    const between = (sums[k] ?? 0) ** 2 / k + (all - (sums[k] ?? 0)) ** 2 / (n - k)
    if (between > most) {
      most = between
      best = k
    }
  }
  const [m1, m2] = [(sums[best] ?? 0) / best, (all - (sums[best] ?? 0)) / (n - best)]
  const s1 = (squares[best] ?? 0) / best - m1 ** 2
  const s2 = (all2 - (squares[best] ?? 0)) / (n - best) - m2 ** 2
  const apart = (Math.SQRT2 * (m2 - m1)) / Math.sqrt(Math.max(1e-9, s1 + s2))
  const [below, above] = [sorted[best - 1], sorted[best]]
  if (apart < APART || below === undefined || above === undefined || m1 > SLOWER * m2) return []
  return [
    ...cut(sorted.subarray(0, best), deeper - 1),
    (below + above) / 2,
    ...cut(sorted.subarray(best), deeper - 1),
  ]
}

export interface ClubStock {
  readonly id: string
  readonly category: ClubCategory | null
  readonly stock: Stock
}

export interface Gap<C extends ClubStock = ClubStock> {
  readonly longer: C
  readonly shorter: C
  readonly gap_m: number
  /** P(the longer club goes shorter) = Φ(−Δ ÷ √(s₁²+s₂²)); null without both spreads. */
  readonly swapped: number | null
  readonly is: 'hole' | 'overlap' | 'even'
}

const yards = (yd: number) => yd / YARDS_PER_METRE
/** Wider is a hole: 15 yd between irons, 18 between wedges, 25 above them (golf-reference.md, 4). */
const HOLE_M: { readonly [category in ClubCategory]: number } = {
  driver: Number.POSITIVE_INFINITY,
  wood: yards(25),
  hybrid: yards(25),
  iron: yards(15),
  wedge: yards(18),
  putter: Number.POSITIVE_INFINITY,
  mixed: Number.POSITIVE_INFINITY,
}
/** Closer is an overlap: 7 yd or 5 % (golf-reference.md, 4). */
const OVERLAP_M = yards(7)
const OVERLAP_SHARE = 0.05

/** From club to club by carry, longest first; one of too few shots keeps its neighbours from being called one. */
export function gapsOf<C extends ClubStock>(clubs: readonly C[]): readonly Gap<C>[] {
  const sorted = [...clubs].sort((a, b) => b.stock.stock_m - a.stock.stock_m)
  return sorted.slice(1).flatMap((shorter, i) => {
    const longer = sorted[i]
    if (!longer || longer.stock.confidence === 'too few' || shorter.stock.confidence === 'too few') return []
    const gap_m = longer.stock.stock_m - shorter.stock.stock_m
    const spread = Math.hypot(longer.stock.spread_m ?? 0, shorter.stock.spread_m ?? 0)
    const hole = gap_m > HOLE_M[longer.category ?? 'iron']
    const overlap = gap_m < Math.min(OVERLAP_M, OVERLAP_SHARE * longer.stock.stock_m)
    return [
      {
        ...{ longer, shorter, gap_m },
        swapped: spread === 0 ? null : normalShareBelow(-gap_m / spread),
        is: hole ? ('hole' as const) : overlap ? ('overlap' as const) : ('even' as const),
      },
    ]
  })
}

/** How far a gap is beyond what it should be; the widest of these is named first. */
export const beyond = ({ longer, gap_m }: Gap): number => gap_m - HOLE_M[longer.category ?? 'iron']
