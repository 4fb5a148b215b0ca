/** What no club shows by itself: a hole between two, and a session that went on too long. */
import { type Finding, LEAST_STROKES } from './findingsRules.ts'
import { type CoachShot, confidenceIn, costOf, type Seen } from './findingsSeen.ts'
import { beyond, type ClubStock, type Gap, gapsOf, stocksOf } from './gapping.ts'
import { difference } from './intervals.ts'
import { median } from './stats.ts'
import { YARDS_PER_METRE } from './units.ts'

/** A gap wider than this may be of clubs between that were not hit: nobody carries such a step of lofts. */
const WIDEST_LOFT_STEP_DEG = 8.5
/** What a golfer wants between two irons at most (golf-reference.md, 4). */
const GOAL_GAP_M = 15 / YARDS_PER_METRE

export function gapFindings(clubs: readonly Seen[]): readonly Finding[] {
  const stocked = clubs.flatMap(seen => {
    const flown = seen.recent.flatMap(shot => {
      const { carry_m } = shot
      return carry_m === null ? [] : [{ ...shot, carry_m }]
    })
    const [stock] = stocksOf(flown)
    return stock?.swing === 'full'
      ? [{ id: seen.club.id, category: seen.club.category, stock, seen, carries: flown.map(s => s.carry_m) }]
      : []
  })
  return gapsOf(stocked).flatMap(gap => gapFinding(gap))
}

interface Stocked extends ClubStock {
  readonly seen: Seen
  readonly carries: readonly number[]
}

function gapFinding(gap: Gap<Stocked>): readonly Finding[] {
  const { longer, shorter, gap_m } = gap
  const lofts = (shorter.seen.club.loft_deg ?? 0) - (longer.seen.club.loft_deg ?? 0)
  if (gap.is !== 'hole' || lofts <= 0 || lofts > WIDEST_LOFT_STEP_DEG) return []
  const sure = difference(shorter.carries, longer.carries)
  // A hole for sure: even the smallest gap that these shots allow is nearly one.
  if (sure === null || sure.low < 0.95 * (gap_m - beyond(gap))) return []
  // A distance within the hole is off by up to half of it; without the hole by up to half of what is wanted.
  const off = (of_m: number) => costAt(longer.seen, of_m / 4)
  const cost = off(gap_m).strokes - off(GOAL_GAP_M).strokes
  if (cost < LEAST_STROKES) return []
  const n = Math.min(longer.stock.n, shorter.stock.n)
  return [
    {
      key: `gap:${longer.id}:${shorter.id}`,
      kind: 'gap',
      club_id: longer.id,
      other_club_id: shorter.id,
      way: 0,
      evidence: [
        {
          ...{ figure: 'carry_m', of: 'middle', n, value: gap_m, low: sure.low, high: sure.high, past: null },
          reference: { low: 10 / YARDS_PER_METRE, high: GOAL_GAP_M },
        },
      ],
      shot_ids: [...longer.seen.recent, ...shorter.seen.recent].map(({ id }) => id),
      date: newestOf([...longer.seen.recent, ...shorter.seen.recent]),
      cost: { strokes: cost, offline_m: 0, carry_m: 0 },
      confidence: confidenceIn(n, true),
      goal: { figure: 'carry_m', of: 'gap', low: null, high: GOAL_GAP_M, times: null, out_of: 10 },
    },
  ]
}

/** Strokes that a shot costs more when its distance is off by so much; `costOf` of the shots moved back. */
function costAt(seen: Seen, off_m: number) {
  const aim = median(seen.recent.flatMap(({ carry_m }) => carry_m ?? [])) ?? 0
  // The pattern keeps its middle: half of the shots go long by it, half short.
  const moved = seen.recent.map((shot, i) =>
    shot.carry_m === null ? shot : { ...shot, carry_m: shot.carry_m + (i % 2 === 0 ? off_m : -off_m) },
  )
  const byId = new Map(seen.recent.map(shot => [shot.id, shot]))
  return costOf({ club: seen.club, recent: moved }, shot => ({
    side: shot.side_m,
    carry: byId.get(shot.id)?.carry_m ?? aim,
  }))
}

