/** Where values stand in a picture: two straight scales. */
import { ticks } from '../../session/frame.ts'

export interface Ends {
  readonly from: number
  readonly to: number
}

export interface Plane {
  readonly width: number
  readonly height: number
  /** The part that holds the points, in px. */
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly x: (value: number) => number
  readonly y: (value: number) => number
  /** px of one unit. */
  readonly x_px: number
  readonly y_px: number
  readonly xTicks: readonly number[]
  readonly yTicks: readonly number[]
}

/** Ends that hold all values with a little room; at least `least` apart, so that equal values have a place. */
export function endsOf(values: Iterable<number>, least: number, room = 0.08): Ends {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    from = Math.min(from, value)
    to = Math.max(to, value)
  }
  if (from > to) return { from: 0, to: least }
  const middle = (from + to) / 2
  const half = Math.max(least / 2, ((to - from) / 2) * (1 + 2 * room))
  return { from: middle - half, to: middle + half }
}

/** The same about zero. */
export function endsAboutZero(values: Iterable<number>, least: number): Ends {
  let far = least / 2
  for (const value of values) if (Number.isFinite(value)) far = Math.max(far, Math.abs(value) * 1.08)
  return { from: -far, to: far }
}

/** Ends that leave out the few that lie far away (misreads): of the middle 99 of 100, half as much again. */
export function endsOfMost(values: readonly number[], least: number): Ends {
  const sorted = new Float64Array(values.filter(Number.isFinite)).sort()
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0
  const [low, high] = [at(0.01), at(0.99)]
  const room = 0.5 * (high - low)
  return endsOf(
    sorted.filter(value => value >= low - room && value <= high + room),
    least,
  )
}

export interface PlaneOptions {
  readonly width: number
  readonly height: number
  readonly x: Ends
  readonly y: Ends
  /** A unit is as long up as across: a circle is one. */
  readonly equal?: boolean
  /** Letters larger than usual need more room at the axes. */
  readonly text?: number
  /** Letters of the longest word at the upright axis. */
  readonly letters?: number
}

const LEFT_PX = 36
const BOTTOM_PX = 28
const TOP_PX = 10
const RIGHT_PX = 10

export function planeOf({ width, height, x, y, equal = false, text = 1, letters = 4 }: PlaneOptions): Plane {
  const left = Math.max(LEFT_PX, 8 * letters + 8) * text
  const bottom = height - BOTTOM_PX * text
  const right = Math.max(left + 40, width - RIGHT_PX)
  const scales = [
    (right - left) / Math.max(1e-9, x.to - x.from),
    (bottom - TOP_PX) / Math.max(1e-9, y.to - y.from),
  ] as const
  const least = Math.min(...scales)
  const [x_px, y_px] = equal ? [least, least] : scales
  const [x0, y0] = [(left + right) / 2, (TOP_PX + bottom) / 2]
  const [xm, ym] = [(x.from + x.to) / 2, (y.from + y.to) / 2]
  const [xHalf, yHalf] = [(right - left) / 2 / x_px, (bottom - TOP_PX) / 2 / y_px]
  return {
    ...{ width, height, left, right, top: TOP_PX, bottom, x_px, y_px },
    x: value => x0 + (value - xm) * x_px,
    y: value => y0 - (value - ym) * y_px,
    xTicks: ticks(xm - xHalf, xm + xHalf, x_px, 68 * text),
    yTicks: ticks(ym - yHalf, ym + yHalf, y_px, 40 * text),
  }
}
