/**
 * One club's faults. Triggers, drills and measures of success: golf-reference.md, 6. A fault is called where
 * its figure is past the trigger and the whole 95 % interval past what is sound, so that noise calls none.
 * All signs are a right-hander's until a finding is made. Order: strike, then face and path, then delivery.
 */
import type { ClubCategory } from '../schema/rows.ts'
import { bestLaunch } from './bestLaunch.ts'
import {
  type CoachShot,
  type Cost,
  confidenceIn,
  costOf,
  type Evidence,
  evidenceOf,
  type Flown,
  middleOf,
  type Seen,
  type Sure,
  spreadOf,
  turned,
} from './findingsSeen.ts'
import { fly } from './flight.ts'
import type { Confidence } from './gapping.ts'
import type { Figure } from './measures.ts'
import { figureOf } from './metrics.ts'
import { median } from './stats.ts'

export const faultKinds = [
  'strike_side',
  'strike_height',
  'face',
  'path',
  'aim',
  'start_line',
  'steep',
  'driver_down',
  'driver_launch',
  'speed',
  'wedge_distance',
  'gap',
  'tired',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** What the next session can check. */
export interface Goal {
  readonly figure: Figure
  /** late: the change after many balls, as a share; gap: carry between two clubs. */
  readonly of: 'middle' | 'spread' | 'gap' | 'late'
  readonly low: number | null
  readonly high: number | null
  /** So many of so many shots within; null where the figure itself is held to it. */
  readonly times: number | null
  readonly out_of: number
}

export interface Finding {
  /** The same fault of the same club, whenever it is found. */
  readonly key: string
  readonly kind: FaultKind
  /** The longer one of a gap; null of a whole session. */
  readonly club_id: string | null
  readonly other_club_id: string | null
  /** In a right-hander's equivalent: + open, in to out, toe, high, right. 0 where there is no side. */
  readonly way: -1 | 0 | 1
  readonly evidence: readonly [Evidence, ...Evidence[]]
  readonly shot_ids: readonly string[]
  /** Newest practice date of the evidence. */
  readonly date: string | null
  readonly cost: Cost
  readonly confidence: Exclude<Confidence, 'too few'>
  readonly goal: Goal
}

/** A fault that costs less than one stroke in a hundred shots is none. */
export const LEAST_STROKES = 0.01

/** Curve as a share of carry for each degree of face to path: TrackMan's examples (golf-reference.md, 1.4). */
const CURVES: ByCategory = { driver: 0.033, wood: 0.029, hybrid: 0.025, iron: 0.022, wedge: 0.012 }
/** Share of the face in the start of the ball (golf-reference.md, 1.6). */
const FACE_SHARE: ByCategory = { driver: 0.84, wood: 0.83, hybrid: 0.82, iron: 0.77, wedge: 0.7 }
/** Degrees of axis for each mm off the centre (Tuxen 2009 for driver and 6 iron), 0.72 % of carry for each. */
const GEAR: ByCategory = { driver: 1.6, wood: 1.2, hybrid: 0.9, iron: 0.55, wedge: 0.3 }
const CURVE_OF_AXIS = 0.0072
/** Share of carry gone for each mm² off the centre: 2 % at 10 mm (golf-reference.md, 1.9). */
const LOST_BY_MM2 = 0.0002
/** TM-2010: −5° to +5° carries 25 yd more at a club speed of 100 mph, where a level swing carries 235. */
const CARRY_OF_ATTACK = 2.5 / 235

type ByCategory = Readonly<Record<'driver' | 'wood' | 'hybrid' | 'iron' | 'wedge', number>>
const of = (table: ByCategory, category: ClubCategory) =>
  category === 'putter' || category === 'mixed' ? 0 : table[category]

export function clubFaults(seen: Seen): readonly Finding[] {
  const { category } = seen.club
  if (category === 'putter' || category === 'mixed') return []
  const strike = [...strikeSide(seen), ...strikeHeight(seen)]
  const launch = category === 'driver' ? driverLaunch(seen) : []
  return [
    ...strike,
    ...direction(seen),
    ...startLine(seen),
    ...launch,
    ...(category === 'driver' && launch.length === 0 ? driverDown(seen) : []),
    ...(category === 'iron' || category === 'hybrid' ? steep(seen) : []),
    ...(category === 'wedge' ? wedgeDistance(seen) : speed(seen)),
  ].filter(({ cost }) => cost.strokes >= LEAST_STROKES)
}

function strikeSide(seen: Seen): readonly Finding[] {
  const [trigger, sound] = seen.club.category === 'iron' || seen.club.category === 'wedge' ? [7, 4] : [8, 4]
  const x = middleOf(seen.recent, 'impact_x_mm')
  if (x === null || !isPast(x, trigger, sound)) return []
  const curve = ownCurve(seen, -of(GEAR, seen.club.category) * CURVE_OF_AXIS * x.value)
  const cost = costOf(seen, shot => ({
    side: shot.side_m - shot.carry_m * curve,
    carry: shot.carry_m * (1 + lost(shot.impact_x_mm ?? x.value, x.value)),
  }))
  const within = { low: -8, high: 8 }
  return [found(seen, 'strike_side', x, trigger, [['impact_x_mm', x, within]], cost, { times: 8, ...within })]
}

function strikeHeight(seen: Seen): readonly Finding[] {
  const trigger = 8
  const y = middleOf(seen.recent, 'impact_y_mm')
  if (y === null || !isPast(y, trigger, 4)) return []
  const cost = costOf(seen, shot => ({
    side: shot.side_m,
    carry: shot.carry_m * (1 + lost(shot.impact_y_mm ?? y.value, y.value)),
  }))
  const within = { low: -6, high: 6 }
  return [
    found(seen, 'strike_height', y, trigger, [['impact_y_mm', y, within]], cost, { times: 7, ...within }),
  ]
}

/**
 * Curve that goes with a fault, as a share of carry, + right: by the rule of thumb, and never more than the
 * monitor saw of it.
 */
function ownCurve({ recent }: Seen, rule: number): number {
  const seen = median(
    recent.flatMap(shot => {
      const curve_m = figureOf(shot, 'curve_m')
      return curve_m === null || !shot.carry_m ? [] : [curve_m / shot.carry_m]
    }),
  )
  if (seen === null || Math.sign(seen) !== Math.sign(rule)) return 0
  return Math.sign(rule) * Math.min(Math.abs(rule), Math.abs(seen))
}

/** Carry that comes back when a strike at `at` mm moves by the bias towards the centre. */
const lost = (at: number, bias: number) => Math.max(0, LOST_BY_MM2 * (at ** 2 - (at - bias) ** 2))

/** Curve by face or by path, whichever is farther from the target; else a path or a line off the target. */
function direction(seen: Seen): readonly Finding[] {
  const { recent, club } = seen
  const [toPath, path, face] = [
    middleOf(recent, 'face_to_path_deg'),
    middleOf(recent, 'club_path_deg'),
    middleOf(recent, 'face_deg'),
  ]
  if (toPath === null || path === null || face === null) return []
  const share = of(FACE_SHARE, club.category)
  const curve = ownCurve(seen, of(CURVES, club.category) * toPath.value)
  /** Landing with the face and the path turned by so much, and the curve by its share of face to path. */
  const turnedBy = (face_deg: number, path_deg: number) => (shot: CoachShot & Flown) => ({
    side:
      shot.side_m +
      shot.carry_m *
        (Math.sin(((share * face_deg + (1 - share) * path_deg) * Math.PI) / 180) +
          (curve * (face_deg - path_deg)) / toPath.value),
    carry: shot.carry_m,
  })
  const within = { low: -2, high: 2 }
  if (isPast(toPath, 3, 1.5)) {
    const byPath = Math.abs(path.value) > Math.abs(face.value)
    const cost = costOf(seen, byPath ? turnedBy(0, toPath.value) : turnedBy(-toPath.value, 0))
    const lines: readonly Line[] = [
      ['face_to_path_deg', toPath, within],
      ['club_path_deg', path, within],
      ['face_deg', face, within],
    ]
    return byPath
      ? [found(seen, 'path', path, 4, swapped(lines), cost, { times: 8, ...within })]
      : [found(seen, 'face', toPath, 3, lines, cost, { times: 7, ...within })]
  }
  // Cameras and radar differ by 3° in a driver's path (golf-reference.md, 0).
  const [inward, outward] = club.category === 'driver' || club.category === 'wood' ? [6, 6] : [4, 5]
  if (isPast(path, path.value > 0 ? outward : inward, 2.5)) {
    const cost = costOf(seen, turnedBy(-path.value, -path.value))
    return [
      found(
        seen,
        'path',
        path,
        inward,
        [
          ['club_path_deg', path, within],
          ['face_deg', face, within],
        ],
        cost,
        {
          times: 8,
          ...within,
        },
      ),
    ]
  }
  const start = middleOf(recent, 'launch_direction_deg')
  if (start === null || !isPast(start, 2.5, 1.5)) return []
  const cost = costOf(seen, shot => ({
    side: shot.side_m - shot.carry_m * Math.sin((start.value * Math.PI) / 180),
    carry: shot.carry_m,
  }))
  const line = { low: -1, high: 1 }
  return [
    found(seen, 'aim', start, 2, [['launch_direction_deg', start, line]], cost, { times: null, ...line }),
  ]
}

function startLine(seen: Seen): readonly Finding[] {
  const wood = seen.club.category === 'driver' || seen.club.category === 'wood'
  const [trigger, sound, goal] = wood ? [4, 3, 2.5] : [3.2, 2.4, 1.5]
  const spread = spreadOf(seen.recent, 'launch_direction_deg')
  const start = middleOf(seen.recent, 'launch_direction_deg')
  if (spread === null || start === null || spread.value < trigger || spread.low < sound) return []
  const cost = costOf(seen, shot => {
    const off_deg = (shot.launch_direction_deg ?? start.value) - start.value
    const kept_deg = off_deg * (goal / spread.value)
    return {
      side: shot.side_m - (shot.carry_m * (off_deg - kept_deg) * Math.PI) / 180,
      carry: shot.carry_m,
    }
  })
  return [spreadFound(seen, 'start_line', 'launch_direction_deg', spread, trigger, goal, cost)]
}

function steep(seen: Seen): readonly Finding[] {
  const attack = middleOf(seen.recent, 'attack_deg')
  if (attack === null || attack.value > -7 || attack.high > -6) return []
  const cost = costOf(seen, shrunkTo(seen, 0.05))
  const within = { low: -6, high: -2 }
  return [found(seen, 'steep', attack, 7, [['attack_deg', attack, within]], cost, { times: 8, ...within })]
}

/** Camera monitors read a driver's attack some 2° higher than radar: −3° here is truly down. */
function driverDown(seen: Seen): readonly Finding[] {
  const attack = middleOf(seen.recent, 'attack_deg')
  if (attack === null || attack.value > -3 || attack.high > -2) return []
  const cost = costOf(seen, shot => ({
    side: shot.side_m,
    carry: shot.carry_m * (1 - CARRY_OF_ATTACK * attack.value),
  }))
  const within = { low: 1, high: null }
  return [
    found(seen, 'driver_down', attack, 3, [['attack_deg', attack, within]], cost, { times: 7, ...within }),
  ]
}

/** Too low and with too much spin for the golfer's own ball speed: both, as one alone may be the loft. */
function driverLaunch(seen: Seen): readonly Finding[] {
  const { recent } = seen
  const [launch, spin, ball] = [
    middleOf(recent, 'launch_deg'),
    middleOf(recent, 'spin_rpm'),
    middleOf(recent, 'ball_speed_mps'),
  ]
  if (launch === null || spin === null || ball === null) return []
  const best = bestLaunch(ball.value)
  const low = launch.value < best.launch_deg - 2 && launch.high < best.launch_deg - 1
  const high = spin.value > best.spin_rpm + 500 && spin.low > best.spin_rpm + 300
  if (!low || !high) return []
  const flown = (launch_deg: number, spin_rpm: number) =>
    fly({ ball_speed_mps: ball.value, launch_deg, spin_rpm }).carry_m
  const farther = flown(best.launch_deg, best.spin_rpm) / flown(launch.value, spin.value)
  const cost = costOf(seen, shot => ({ side: shot.side_m, carry: shot.carry_m * Math.max(1, farther) }))
  const attack = middleOf(recent, 'attack_deg')
  const lines: readonly Line[] = [
    ['spin_rpm', spin, { low: best.spin_rpm - 300, high: best.spin_rpm + 300 }],
    ['launch_deg', launch, { low: best.launch_deg - 1, high: best.launch_deg + 1 }],
    ...(attack ? [['attack_deg', attack, { low: 1, high: null }] as const] : []),
  ]
  return [
    found(seen, 'driver_launch', spin, best.spin_rpm + 300, lines, cost, {
      times: 7,
      low: null,
      high: best.spin_rpm + 300,
    }),
  ]
}

/** By the coefficient of variation, in full swings alone. */
function speed(seen: Seen): readonly Finding[] {
  const [middle, spread] = [middleOf(seen.recent, 'club_speed_mps'), spreadOf(seen.recent, 'club_speed_mps')]
  if (middle === null || spread === null) return []
  const trigger = 0.04 * middle.value
  if (spread.value < trigger || spread.low < 0.025 * middle.value) return []
  const goal = 0.015 * middle.value
  // Carry goes with speed: what a strike took away stays away.
  const cost = costOf(seen, shot => {
    const pace = shot.club_speed_mps ?? middle.value
    const steady = middle.value + (goal / spread.value) * (pace - middle.value)
    return { side: shot.side_m, carry: (shot.carry_m * steady) / pace }
  })
  return [spreadFound(seen, 'speed', 'club_speed_mps', spread, trigger, goal, cost)]
}

/** Not where club speed says that swings of several lengths stand together. */
function wedgeDistance(seen: Seen): readonly Finding[] {
  const [carry, spread] = [middleOf(seen.recent, 'carry_m'), spreadOf(seen.recent, 'carry_m')]
  const [pace, paces] = [middleOf(seen.recent, 'ball_speed_mps'), spreadOf(seen.recent, 'ball_speed_mps')]
  if (carry === null || spread === null) return []
  if (pace !== null && paces !== null && paces.value > 0.08 * pace.value) return []
  const trigger = 0.08 * carry.value
  if (spread.value < trigger || spread.low < 0.055 * carry.value) return []
  const cost = costOf(seen, shrunkTo(seen, 0.05))
  return [spreadFound(seen, 'wedge_distance', 'carry_m', spread, trigger, 0.05 * carry.value, cost)]
}

/** Carry drawn towards its middle, to a spread of that share of it. */
function shrunkTo(seen: Seen, share: number): (shot: CoachShot & Flown) => { side: number; carry: number } {
  const [carry, spread] = [middleOf(seen.recent, 'carry_m'), spreadOf(seen.recent, 'carry_m')]
  if (carry === null || spread === null || spread.value === 0) return shrunkBy(seen, 1)
  return shrunkBy(seen, Math.min(1, (share * carry.value) / spread.value))
}

function shrunkBy(seen: Seen, by: number) {
  const middle = middleOf(seen.recent, 'carry_m')?.value
  return (shot: CoachShot & Flown) => ({
    side: shot.side_m,
    carry: middle === undefined ? shot.carry_m : middle + by * (shot.carry_m - middle),
  })
}

/** The middle past the trigger, and all of its interval past what is sound, on the same side. */
function isPast({ value, low, high }: Sure, trigger: number, sound: number): boolean {
  return value > 0 ? value > trigger && low > sound : value < -trigger && high < -sound
}

type Line = readonly [figure: Figure, sure: Sure, reference: Evidence['reference']]

const swapped = ([first, second, ...rest]: readonly Line[]): readonly Line[] =>
  first && second ? [second, first, ...rest] : []

function found(
  seen: Seen,
  kind: FaultKind,
  what: Sure,
  trigger: number,
  lines: readonly Line[],
  cost: Cost,
  { times, ...within }: Pick<Goal, 'low' | 'high' | 'times'>,
): Finding {
  const [first, ...rest] = lines.map(([figure, sure, reference]) =>
    evidenceOf(seen, figure, 'middle', sure, reference),
  )
  if (!first) throw new Error('a finding without evidence')
  const { figure } = first
  const certain = Math.min(Math.abs(what.low), Math.abs(what.high)) > trigger
  return {
    ...named(seen, kind, cost),
    way: what.value > 0 ? 1 : -1,
    evidence: [first, ...rest],
    confidence: confidenceIn(what.n, certain),
    goal: {
      ...{ figure, of: 'middle', times, out_of: 10 },
      ...turned(within, value => seen.stored(figure, value)),
    },
  }
}

function spreadFound(
  seen: Seen,
  kind: FaultKind,
  figure: Figure,
  spread: Sure,
  trigger: number,
  goal: number,
  cost: Cost,
): Finding {
  return {
    ...named(seen, kind, cost),
    way: 0,
    evidence: [evidenceOf(seen, figure, 'spread', spread, { low: null, high: goal })],
    confidence: confidenceIn(spread.n, spread.low > trigger),
    goal: { figure, of: 'spread', low: null, high: goal, times: null, out_of: 10 },
  }
}

function named({ club, recent }: Seen, kind: FaultKind, cost: Cost) {
  return {
    ...{ key: `${kind}:${club.id}`, kind, club_id: club.id, other_club_id: null, cost },
    shot_ids: recent.map(({ id }) => id),
    date: recent.reduce<string | null>(
      (last, { practice_date }) => ((practice_date ?? '') > (last ?? '') ? practice_date : last),
      null,
    ),
  }
}
