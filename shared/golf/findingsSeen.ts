/** What the coach looks at of one club: recent full swings, as a right-hander's, beside the golfer's own past. */
import type { ClubCategory, Measures } from '../schema/rows.ts'
import type { Landing } from './ellipse.ts'
import type { Confidence } from './gapping.ts'
import { lengthsOf } from './gapping.ts'
import { type Interval, medianInterval, spreadOfDays } from './intervals.ts'
import { type Figure, figures } from './measures.ts'
import { figureOf, type Handedness } from './metrics.ts'
import { suspicions } from './quality.ts'
import { median, robustSpread } from './stats.ts'
import { strokesLeft } from './strokes.ts'

export interface CoachShot extends Measures {
  readonly id: string
  readonly practice_date: string | null
  readonly session_id: string
  readonly group_id: string
  /** The golfer looked at it and said that it counts: rules leave it in. */
  readonly kept: boolean
  /** 1-based place in time within its session. */
  readonly number: number
}

export interface CoachClub {
  readonly id: string
  readonly name: string
  readonly code: string | null
  readonly category: ClubCategory
  readonly loft_deg: number | null
  /** In order of time. */
  readonly shots: readonly CoachShot[]
}

/** A fault is one of now: whole practice dates, the newest first, until there are so many. */
export const RECENT = 40
/** The golfer's own past: so many before these. */
export const PAST = 200
/** golf-reference.md, 6: a median of eight shots at least. */
export const FEWEST_FOR_FINDINGS = 8

/** + and − are a right-hander's in `recent` and `past` (golf.md); `stored` turns a value back. */
export interface Seen {
  readonly club: CoachClub
  readonly recent: readonly CoachShot[]
  readonly past: readonly CoachShot[]
  readonly stored: (figure: Figure, value: number) => number
}

export function seenOf(club: CoachClub, handedness: Handedness): Seen {
  const lefty = handedness === 'left'
  const newest: CoachShot[] = []
  const dates = [...new Set(club.shots.map(({ practice_date }) => practice_date ?? ''))].sort().reverse()
  for (const date of dates) {
    if (newest.length >= RECENT) break
    newest.push(...club.shots.filter(({ practice_date }) => (practice_date ?? '') === date))
  }
  const chosen = new Set(newest)
  return {
    club,
    recent: fullSwings(newest, club.code).map(shot => (lefty ? mirrored(shot) : shot)),
    past: club.shots
      .filter(shot => !chosen.has(shot))
      .slice(-PAST)
      .map(shot => (lefty ? mirrored(shot) : shot)),
    stored: (figure, value) => (lefty && TURNS.has(figure) ? -value : value),
  }
}

/** Figures that change sign with the hand: those of the target line, and what is made of them. */
const TURNS: ReadonlySet<Figure> = new Set<Figure>([
  'side_m',
  'curve_m',
  'launch_direction_deg',
  ...(Object.keys(figures) as Figure[]).filter(figure => figures[figure].mirrored),
])

function mirrored(shot: CoachShot): CoachShot {
  const turned = (value: number | null) => (value === null ? null : -value)
  return {
    ...shot,
    side_m: turned(shot.side_m),
    launch_direction_deg: turned(shot.launch_direction_deg),
    side_spin_rpm: turned(shot.side_spin_rpm),
    club_path_deg: turned(shot.club_path_deg),
    face_deg: turned(shot.face_deg),
  }
}

/** Without what the monitor misread, and part swings. Mishits stay: they are the golfer's. */
function fullSwings(shots: readonly CoachShot[], code: string | null): readonly CoachShot[] {
  const wrong = new Set(
    suspicions(shots, code)
      .filter(({ kind }) => kind !== 'mishit')
      .map(({ shot_id }) => shot_id),
  )
  const flown = shots.filter(
    (shot): shot is CoachShot & { carry_m: number } =>
      shot.carry_m !== null && (shot.kept || !wrong.has(shot.id)),
  )
  return lengthsOf(flown)
    .filter(([, length]) => length === 'full')
    .map(([shot]) => shot)
}

/** A middle or a spread with its 95 % interval. */
export interface Sure extends Interval {
  readonly value: number
  readonly n: number
}

/** Wider where shots of one day go together. Null with fewer than eight. */
export function middleOf(shots: readonly CoachShot[], figure: Figure): Sure | null {
  const values = valuesByDay(shots, figure)
  const all = values.flat()
  const [value, sure] = [median(all), medianInterval(all)]
  if (all.length < FEWEST_FOR_FINDINGS || value === null || sure === null) return null
  const wider = spreadOfDays(values)
  return {
    value,
    n: all.length,
    low: value - wider * (value - sure.low),
    high: value + wider * (sure.high - value),
  }
}

