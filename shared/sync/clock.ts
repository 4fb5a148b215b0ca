/**
 * Hybrid logical clocks: wall time as long as it moves, a counter where it stands still or goes back,
 * and the device to settle what is left. As text they sort by time, so that stores compare them as text.
 */
declare const brand: unique symbol
/** 16 digits of ms since 1970, 4 hex digits of counter, the device's id: 0001764012345678-0003-0193…. */
export type Clock = string & { readonly [brand]: 'Clock' }

const MS_DIGITS = 16
const COUNT_DIGITS = 4
const HIGHEST_COUNT = 16 ** COUNT_DIGITS - 1
const DEVICE_AT = MS_DIGITS + COUNT_DIGITS + 2

/** The clock of a device that has done nothing yet. */
export function firstClock(device_id: string): Clock {
  return clock(0, 0, device_id)
}

/** Of the earlier system's edits. Below every clock that a device can have made: the first tick of any is later. */
export const GOLF_STATS_CLOCK = firstClock('golf_stats')

/** Where the stamps of a moment begin: every stamp of it or later sorts above. */
export function startOf(wall_ms: number): string {
  return String(Math.trunc(wall_ms)).padStart(MS_DIGITS, '0')
}

export function isClock(text: string): text is Clock {
  return /^\d{16}-[0-9a-f]{4}-/.test(text)
}

/** The next clock of the device that has `last`: later than it, whatever the wall says. */
export function tick(last: Clock, wall_ms: number): Clock {
  const { ms, count, device_id } = parts(last)
  const wall = Math.trunc(wall_ms)
  return wall > ms ? clock(wall, 0, device_id) : clock(ms, count + 1, device_id)
}

/** What the device that has `last` has after it saw `seen`: its next tick is later than both. */
export function receive(last: Clock, seen: Clock): Clock {
  if (seen <= last) return last
  const { ms, count } = parts(seen)
  return clock(ms, count, parts(last).device_id)
}

export function deviceOf(clock: Clock): string {
  return parts(clock).device_id
}

export function wallOf(clock: Clock): number {
  return parts(clock).ms
}

function parts(text: Clock): { ms: number; count: number; device_id: string } {
  return {
    ms: Number(text.slice(0, MS_DIGITS)),
    count: Number.parseInt(text.slice(MS_DIGITS + 1, DEVICE_AT - 1), 16),
    device_id: text.slice(DEVICE_AT),
  }
}

function clock(ms: number, count: number, device_id: string): Clock {
  // A full counter borrows the next millisecond: browsers that round time to 100 ms fill it.
  const full = count > HIGHEST_COUNT
  const time = String(full ? ms + 1 : ms).padStart(MS_DIGITS, '0')
  const counter = (full ? 0 : count).toString(16).padStart(COUNT_DIGITS, '0')
  return `${time}-${counter}-${device_id}` as Clock
}
