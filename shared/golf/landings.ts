/** Where shots land about the target, in numbers. */
import { type Pattern, patternOf } from './ellipse.ts'
import { median, robustSpread } from './stats.ts'

interface Middle {
  readonly median: number | null
  readonly spread: number | null
}

export interface Landed {
  readonly side: Middle
  readonly carry: Middle
  /** Null with too few, or where they all came down in one place. */
  readonly pattern: Pattern | null
  /** Right of the target, and short of the middle by more than a spread, long by as much. */
  readonly right: number
  readonly short: number
  readonly long: number
}

export function landedOf(shots: readonly { readonly side: number; readonly carry: number }[]): Landed {
  const sides = shots.map(({ side }) => side)
  const carries = shots.map(({ carry }) => carry)
  const side = { median: median(sides), spread: robustSpread(sides) }
  const carry = { median: median(carries), spread: robustSpread(carries) }
  const [middle, spread] = [carry.median ?? 0, carry.spread ?? 0]
  return {
    ...{ side, carry, pattern: patternOf(shots) },
    right: sides.filter(one => one > 0).length,
    short: carries.filter(one => one < middle - spread).length,
    long: carries.filter(one => one > middle + spread).length,
  }
}
