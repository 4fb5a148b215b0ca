/** How patient the queue is: which failures pass by themselves, and how long it waits for that. */

const WAITS: { readonly [kind: string]: { readonly first_ms: number; readonly longest_ms: number } } = {
  no_signal: { first_ms: 5_000, longest_ms: 5 * 60_000 },
  source_down: { first_ms: 30_000, longest_ms: 60 * 60_000 },
  source_slow: { first_ms: 30_000, longest_ms: 60 * 60_000 },
  slow_down: { first_ms: 10_000, longest_ms: 15 * 60_000 },
}

/** What can't be kept now (a full phone) is tried again as seldom as the source that is down. */
const OTHER = { first_ms: 30_000, longest_ms: 60 * 60_000 }

/** True where the link is fine and another try may succeed. */
export function isPatient(kind: string): boolean {
  return Object.hasOwn(WAITS, kind)
}

/** Doubles with each try; spread by a quarter to both sides, so that devices which failed together do not return together. */
export function wait_ms(kind: string, tries: number, random: number): number {
  const { first_ms, longest_ms } = (isPatient(kind) && WAITS[kind]) || OTHER
  return Math.min(longest_ms, first_ms * 2 ** (tries - 1)) * (0.75 + random / 2)
}
