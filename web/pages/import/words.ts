/** The preview in words: what is new, what is missing, what one tap would do. */
import type { Measure } from '../../../shared/schema/rows.ts'
import type { ImportPreview } from '../../db/query.ts'

const number = (n: number): string => n.toLocaleString('en')
const shotsOf = (n: number): string => (n === 1 ? '1 shot' : `${number(n)} shots`)

/** What the report's shots are to this history: "all new", "18 new, 33 known". */
export function newsSaid({ total, new: fresh, changed, known, purged }: ImportPreview['shots']): string {
  if (total === 0) return 'no shots'
  if (fresh === total) return 'all new'
  if (known === total) return 'all known'
  return [
    fresh > 0 && `${number(fresh)} new`,
    changed > 0 && `${number(changed)} changed`,
    known > 0 && `${number(known)} known`,
    purged > 0 && `${number(purged)} deleted for good`,
  ]
    .filter(Boolean)
    .join(', ')
}

/** The button that takes the report in; null = there is nothing to take in. */
export function acceptSaid({ new: fresh, changed }: ImportPreview['shots']): string | null {
  if (fresh > 0 && changed > 0) return `Add ${number(fresh)}, complete ${number(changed)}`
  if (fresh > 0) return `Add ${shotsOf(fresh)}`
  if (changed > 0) return `Complete ${shotsOf(changed)}`
  return null
}

interface Lack {
  readonly measures: readonly Measure[]
  /** What a shot has none of, and how one has it. */
  readonly what: string
  readonly one: string
  /** What its shots stay out of, and nothing else; null where a monitor that misses it has misread the shot. */
  readonly out: string | null
}

/** In the order in which they matter to a golfer; what goes together is told once. */
const LACKS: readonly Lack[] = [
  { measures: ['carry_m'], what: 'carry', one: 'carry', out: null },
  { measures: ['ball_speed_mps'], what: 'ball speed', one: 'ball speed', out: null },
  { measures: ['side_m'], what: 'side', one: 'side', out: null },
  { measures: ['launch_deg', 'launch_direction_deg'], what: 'launch', one: 'launch', out: null },
  {
    measures: ['impact_x_mm', 'impact_y_mm'],
    what: 'impact point',
    one: 'an impact point',
    out: 'the strike map',
  },
  { measures: ['club_speed_mps'], what: 'club speed', one: 'club speed', out: 'smash factor' },
  { measures: ['face_deg'], what: 'face angle', one: 'a face angle', out: 'face to path' },
  { measures: ['club_path_deg'], what: 'club path', one: 'a club path', out: 'face to path' },
  { measures: ['attack_deg'], what: 'attack angle', one: 'an attack angle', out: 'spin loft' },
  { measures: ['dynamic_loft_deg'], what: 'dynamic loft', one: 'dynamic loft', out: 'spin loft' },
  { measures: ['lie_deg'], what: 'lie angle', one: 'a lie angle', out: 'the figure for lie' },
  { measures: ['back_spin_rpm', 'side_spin_rpm'], what: 'spin', one: 'spin', out: 'the spin figures' },
]

export interface LackSaid {
  readonly n: number
  readonly what: string
  /** "19 shots have no impact point." */
  readonly says: string
  /** "That is usual; they stay out of the strike map only." */
  readonly so: string
}

/** Missing values by what a golfer would miss, most shots first. */
export function lacksSaid(missing: ImportPreview['missing'], total: number): readonly LackSaid[] {
  const byMeasure = new Map<Measure, number>(missing.map(({ measure, n }) => [measure, n]))
  return LACKS.flatMap(({ measures, what, one, out }) => {
    const n = Math.max(...measures.map(measure => byMeasure.get(measure) ?? 0))
    if (n === 0) return []
    return [
      {
        n,
        what,
        says:
          n === total && total > 1
            ? `No shot has ${one}.`
            : `${shotsOf(n)} ${n === 1 ? 'has' : 'have'} no ${what}.`,
        so:
          out === null
            ? 'That is unusual. The shots are kept, with a blank where it is missing.'
            : `That is usual; ${n === 1 ? 'it stays' : 'they stay'} out of ${out} only.`,
      },
    ]
  }).sort((a, b) => b.n - a.n)
}

/** The rest of the lacks in one line, those of as many shots together. */
export function otherLacksSaid(others: readonly LackSaid[]): string | null {
  if (others.length === 0) return null
  const says = [...new Set(others.map(({ n }) => n))].map(n => {
    const what = others.filter(lack => lack.n === n).map(({ what }) => what)
    return `${shotsOf(n)} ${n === 1 ? 'has' : 'have'} no ${listSaid(what, 'or')}.`
  })
  return `${says.join(' ')} What is missing is left blank, never counted as 0.`
}

/** "a", "a and b", "a, b and c". */
export function listSaid(words: readonly string[], and: 'and' | 'or' = 'and'): string {
  const last = words.at(-1)
  if (last === undefined || words.length === 1) return last ?? ''
  return `${words.slice(0, -1).join(', ')} ${and} ${last}`
}

/** "26 Dec 2025"; several dates from first to last. */
export function datesSaid(dates: readonly string[], write: (date: string) => string): string {
  const sorted = [...dates].sort()
  const [first] = sorted
  const last = sorted.at(-1)
  if (first === undefined || last === undefined) return 'no date'
  if (first === last) return write(first)
  return `${sorted.length} dates, ${write(first)} to ${write(last)}`
}

/** What stays as it is when nothing is new. */
export const NOTHING_NEW = 'Nothing is new: every shot is in your history already, edits and all.'
