/** Where things stand in the dispersion picture. All lengths in the golfer's unit (yards or metres); px in the picture. */

export interface Point {
  readonly side: number
  readonly carry: number
}

export interface Frame {
  readonly width: number
  readonly height: number
  readonly x: (side: number) => number
  readonly y: (carry: number) => number
  /** px of one yard or metre upwards; to the side it is `stretch` times that. */
  readonly scale: number
  readonly stretch: number
  readonly carryTicks: readonly number[]
  readonly sideTicks: readonly number[]
}

/** Room for the words of the axes. */
const LEFT = 36
const BOTTOM = 28
const TOP = 12
const RIGHT = 8
const LOWEST = 200
const HIGHEST = 300
/** A picture of a few shots must not blow two yards up to the whole width. */
const LEAST_SPAN = 24

/** Steps between ticks that are easily read. */
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 2000, 5000]

/**
 * Fits all points in, the target line in the middle. At a stretch of 1 a circle on the range is one here;
 * a whole bag, five times as long as wide, may be widened.
 */
export function frameOf(points: readonly Point[], width: number, most_stretch = 1): Frame {
  const sides = points.map(point => Math.abs(point.side))
  const carries = points.map(point => point.carry)
  const far = Math.max(LEAST_SPAN / 2, ...sides) * 1.12
  const high = carries.length > 0 ? Math.max(...carries) : 100
  const low = carries.length > 0 ? Math.min(...carries) : 0
  const middle = (high + low) / 2
  const span = Math.max(LEAST_SPAN, high - low) * 1.16
  const inner = width - LEFT - RIGHT
  const height = Math.round(clamp((inner / (2 * far)) * span, LOWEST, HIGHEST) + TOP + BOTTOM)
  const scale = Math.min(inner / (2 * far), (height - TOP - BOTTOM) / span)
  const x0 = LEFT + inner / 2
  const y0 = TOP + (height - TOP - BOTTOM) / 2
  const stretch = Math.min(most_stretch, inner / (2 * far) / scale)
  const x = (side: number) => x0 + side * scale * stretch
  const y = (carry: number) => y0 - (carry - middle) * scale
  const seenCarry = (height - TOP - BOTTOM) / scale / 2
  const seenSide = inner / scale / stretch / 2
  return {
    width,
    height,
    x,
    y,
    scale,
    stretch,
    carryTicks: ticks(Math.max(0, middle - seenCarry), middle + seenCarry, scale, 48),
    sideTicks: ticks(-seenSide, seenSide, scale * stretch, 72),
  }
}

/** Round values within, at least `apart` px from each other. */
export function ticks(from: number, to: number, scale: number, apart: number): readonly number[] {
  const step = STEPS.find(step => step * scale >= apart) ?? STEPS.at(-1) ?? 5000
  const all: number[] = []
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) all.push(at)
  return all
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}

/** Places for labels, in the order of their wishes, at least `least` px apart and none below `floor`. */
export function spacedOut(wishes: readonly number[], least: number, floor: number): readonly number[] {
  const order = wishes.map((wish, at) => ({ wish, at })).sort((a, b) => a.wish - b.wish)
  const places = new Array<number>(wishes.length)
  let above = Number.NEGATIVE_INFINITY
  for (const { wish, at } of order) {
    above = Math.max(wish, above + least)
    places[at] = above
  }
  let below = floor + least
  for (const { at } of order.reverse()) {
    below = Math.min(places[at] ?? below, below - least)
    places[at] = below
  }
  return places
}

/** Reach of a fingertip. */
const REACH_PX = 24

/** The nearest point within reach, or null. */
export function nearest<P extends Point>(points: readonly P[], frame: Frame, x: number, y: number): P | null {
  return nearestOf(points, point => [frame.x(point.side), frame.y(point.carry)], x, y)
}

/** The same, of whatever has a place in a picture, in px. */
export function nearestOf<P>(
  points: readonly P[],
  placeOf: (point: P) => readonly [x: number, y: number],
  x: number,
  y: number,
): P | null {
  let best: P | null = null
  let least = REACH_PX
  for (const point of points) {
    const [left, top] = placeOf(point)
    const away = Math.hypot(left - x, top - y)
    if (away < least) {
      least = away
      best = point
    }
  }
  return best
}
