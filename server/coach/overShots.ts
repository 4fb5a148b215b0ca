/** The coach's source on the server: one golfer's shots as they were read from the warehouse, reckoned as on the devices. */
import type { CoachFilter, CoachSource } from '../../shared/golf/coachAnswers.ts'
import { COMPARED, compareFigure, ranked } from '../../shared/golf/compare.ts'
import { findingsOf, followUp, type Opened } from '../../shared/golf/findings.ts'
import { type CoachClub, type CoachShot, daysNeeded } from '../../shared/golf/findingsSeen.ts'
import { soundOf } from '../../shared/golf/findingsSound.ts'
import { type GoalStand, type GolferGoal, progressOf } from '../../shared/golf/goals.ts'
import { landedOf } from '../../shared/golf/landings.ts'
import type { Figure } from '../../shared/golf/measures.ts'
import { figureOf } from '../../shared/golf/metrics.ts'
import { summarise } from '../../shared/golf/stats.ts'
import { changePointOf, daysOf, trendOf } from '../../shared/golf/trend.ts'
import type { Settings } from '../../shared/schema/settings.ts'

export interface HeldGolfer {
  readonly settings: Settings
  /** What the golfer works on, done ones too. */
  readonly opened: readonly Opened[]
  readonly goals: readonly GolferGoal[]
  /** With all shots that count. */
  readonly clubs: readonly CoachClub[]
  /** With those of practices and tests alone: what rules and goals look at. */
  readonly practised: readonly CoachClub[]
}

export function sourceOver(
  golfer: HeldGolfer,
  today: string,
  { select, notes }: Pick<CoachSource, 'select' | 'notes'>,
): CoachSource {
  const found = (filter: CoachFilter) => filtered(golfer.clubs, filter).flatMap(({ shots }) => shots)
  const used = (shots: readonly CoachShot[]) => ({ n: shots.length, of: shots.length })
  return {
    clubs: async () =>
      golfer.clubs.map(({ id, name, category, shots }) => {
        const { carry_m } = summarise(shots, ['carry_m'])
        return { id, name, category, counted: shots.length, last_date: lastOf(shots), carry_m }
      }),
    findings: async filter => findingsIn({ ...golfer, practised: filtered(golfer.practised, filter) }),
    goals: async () => goalsOf(golfer, today),
    shots: async filter => found(filter),
    landings: async filter => {
      const shots = found(filter)
      const landed = shots.flatMap(({ side_m: side, carry_m: carry }) =>
        side === null || carry === null ? [] : [{ side, carry }],
      )
      return { ...landedOf(landed), n: landed.length, of: shots.length }
    },
    trend: async (filter, figure) => {
      const values = valuesOf(found(filter), figure).flatMap(({ date, value }) =>
        date === null ? [] : [{ date, value }],
      )
      const days = daysOf(values, 'middle')
      const trend = trendOf(values, 'middle')
      return { n: values.length, days: days.length, change_point: changePointOf(days), trend }
    },
    compare: async (a, b) => {
      const [ours, theirs] = [found(a), found(b)]
      const figures = COMPARED.map(one => compareFigure(one, valuesOf(ours, one), valuesOf(theirs, one)))
      return { a: used(ours), b: used(theirs), figures: ranked(figures) }
    },
    ...{ select, notes },
  }
}

/** Found by rules, and what became of what the golfer works on. */
export function findingsIn({ practised, settings, opened }: HeldGolfer) {
  const sound = soundOf(practised.map(club => needed(club, opened)))
  return {
    ...findingsOf(sound, settings.handedness),
    follow_ups: opened.map(one => followUp(one, sound, settings.handedness)),
  }
}

/** As few days as the device reads. */
function needed(club: CoachClub, opened: readonly Opened[]): CoachClub {
  const found = opened.filter(({ club_id, done }) => club_id === club.id && !done).map(({ date }) => date)
  const byDate = Map.groupBy(club.shots, ({ practice_date }) => practice_date)
  const days = [...byDate]
    .map(([practice_date, { length: n }]) => ({ practice_date, n }))
    .sort((a, b) => ((a.practice_date ?? '') < (b.practice_date ?? '') ? 1 : -1))
  const dates = new Set(daysNeeded(days, found).map(({ practice_date }) => practice_date))
  return { ...club, shots: club.shots.filter(({ practice_date }) => dates.has(practice_date)) }
}

export function goalsOf({ goals, practised }: HeldGolfer, today: string): readonly GoalStand[] {
  return goals.map(goal => {
    const shots = practised.find(({ id }) => id === goal.club_id)?.shots ?? []
    const values = valuesOf(shots, goal.figure).flatMap(({ date, value }) =>
      date === null ? [] : [{ date, value }],
    )
    return { goal, ...progressOf(goal, values, today) }
  })
}

function filtered(
  clubs: readonly CoachClub[],
  { club_id, from = '', to = '9999' }: CoachFilter,
): readonly CoachClub[] {
  return clubs.flatMap(club => {
    if (club_id !== undefined && club.id !== club_id) return []
    const shots = club.shots.filter(
      ({ practice_date }) => (practice_date ?? '') >= from && (practice_date ?? '') <= to,
    )
    return shots.length === 0 ? [] : [{ ...club, shots }]
  })
}

const lastOf = (shots: readonly CoachShot[]): string | null =>
  shots.reduce<string | null>(
    (last, { practice_date }) => ((practice_date ?? '') > (last ?? '') ? practice_date : last),
    null,
  )

const valuesOf = (shots: readonly CoachShot[], figure: Figure) =>
  shots.flatMap(shot => {
    const value = figureOf(shot, figure)
    return value === null ? [] : [{ date: shot.practice_date, value }]
  })
