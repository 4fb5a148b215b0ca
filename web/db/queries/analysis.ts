/** Answers about the whole history: columns of what a filter finds, and the pure reckoning of shared/golf over them. */

import { dayNumber } from '../../../shared/golf/dates.ts'
import { type Carried, stocksOf } from '../../../shared/golf/gapping.ts'
import { landedOf } from '../../../shared/golf/landings.ts'
import { type Figure, isDerived } from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import { median, OUTLIER_Z, robustSpread, summarise } from '../../../shared/golf/stats.ts'
import { changePointOf, daysOf, FEWEST_OF_A_DAY, trendOf } from '../../../shared/golf/trend.ts'
import type { Measure, Measures } from '../../../shared/schema/rows.ts'
import type { ClubCarry, Landings, Mark, Pairs, Summed, TrendAnswer, Used } from '../analysis.ts'
import type { ShotFilter } from '../command.ts'
import type { Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { type Found, newestFirst, readFound, thingsOf } from './found.ts'

/** What counts: all but the left out, unless they are asked for. */
export function countedOf<S extends Found>(shots: readonly S[], filter: ShotFilter): readonly S[] {
  return filter.excluded === false ? shots.filter(({ excluded }) => excluded !== 1) : shots
}

export function usedOf(n: number, shots: readonly Found[]): Used {
  return { n, of: shots.length, left_out: shots.filter(({ excluded }) => excluded === 1).length }
}

export function readGapping(reader: Reader, filter: ShotFilter): readonly ClubCarry[] {
  const shots = readFound(reader, filter, ['carry_m', 'total_m', 'club_speed_mps', 'ball_speed_mps'])
  const answers: ClubCarry[] = []
  for (const [club_id, own] of Map.groupBy(shots, ({ at_club }) => at_club)) {
    if (club_id === null) continue
    const flown = countedOf(own, filter).filter(
      (shot): shot is typeof shot & Carried => shot.carry_m !== null,
    )
    const stocks = stocksOf(flown)
    const [full] = stocks
    answers.push({
      club_id,
      stocks,
      last_date: latest(own),
      ...usedOf(full?.swing === 'full' ? full.n : 0, own),
    })
  }
  return answers
}

function latest(shots: readonly Found[]): string | null {
  let last: string | null = null
  for (const { practice_date } of shots) if ((practice_date ?? '') > (last ?? '')) last = practice_date
  return last
}

export function readLandings(reader: Reader, filter: ShotFilter): Landings {
  const shots = newestFirst(readFound(reader, filter, ['side_m', 'carry_m']))
  const marks = marksOf(
    shots,
    ({ side_m }) => side_m,
    ({ carry_m }) => carry_m,
  )
  const counted = countedMarks(marks, filter)
  return {
    marks,
    ...landedOf(counted.map(({ x, y }) => ({ side: x, carry: y }))),
    ...usedOf(counted.length, shots),
  }
}

/** Shots that have both values. */
export function marksOf<S extends Found>(
  shots: readonly S[],
  xOf: (shot: S) => number | null,
  yOf: (shot: S) => number | null,
): Mark[] {
  return shots.flatMap(shot => {
    const [x, y] = [xOf(shot), yOf(shot)]
    if (x === null || y === null || !Number.isFinite(x) || !Number.isFinite(y)) return []
    return [{ id: shot.id, date: shot.practice_date, x, y, left_out: shot.excluded === 1 }]
  })
}

/** As countedOf. */
function countedMarks(marks: readonly Mark[], { excluded }: ShotFilter): readonly Mark[] {
  return excluded === false ? marks.filter(({ left_out }) => !left_out) : marks
}

/** Measures that a figure is made of. */
const PARTS: Partial<Record<Figure, readonly Measure[]>> = {
  smash: ['ball_speed_mps', 'club_speed_mps'],
  spin_rpm: ['back_spin_rpm', 'side_spin_rpm'],
  spin_axis_deg: ['back_spin_rpm', 'side_spin_rpm'],
  face_to_path_deg: ['face_deg', 'club_path_deg'],
  spin_loft_deg: ['dynamic_loft_deg', 'attack_deg', 'face_deg', 'club_path_deg'],
  strike_mm: ['impact_x_mm', 'impact_y_mm'],
  roll_m: ['total_m', 'carry_m'],
  curve_m: ['side_m', 'carry_m', 'launch_direction_deg'],
}

export function partsOf(figure: Figure): readonly Measure[] {
  return isDerived(figure) ? (PARTS[figure] ?? []) : [figure]
}

export function readSummed(reader: Reader, { filter, figures }: Params<'summed'>): Summed {
  const shots = readFound(reader, filter, [...new Set(figures.flatMap(partsOf))])
  const counted = countedOf(shots, filter)
  const summary = summarise(counted as unknown as readonly Measures[], figures)
  return {
    figures: figures.map(figure => ({ figure, ...summary[figure] })),
    ...usedOf(counted.length, shots),
  }
}

export function readPairs(reader: Reader, { filter, x, y }: Params<'pairs'>): Pairs {
  const shots = readFound(reader, filter, [...new Set([x, y].flatMap(partsOf))])
  const takes = (figure: Figure) => (shot: Found) => figureOf(shot as unknown as Measures, figure)
  const marks = marksOf(shots, takes(x), takes(y))
  const counted = countedMarks(marks, filter)
  return { marks, ...usedOf(counted.length, shots) }
}

export function readTrend(reader: Reader, { filter, figure, of, better }: Params<'trend'>): TrendAnswer {
  const shots = newestFirst(readFound(reader, filter, partsOf(figure)))
  const marks = marksOf(
    shots.filter(({ practice_date }) => practice_date !== null),
    ({ practice_date }) => dayNumber(practice_date ?? ''),
    // A figure reads its own parts alone.
    shot => figureOf(shot as unknown as Measures, figure),
  )
  const counted = countedMarks(marks, filter)
  const values = counted.map(({ date, y }) => ({ date: date ?? '', value: y }))
  const days = daysOf(values, of)
  const full = days.filter(({ n }) => n >= FEWEST_OF_A_DAY)
  // A spread is better the smaller it is, whatever it is of.
  const sign = of === 'spread' ? -1 : better
  return {
    marks,
    trend: trendOf(values, of),
    days: days.length,
    full_days: full.length,
    change_point: changePointOf(days),
    best_day: sign === 0 ? null : (best(full, ({ value }) => value * sign) ?? null),
    best_shot: of === 'spread' || better === 0 ? null : bestShot(counted, better),
    unlike: unlikeOf(thingsOf(reader, filter)),
    volume: [...Map.groupBy(shots, ({ practice_date }) => practice_date)].flatMap(([date, own]) =>
      date === null ? [] : [{ date, n: own.length }],
    ),
    ...usedOf(counted.length, shots),
  }
}

/** Of a kind of which there is more than one. */
function unlikeOf(things: ReadonlySet<string>): readonly string[] {
  const kinds = Map.groupBy(things, thing => thing.split(' ', 1)[0])
  return [...kinds.values()].filter(own => own.length > 1).flatMap(own => own.sort())
}

/** Not one that stands so far from the others that the monitor must have erred. */
function bestShot(marks: readonly Mark[], better: -1 | 1): TrendAnswer['best_shot'] {
  const values = marks.map(({ y }) => y)
  const [middle, spread] = [median(values), robustSpread(values, 8)]
  if (middle === null || spread === null) return null
  const found = best(
    marks.filter(({ y }) => (y - middle) * better <= OUTLIER_Z * spread),
    ({ y }) => y * better,
  )
  return found ? { id: found.id, date: found.date, value: found.y } : null
}

function best<T>(list: readonly T[], by: (one: T) => number): T | undefined {
  let found: T | undefined
  for (const one of list) if (found === undefined || by(one) > by(found)) found = one
  return found
}
