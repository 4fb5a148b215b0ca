/** Two lots of shots side by side, measure by measure: which differences stand, largest first. */
import { type Difference, differences, spreadOfDays } from './intervals.ts'
import type { Figure } from './measures.ts'
import { median, robustSpread } from './stats.ts'

export interface Dated {
  readonly date: string | null
  readonly value: number
}

/** What is compared, in this order where nothing stands out. */
export const COMPARED = [
  ...['carry_m', 'side_m', 'ball_speed_mps', 'club_speed_mps', 'smash', 'launch_deg'],
  ...['launch_direction_deg', 'spin_rpm', 'spin_axis_deg', 'club_path_deg', 'face_deg'],
  ...['face_to_path_deg', 'attack_deg', 'dynamic_loft_deg', 'strike_mm', 'apex_m', 'descent_deg'],
] as const satisfies readonly Figure[]

/**
 * z of 1 − 0.05 ÷ 2k over that of 0.975, k measures: an interval so much wider holds for all of them
 * together (Bonferroni), so that of two alike lots one in twenty shows anything at all.
 */
const FOR_ALL = 2.98 / 1.96

export interface Compared {
  readonly figure: Figure
  readonly a: { readonly n: number; readonly median: number | null }
  readonly b: { readonly n: number; readonly median: number | null }
  /** a over b; null with too few on one side. */
  readonly difference: Difference | null
  /** It stands even as one of many: interval for all measures together leaves out 0. */
  readonly clear: boolean
  /** Of the wider lot: what compares degrees with yards. 0 where nothing varies. */
  readonly spread: number
}

export function compareFigure(figure: Figure, a: readonly Dated[], b: readonly Dated[]): Compared {
  const [ours, theirs] = [a.map(({ value }) => value), b.map(({ value }) => value)]
  const days = Math.max(spreadOfDays(byDay(a)), spreadOfDays(byDay(b)))
  const [found, wide] = differences(theirs, ours, [days, days * FOR_ALL]) ?? []
  const spread = Math.max(robustSpread(ours) ?? 0, robustSpread(theirs) ?? 0)
  return {
    figure,
    a: { n: ours.length, median: median(ours) },
    b: { n: theirs.length, median: median(theirs) },
    difference: found ?? null,
    clear: wide !== undefined && (wide.low > 0 || wide.high < 0),
    spread,
  }
}

const byDay = (values: readonly Dated[]) =>
  [...Map.groupBy(values, ({ date }) => date).values()].map(day => day.map(({ value }) => value))

/** Its size in spreads of the shots. */
export function effectOf({ difference, spread }: Compared): number {
  return difference === null || spread === 0 ? 0 : Math.abs(difference.by) / spread
}

/** What stands first, the largest of it first. */
export function ranked(all: readonly Compared[]): readonly Compared[] {
  return [...all].sort((x, y) => Number(y.clear) - Number(x.clear) || effectOf(y) - effectOf(x))
}
