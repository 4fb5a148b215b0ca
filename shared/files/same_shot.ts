/**
 * The same swing from two sources (a link and a file of the same practice): pairs that agree in
 * practice date ± 1 day, in ball speed, carry and launch to the last digit the files have, and in
 * their order. Proposals for the golfer; certain only where both sources name the shot alike.
 */
import { daysBetween } from '../golf/dates.ts'

export interface ShotToMatch {
  readonly id: string
  readonly session_id: string
  readonly practice_date: string | null
  /** Place in time within its session. */
  readonly order: number
  /** Which source its facts are of: report payload 3, file 2, earlier database 1. */
  readonly fact_source: number
  readonly ball_speed_mps: number | null
  readonly carry_m: number | null
  readonly launch_deg: number | null
  /** The source's own numbers, where the row carries them. */
  readonly client_session_id: number | null
  readonly client_shot_id: number | null
}

export interface Pair {
  /** Stays, and speaks for both. */
  readonly keep: string
  /** Gets `same_as`. */
  readonly same: string
}
export interface SameSession {
  readonly keep_session: string
  readonly same_session: string
  /** Both carry the source's own numbers, and they are equal: no guess. */
  readonly exact: boolean
  readonly pairs: readonly Pair[]
  /** Shots of the shorter session, matched or not: "31 of 33". */
  readonly of: number
}

/** The last digit that a session's values have, in SI. */
interface Steps {
  readonly ball_speed_mps: number
  readonly carry_m: number
  readonly launch_deg: number
}
/** Tenths of mph, yards and degrees, or finer. */
const FINE: Steps = { ball_speed_mps: 0.044704, carry_m: 0.09144, launch_deg: 0.1 }
/** Coarser ones, the coarsest first: whole m/s, mph, km/h, tenths of m/s; whole metres, yards, tenths of metres. */
const COARSE: { readonly [M in keyof Steps]: readonly number[] } = {
  ball_speed_mps: [1, 0.44704, 1 / 3.6, 0.1],
  carry_m: [1, 0.9144, 0.1],
  launch_deg: [1],
}

/** Fewer that agree may be chance, unless they are at least half of the session; of values in wholes even these. */
const FEWEST_PAIRS = 3

/** Proposals of what `shots` of lower sources have in common with those of higher ones. */
export function sameShots(shots: readonly ShotToMatch[]): SameSession[] {
  const sessions = Map.groupBy(shots, shot => shot.session_id)
  const steps = new Map([...sessions].map(([id, own]) => [id, stepsOf(own)]))
  const stepsAt = (id: string) => steps.get(id) ?? FINE
  const widest = Math.max(FINE.ball_speed_mps, ...[...steps.values()].map(s => s.ball_speed_mps))
  const bySpeed = [...shots]
    .filter(s => s.ball_speed_mps !== null)
    .sort((a, b) => (a.ball_speed_mps ?? 0) - (b.ball_speed_mps ?? 0) || textOrder(a.id, b.id))
  const candidates = new Map<string, [ShotToMatch, ShotToMatch][]>()
  for (const [i, a] of bySpeed.entries()) {
    for (let j = i + 1; j < bySpeed.length; j++) {
      const b = bySpeed[j]
      if (!b || (b.ball_speed_mps ?? 0) - (a.ball_speed_mps ?? 0) > widest * SLACK) break
      if (!couldBeSame(a, b, between(stepsAt(a.session_id), stepsAt(b.session_id)))) continue
      const pair: [ShotToMatch, ShotToMatch] = ranksBelow(a, b) ? [b, a] : [a, b]
      const key = JSON.stringify(pair.map(s => s.session_id))
      const list = candidates.get(key)
      if (list) list.push(pair)
      else candidates.set(key, [pair])
    }
  }
  const taken = new Set<string>()
  const found: SameSession[] = []
  // The sessions with most in common first: a shot is the same as one other, not two.
  const byLength = [...candidates].sort(([a, x], [b, y]) => y.length - x.length || textOrder(a, b))
  for (const [, list] of byLength) {
    const [first] = list
    if (!first) continue
    const [keep_session, same_session] = [first[0].session_id, first[1].session_id]
    const free = list.filter(pair => pair.every(shot => !taken.has(shot.id)))
    const named = free.filter(([a, b]) => namedAlike(a, b))
    const exact = named.length > 0
    const pairs = inOrder(exact ? named : free)
    const of = Math.min(...[keep_session, same_session].map(id => sessions.get(id)?.length ?? 0))
    const isFine = [keep_session, same_session].every(id => stepsAt(id).carry_m < 0.9)
    if (!exact && pairs.length * 2 < of && (!isFine || pairs.length < FEWEST_PAIRS)) continue
    if (pairs.length === 0) continue
    for (const pair of pairs) for (const shot of pair) taken.add(shot.id)
    found.push({
      keep_session,
      same_session,
      exact,
      pairs: pairs.map(([keep, same]) => ({ keep: keep.id, same: same.id })),
      of,
    })
  }
  return found
}

