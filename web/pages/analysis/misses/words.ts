import { joined } from '../../../../shared/golf/units.ts'
import type { Landings } from '../../../db/analysis.ts'
import type { Display } from '../../../ui/display.ts'

/** Fewer shots have no pattern to speak of. */
export const ENOUGH = 8

/** One more than so many of ten to one side is a side. */
const ONE_SIDED = 0.6

/** The miss pattern in plain words; what is missing until there is one. */
export function missesSaid(landings: Landings, display: Display): string {
  const { n, side, carry } = landings
  if (n === 0) return 'No shot here has both carry and side: there is nothing to draw.'
  if (n < ENOUGH || side.median === null || carry.median === null) {
    return `${n === 1 ? 'One shot has' : `${n} shots have`} no pattern yet: ${ENOUGH - n} more, and there is one.`
  }
  const right = landings.right / n
  const typical = display.shown('side_m', side.median)
  const sides =
    right >= ONE_SIDED
      ? `You miss right: ${landings.right} of ${n}, typically ${joined(typical)}.`
      : right <= 1 - ONE_SIDED
        ? `You miss left: ${n - landings.right} of ${n}, typically ${joined(typical)}.`
        : `You miss both ways: ${landings.right} of ${n} right of the target.`
  const { short, long } = landings
  const lengths =
    short > 2 * long && short >= n * 0.1
      ? ` Far short comes ${short} times, far long ${long === 0 ? 'never' : `${long} times`}.`
      : long > 2 * short && long >= n * 0.1
        ? ` Far long comes ${long} times, far short ${short === 0 ? 'never' : `${short} times`}.`
        : ''
  return sides + lengths
}

/** Whether direction or distance costs more: the share of each in the squared miss (golf-reference.md, 5.4). */
export function costSaid({ pattern, side }: Landings): string {
  if (!pattern) return ''
  const bias = (side.median ?? 0) ** 2
  const all = pattern.side_var + pattern.carry_var + bias
  const aim = bias / all
  if (aim > 0.3)
    return `${Math.round(aim * 10)} tenths of your miss is aim, not spread: shift it, and it is gone.`
  const direction = pattern.side_var / (pattern.side_var + pattern.carry_var)
  if (direction > 0.6) return 'Direction spreads more than distance.'
  return direction < 0.4 ? 'Distance spreads more than direction.' : ''
}
