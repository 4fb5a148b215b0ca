/**
 * A practice by rules: warm-up, a cold test, blocked, serial and random parts, and the test again
 * (golf-reference.md, 7). Blocked practice feels better and keeps less: it is a third at most.
 */
import { isAbout } from './findings.ts'
import type { Finding, Goal } from './findingsRules.ts'
import { asTest, type GolferGoal } from './goals.ts'

/** golf-reference.md, 7: 50 balls in 45 to 60 minutes; past 100 full swings is tired practice. */
const MINUTES_A_BALL = 1
export const MOST_BALLS = 100
export const LEAST_MINUTES = 20
export const MOST_MINUTES = 120
const LEAST_BALLS = 15

export interface PracticeClub {
  readonly id: string
  readonly last_date: string | null
}

export interface Part {
  readonly kind: 'warm-up' | 'cold test' | 'block' | 'serial' | 'random' | 'test' | 'notes'
  readonly balls: number
  readonly minutes: number
  /** In the order in which they are hit; empty: any. */
  readonly club_ids: readonly string[]
  /** What it works on; null where it is no drill. */
  readonly finding: Finding | null
  /** How it is counted; null where nothing is. */
  readonly goal: Goal | null
}

export type Asked = { readonly minutes: number } | { readonly balls: number }

interface Aim {
  readonly club_id: string | null
  readonly finding: Finding | null
  readonly goal: Goal
}

/**
 * `findings`: what is worked on, the dearest first; `goals`: the golfer's own that are open; `clubs`: of the bag, with
 * their last practice date. Balls add up to what was asked, bounded; minutes to what was asked.
 */
export function planOf(
  asked: Asked,
  findings: readonly Finding[],
  goals: readonly GolferGoal[],
  clubs: readonly PracticeClub[],
): readonly Part[] {
  const minutes =
    'minutes' in asked
      ? within(asked.minutes, LEAST_MINUTES, MOST_MINUTES)
      : within(asked.balls * MINUTES_A_BALL, LEAST_MINUTES, MOST_MINUTES)
  const balls =
    'balls' in asked
      ? within(asked.balls, LEAST_BALLS, MOST_BALLS)
      : within(Math.floor(minutes / MINUTES_A_BALL), LEAST_BALLS, MOST_BALLS)
  // A gap and tiredness are no swing to drill: they are told, and a swing is practised.
  const drilled = findings.filter(({ goal }) => goal.of === 'middle' || goal.of === 'spread')
  const aims: readonly Aim[] = [
    ...drilled.map(finding => ({ club_id: finding.club_id, finding, goal: finding.goal })),
    ...goals
      .filter(goal => !drilled.some(one => isAbout(one, goal)))
      .map(goal => ({ club_id: goal.club_id, finding: null, goal: asTest(goal) })),
  ]
  const [first = null, second = null] = aims
  const neglected = [...clubs]
    .sort((a, b) => ((a.last_date ?? '') < (b.last_date ?? '') ? -1 : 1))
    .map(({ id }) => id)
  const own = first?.club_id ?? neglected[0]
  const focus = own === undefined ? [] : [own]
  const others = neglected.filter(id => id !== own)
  const shares = sharesOf(balls)
  const parts = (Object.keys(shares) as (keyof typeof shares)[]).flatMap(
    (kind): readonly Omit<Part, 'minutes'>[] => {
      const n = shares[kind]
      if (n === 0) return []
      const none = { kind, balls: n, finding: null, goal: null }
      switch (kind) {
        case 'warm-up':
          return [{ ...none, club_ids: [] }]
        case 'cold test':
        case 'test':
          return [{ ...none, club_ids: focus, goal: first?.goal ?? null, finding: first?.finding ?? null }]
        case 'block': {
          const half = second && n >= 16 ? Math.floor(n / 2) : 0
          const block = {
            ...none,
            club_ids: focus,
            finding: first?.finding ?? null,
            goal: first?.goal ?? null,
            balls: n - half,
          }
          if (!second || half === 0) return [block]
          const club_ids = second.club_id === null ? focus : [second.club_id]
          return [block, { ...none, balls: half, club_ids, finding: second.finding, goal: second.goal }]
        }
        case 'serial':
          return [{ ...none, club_ids: [...focus, ...others.slice(0, 2)] }]
        case 'random':
          return [{ ...none, club_ids: [...others.slice(0, 5), ...focus] }]
        default:
          return kind satisfies never
      }
    },
  )
  return withMinutes(parts, minutes)
}

/** 60 balls: 9 to warm up, 10 cold, 18 blocked, 12 serial, 11 random with a score; the last of them is the test again. */
function sharesOf(balls: number) {
  const test = balls >= 40 ? 10 : balls >= 25 ? 5 : 0
  const warm = Math.max(4, Math.min(10, Math.round(balls * 0.15)))
  const rest = balls - warm - 2 * test
  const block = Math.round(rest * (balls < 40 ? 0.5 : 0.4))
  const serial = balls < 40 ? 0 : Math.round(rest * 0.3)
  return {
    ...{ 'warm-up': warm, 'cold test': test, block, serial },
    ...{ random: rest - block - serial, test },
  }
}

/** Blocked balls go faster than those with a whole routine; notes take what is left, two minutes at least. */
function withMinutes(parts: readonly Omit<Part, 'minutes'>[], minutes: number): readonly Part[] {
  const pace = (kind: Part['kind']) => (kind === 'warm-up' || kind === 'block' ? 0.8 : 1.2)
  const all = parts.reduce((sum, { kind, balls }) => sum + balls * pace(kind), 0)
  const notes = Math.max(2, Math.round(minutes * 0.05))
  const timed = parts.map(part => ({
    ...part,
    minutes: Math.max(1, Math.floor((part.balls * pace(part.kind) * (minutes - notes)) / all)),
  }))
  const spent = timed.reduce((sum, part) => sum + part.minutes, 0)
  return [
    ...timed,
    {
      kind: 'notes',
      balls: 0,
      minutes: Math.max(1, minutes - spent),
      club_ids: [],
      finding: null,
      goal: null,
    },
  ]
}

const within = (value: number, least: number, most: number) =>
  Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : least