/** Ball speed is the first to go (golf-reference.md, 7): told after so many balls of one session. */
export const TIRED_AFTER = 60
/** Balls before these warm up. */
const WARM_AFTER = 10
const FEWEST_LATE = 10
const SLOWER = 0.025

/** Each swing's club speed against the golfer's own of that club in that session. Newest long session alone. */
export function tiredFinding(clubs: readonly Seen[]): readonly Finding[] {
  const sessions = Map.groupBy(
    clubs.flatMap(seen => seen.recent.map(shot => ({ shot, seen }))),
    ({ shot }) => shot.session_id,
  )
  const [newest] = [...sessions.values()]
    .filter(own => own.some(({ shot }) => shot.number >= TIRED_AFTER + FEWEST_LATE))
    .sort((a, b) => ((a[0]?.shot.practice_date ?? '') < (b[0]?.shot.practice_date ?? '') ? 1 : -1))
  if (!newest) return []
  const early: number[] = []
  const late: number[] = []
  const ids: string[] = []
  const lateBySeen = new Map<Seen, CoachShot[]>()
  for (const [seen, own] of Map.groupBy(newest, one => one.seen)) {
    const speed = ({ club_speed_mps, ball_speed_mps }: CoachShot) => club_speed_mps ?? ball_speed_mps
    const fresh = own.filter(({ shot }) => shot.number > WARM_AFTER && shot.number <= TIRED_AFTER)
    const after = own.filter(({ shot }) => shot.number > TIRED_AFTER)
    const usual = median(fresh.flatMap(({ shot }) => speed(shot) ?? []))
    if (usual === null || fresh.length < 5 || after.length < 3) continue
    early.push(...fresh.flatMap(({ shot }) => (speed(shot) ?? usual) / usual))
    late.push(...after.flatMap(({ shot }) => (speed(shot) ?? usual) / usual))
    ids.push(...after.map(({ shot }) => shot.id))
    lateBySeen.set(
      seen,
      after.map(({ shot }) => shot),
    )
  }
  const slower = late.length < FEWEST_LATE ? null : difference(early, late)
  if (slower === null || slower.by > -SLOWER || slower.high > -0.01) return []
  const costs = [...lateBySeen].map(([{ club }, recent]) =>
    // Carry goes with speed, and a little more (golf-reference.md, 1.1).
    costOf({ club, recent }, shot => ({ side: shot.side_m, carry: shot.carry_m * (1 - slower.by) })),
  )
  const mean = (of: (cost: (typeof costs)[number]) => number) =>
    costs.reduce((sum, cost) => sum + of(cost), 0) / costs.length
  return [
    {
      key: 'tired',
      ...{ kind: 'tired', club_id: null, other_club_id: null, way: 0 },
      evidence: [
        {
          ...{ figure: 'club_speed_mps', of: 'middle', n: late.length, past: null },
          ...{ value: slower.by, low: slower.low, high: slower.high },
          reference: { low: -0.01, high: null },
        },
      ],
      shot_ids: ids,
      date: newest[0]?.shot.practice_date ?? null,
      cost: {
        strokes: Math.max(
          0,
          mean(({ strokes }) => strokes),
        ),
        offline_m: 0,
        carry_m: mean(({ carry_m }) => carry_m),
      },
      confidence: confidenceIn(late.length, slower.high < -SLOWER),
      goal: { figure: 'club_speed_mps', of: 'late', low: -0.015, high: null, times: null, out_of: 10 },
    },
  ]
}

const newestOf = (shots: readonly CoachShot[]): string | null =>
  shots.reduce<string | null>(
    (last, { practice_date }) => ((practice_date ?? '') > (last ?? '') ? practice_date : last),
    null,
  )