/** MAD needs 2.7 shots where the standard deviation needs one: ±1.96 · 1.64 ÷ √2n of itself. */
export function spreadOf(shots: readonly CoachShot[], figure: Figure): Sure | null {
  const all = valuesByDay(shots, figure).flat()
  const value = robustSpread(all, FEWEST_FOR_FINDINGS)
  if (value === null) return null
  const off = (1.96 * 1.64) / Math.sqrt(2 * all.length)
  return { value, n: all.length, low: value * Math.max(0, 1 - off), high: value * (1 + off) }
}

function valuesByDay(shots: readonly CoachShot[], figure: Figure): readonly (readonly number[])[] {
  return [...Map.groupBy(shots, ({ practice_date }) => practice_date).values()].map(day =>
    day.flatMap(shot => figureOf(shot, figure) ?? []),
  )
}

/** What a finding stands on, in SI and in the store's signs. */
export interface Evidence extends Sure {
  readonly figure: Figure
  readonly of: 'middle' | 'spread'
  /** The golfer's own past, where there is enough of it. */
  readonly past: { readonly value: number; readonly n: number } | null
  /** What it should lie within; null = no bound on that side. */
  readonly reference: { readonly low: number | null; readonly high: number | null }
}

export function evidenceOf(
  seen: Seen,
  figure: Figure,
  of: Evidence['of'],
  sure: Sure,
  reference: Evidence['reference'],
): Evidence {
  const back = (value: number) => (of === 'spread' ? value : seen.stored(figure, value))
  const past = of === 'middle' ? middleOf(seen.past, figure) : spreadOf(seen.past, figure)
  return {
    ...{ figure, of, n: sure.n, value: back(sure.value) },
    ...between(back(sure.low), back(sure.high)),
    past: past && { value: back(past.value), n: past.n },
    reference: turned(reference, back),
  }
}

const between = (a: number, b: number): Interval => ({ low: Math.min(a, b), high: Math.max(a, b) })

/** Bounds in the store's signs: a turned one has its ends the other way round. */
export function turned(
  { low, high }: Evidence['reference'],
  back: (value: number) => number,
): Evidence['reference'] {
  const [a, b] = [low === null ? null : back(low), high === null ? null : back(high)]
  return back(1) < 0 ? { low: b, high: a } : { low: a, high: b }
}

/** Per shot, against the same shots without the fault. */
export interface Cost {
  readonly strokes: number
  /** Nearer to the line, and farther, on average. */
  readonly offline_m: number
  readonly carry_m: number
}

/** Every shot is flown again as it would be without the fault; the aim for distance is each pattern's own middle. */
export function costOf(
  { club, recent }: Pick<Seen, 'club' | 'recent'>,
  without: (shot: CoachShot & Flown) => Landing,
): Cost {
  const flown = recent.filter(isFlown)
  const before = flown.map(({ side_m, carry_m }) => ({ side: side_m, carry: carry_m }))
  const after = flown.map(without)
  const strokesOf = (landings: readonly Landing[]) => {
    const aim = median(landings.map(({ carry }) => carry)) ?? 0
    return mean(landings.map(landing => strokesLeft(landing, aim, club.category)))
  }
  return {
    strokes: strokesOf(before) - strokesOf(after),
    offline_m: mean(before.map(({ side }) => Math.abs(side))) - mean(after.map(({ side }) => Math.abs(side))),
    carry_m: mean(after.map(({ carry }) => carry)) - mean(before.map(({ carry }) => carry)),
  }
}

export interface Flown {
  readonly side_m: number
  readonly carry_m: number
}

const isFlown = (shot: CoachShot): shot is CoachShot & Flown => shot.side_m !== null && shot.carry_m !== null

const mean = (values: readonly number[]) =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** By shots, and by whether the whole interval lies past the limit. */
export function confidenceIn(n: number, past_limit: boolean): Exclude<Confidence, 'too few'> {
  return n >= 20 && past_limit ? 'good' : n >= 10 ? 'fair' : 'provisional'
}

/** Of a club's days, the newest first, those that rules look at: of now, of its past, and up to each date of `found`. */
export function daysNeeded<D extends { readonly practice_date: string | null; readonly n: number }>(
  days: readonly D[],
  found: readonly (string | null)[],
): readonly D[] {
  return [
    ...upTo(days, RECENT + PAST),
    ...found.flatMap(date =>
      upTo(
        days.filter(day => (day.practice_date ?? '') <= (date ?? '')),
        RECENT,
      ),
    ),
  ]
}

/** Whole days. */
function upTo<D extends { readonly practice_date: string | null; readonly n: number }>(
  days: readonly D[],
  shots: number,
): readonly D[] {
  let had = 0
  return [...Map.groupBy(days, ({ practice_date }) => practice_date).values()].flatMap(day => {
    const takes = had < shots
    had += day.reduce((sum, { n }) => sum + n, 0)
    return takes ? day : []
  })
}