/** Rounded numbers are seldom the very multiples in binary. */
const SLACK = 1.002

function stepsOf(shots: readonly ShotToMatch[]): Steps {
  const step = (measure: keyof Steps): number => {
    const values = shots.map(shot => shot[measure]).filter(value => value !== null)
    const isStep = (step: number) => values.every(v => Math.abs(v / step - Math.round(v / step)) < 1e-6)
    return (values.length >= FEWEST_PAIRS && COARSE[measure].find(isStep)) || FINE[measure]
  }
  return {
    ball_speed_mps: step('ball_speed_mps'),
    carry_m: step('carry_m'),
    launch_deg: step('launch_deg'),
  }
}

/** As far as one value, rounded twice, may be from itself: half a step of each. */
const between = (a: Steps, b: Steps): Steps => ({
  ball_speed_mps: ((a.ball_speed_mps + b.ball_speed_mps) / 2) * SLACK,
  carry_m: ((a.carry_m + b.carry_m) / 2) * SLACK,
  launch_deg: ((a.launch_deg + b.launch_deg) / 2) * SLACK,
})

function couldBeSame(a: ShotToMatch, b: ShotToMatch, within: Steps): boolean {
  const speed = apart(a.ball_speed_mps, b.ball_speed_mps)
  const carry = apart(a.carry_m, b.carry_m)
  const launch = apart(a.launch_deg, b.launch_deg)
  if (carry === null && launch === null) return false
  if ((speed ?? 0) > within.ball_speed_mps) return false
  if ((carry ?? 0) > within.carry_m || (launch ?? 0) > within.launch_deg) return false
  // Two sessions of one source are two sessions: equal swings there are chance.
  if (a.session_id === b.session_id || sourceOf(a) === sourceOf(b)) return false
  // A file without a date may be of any day.
  const days = a.practice_date && b.practice_date ? daysBetween(a.practice_date, b.practice_date) : 0
  return days !== null && Math.abs(days) <= 1
}

const apart = (a: number | null, b: number | null) => (a === null || b === null ? null : Math.abs(a - b))

/** Ids begin with the maker; a report's are digits. */
const sourceOf = (shot: ShotToMatch) =>
  `${shot.fact_source} ${/^[a-z][a-z_-]*(?=:)/.exec(shot.id)?.[0] ?? ''}`

/** The lower source, of equal ones the greater id, so that all devices propose the same. */
const ranksBelow = (a: ShotToMatch, b: ShotToMatch) =>
  a.fact_source === b.fact_source ? a.id > b.id : a.fact_source < b.fact_source

/** Only the source itself numbers its sessions; a file's order of rows is no name. */
const namedAlike = (a: ShotToMatch, b: ShotToMatch) =>
  a.client_session_id !== null &&
  a.client_shot_id !== null &&
  a.client_session_id === b.client_session_id &&
  a.client_shot_id === b.client_shot_id

/**
 * As many pairs as keep both sides in their order, each shot once: the longest chain, by patience
 * sorting (pairs sorted by one side, of equal ones the other descending, so that none joins twice).
 */
function inOrder(pairs: readonly [ShotToMatch, ShotToMatch][]): [ShotToMatch, ShotToMatch][] {
  const sorted = [...pairs].sort(([a, b], [c, d]) => place(a, c) || place(d, b))
  const tops: number[] = []
  const before: number[] = []
  for (const [i, pair] of sorted.entries()) {
    let [low, high] = [0, tops.length]
    while (low < high) {
      const middle = (low + high) >> 1
      const top = sorted[tops[middle] ?? 0]
      if (top && place(top[1], pair[1]) < 0) low = middle + 1
      else high = middle
    }
    before[i] = low > 0 ? (tops[low - 1] ?? -1) : -1
    tops[low] = i
  }
  const chain: [ShotToMatch, ShotToMatch][] = []
  for (let at = tops.at(-1) ?? -1; at >= 0; at = before[at] ?? -1) {
    const pair = sorted[at]
    if (pair) chain.unshift(pair)
  }
  return chain
}

const place = (a: ShotToMatch, b: ShotToMatch) => a.order - b.order || textOrder(a.id, b.id)
const textOrder = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
