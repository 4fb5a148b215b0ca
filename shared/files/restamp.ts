/**
 * A foreign file keeps its stamps; only those ahead of this device's time are made anew, in their
 * old order, so that a clock that was wrong once does not win for ever.
 */
import type { SyncedTable } from '../schema/catalogue.ts'
import { type Clock, isClock, tick, wallOf } from '../sync/clock.ts'
import { type State, sortedJson } from '../sync/merge.ts'

/** How far two clocks may differ and both be right. */
const TOLERANCE_MS = 5 * 60_000

/** Stamps of a row that are ahead; few files have any. */
export function stampsAhead(table: SyncedTable, row: State, now_ms: number): Clock[] {
  return stampsOf(table, row).filter(stamp => wallOf(stamp) > now_ms + TOLERANCE_MS)
}

/**
 * A stamp of this device for each that is ahead, later than its `last`, in the order of the old
 * ones; and the clock that the device has afterwards.
 */
export function newStamps(
  ahead: Iterable<Clock>,
  last: Clock,
  now_ms: number,
): { readonly by_old: ReadonlyMap<string, Clock>; readonly last: Clock } {
  const by_old = new Map<string, Clock>()
  let clock = last
  for (const old of [...new Set(ahead)].sort()) {
    clock = tick(clock, now_ms)
    by_old.set(old, clock)
  }
  return { by_old, last: clock }
}

/** The row with each stamp that has a new one replaced, wherever it stands. */
export function restamped(table: SyncedTable, row: State, by_old: ReadonlyMap<string, Clock>): State {
  if (!stampsOf(table, row).some(stamp => by_old.has(stamp))) return row
  const renew = (stamp: unknown) => (typeof stamp === 'string' ? (by_old.get(stamp) ?? stamp) : stamp)
  const clocks = Object.entries(clocksOf(row)).map(([field, stamp]) => [field, renew(stamp)])
  const place = STAMP_COLUMN[table]
  return {
    ...row,
    clocks: sortedJson(Object.fromEntries(clocks)),
    ...(place !== undefined &&
      typeof row[place] === 'string' && { [place]: by_old.get(row[place]) ?? row[place] }),
  }
}

/** Besides `clocks`: the clock of a command, and the purge that a shot's facts have outlived. */
const STAMP_COLUMN: { readonly [T in SyncedTable]?: string } = { commands: 'clock', shots: 'life' }

export function stampsOf(table: SyncedTable, row: State): Clock[] {
  const place = STAMP_COLUMN[table]
  const more = place === undefined ? null : row[place]
  return [...Object.values(clocksOf(row)), more].filter(
    (stamp): stamp is Clock => typeof stamp === 'string' && isClock(stamp),
  )
}

const clocksOf = (row: State): { [field: string]: unknown } =>
  typeof row['clocks'] === 'string' ? JSON.parse(row['clocks']) : {}
