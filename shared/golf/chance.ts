/** Chance that a seed decides: the same draws on every device. */
export interface Chance {
  /** Even over 0 to 1. */
  readonly even: () => number
  /** Normal about a mean. */
  readonly normal: (mean: number, sd: number) => number
  readonly happens: (share: number) => boolean
  readonly oneOf: <T>(list: readonly [T, ...T[]]) => T
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0
  // mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for a few thousand swings.
  const even = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  // The sum of twelve even draws has variance 1. Unlike logarithms it is the same to the bit in every engine.
  const normal = (mean: number, sd: number): number => {
    let sum = -6
    for (let i = 0; i < 12; i++) sum += even()
    return mean + sd * sum
  }
  return {
    even,
    normal,
    happens: share => even() < share,
    oneOf: list => list[Math.floor(even() * list.length)] ?? list[0],
  }
}
