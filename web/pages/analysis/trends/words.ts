import { type Figure, figures } from '../../../../shared/golf/measures.ts'
import { FEWEST_DAYS, FEWEST_OF_A_DAY } from '../../../../shared/golf/trend.ts'
import { joined } from '../../../../shared/golf/units.ts'
import type { TrendAnswer } from '../../../db/analysis.ts'
import type { Display } from '../../../ui/display.ts'

export interface TrendAsked {
  readonly figure: Figure
  readonly of: 'middle' | 'spread'
  readonly better: -1 | 0 | 1
}

/** The answer, large: "better by 4 yd", "no change shown", or null until there are days enough. */
export function verdictOf(
  answer: TrendAnswer,
  { figure, of, better }: TrendAsked,
  display: Display,
): string | null {
  const { trend } = answer
  if (!trend) return null
  if (!trend.shown) return 'No change shown'
  const { by } = trend.change
  const size = joined(display.size(figure, by))
  const sign = of === 'spread' ? -1 : better
  if (sign !== 0) return `${by * sign > 0 ? 'Better' : 'Worse'} by ${size}`
  // A measure with two sides moves to one of them; a launch has none but down.
  return figures[figure].sides?.plus.word
    ? `Moved ${joined(display.shown(figure, by))}`
    : `${by > 0 ? 'Up' : 'Down'} by ${size}`
}

/** How sure, or what is still missing. */
export function trendSaid(answer: TrendAnswer, { figure, of }: TrendAsked, display: Display): string {
  const { trend, full_days, n } = answer
  const size = (si: number) => joined(display.size(figure, si))
  if (n === 0) return 'No shot here has this measure.'
  if (!trend) {
    const more = FEWEST_DAYS - full_days
    return `A line needs ${FEWEST_DAYS} practice days of ${FEWEST_OF_A_DAY} shots each; here ${full_days === 1 ? 'is' : 'are'} ${full_days}. ${more} more, and it is drawn.`
  }
  const { low, high, by } = trend.change
  const days = `${trend.days.length} days from ${display.date(trend.days[0]?.date ?? null)} to ${display.date(trend.days.at(-1)?.date ?? null)}`
  const what = of === 'spread' ? 'Spread within a day' : 'Middle of each day'
  if (!trend.shown) {
    return `No change that these ${trend.shots.toLocaleString('en')} shots could show, over ${days}. One under ${size((high - low) / 2)} would stay hidden in the noise.`
  }
  const [near, far] = Math.abs(low) < Math.abs(high) ? [low, high] : [high, low]
  const sign = Math.sign(by)
  return `${what}, ${days}: ${size(near * sign)} to ${size(far * sign)}, 19 times of 20.`
}

/** "12 Nov": for an axis. */
export function dayShort(day: number): string {
  const at = new Date(day * 86_400_000)
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]}`
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
