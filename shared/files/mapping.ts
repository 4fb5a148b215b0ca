/**
 * Which column is which measure: plain JSON, proposed from headings and cells, changed by the golfer
 * on the mapping screen, remembered by the signature of the headings.
 */
import { decodeClub } from '../golf/clubs.ts'
import { plain } from './cells.ts'
import { findDate } from './dates.ts'
import { type Heading, isPersonal, readHeadings, targetsOf } from './headings.ts'
import { hashOf } from './ids.ts'
import { makerById, makerOf } from './makers.ts'
import type { Sheet } from './sheet.ts'
import { isMeasured, type Target } from './targets.ts'
import type { Unit } from './units.ts'

export interface MappedColumn {
  readonly heading: string
  readonly nth: number
  /** Null: left out. */
  readonly target: Target | null
  /** Null: the file doesn't say, its numbers decide. */
  readonly unit: Unit | null
}
export interface Mapping {
  /** A maker of makers.ts; else `file`. */
  readonly maker: string
  readonly columns: readonly MappedColumn[]
}
export interface Guess {
  readonly mapping: Mapping
  readonly maker_name: string
  /** True: needs no golfer to confirm it. */
  readonly by_itself: boolean
}

/** The maker of a file that none is known for. */
export const UNKNOWN_MAKER = 'file'

export const makerName = (id: string) => makerById(id)?.name ?? 'another monitor'

/** The same for files of one layout, whatever the order of their columns. */
export function headingSignature(headings: readonly Heading[]): string {
  return hashOf(headings.map(heading => `${heading.text}|${heading.nth}|${heading.unit ?? ''}`).sort())
}

export function guessMapping({ headings, rows }: Pick<Sheet, 'headings' | 'rows'>): Guess {
  const maker = makerOf(headings)
  const byWords = targetsOf(headings).map(
    (target, i) => target ?? maker?.also?.[headings[i]?.key ?? ''] ?? null,
  )
  const byPlace =
    maker === null && byWords.filter(t => t && isMeasured(t)).length < 3 ? garminByPlace(headings) : null
  const found = byPlace ?? byWords
  const sample = rows.slice(0, 50)
  const targets = found.map((target, i) => {
    const heading = headings[i]
    if (target !== null || heading === undefined || isPersonal(heading)) return target
    return byCells(
      sample.map(row => row.cells[i] ?? ''),
      found,
    )
  })
  const id = maker?.id ?? (byPlace ? 'garmin' : UNKNOWN_MAKER)
  return {
    mapping: {
      maker: id,
      columns: headings.map((heading, i) => ({
        heading: heading.text,
        nth: heading.nth,
        target: targets[i] ?? null,
        unit: heading.unit,
      })),
    },
    maker_name: makerName(id),
    by_itself: maker?.by_itself ?? false,
  }
}

/** A column without a known name whose cells are dates, or clubs. */
function byCells(cells: readonly string[], found: readonly (Target | null)[]): Target | null {
  const filled = cells.map(plain).filter(cell => cell !== '')
  if (filled.length === 0) return null
  const mostly = (test: (cell: string) => boolean) => filled.filter(test).length >= filled.length * 0.8
  if (!found.includes('date') && mostly(cell => findDate(cell) !== null)) return 'date'
  const isClub = (cell: string) => /\p{L}/u.test(cell) && Boolean(decodeClub(cell)?.category)
  return !found.includes('club') && mostly(isClub) ? 'club' : null
}

/**
 * Garmin's headings come in the phone's language, its columns in one order by platform: 42 or 31 of
 * them on iOS, 32 on Android. A proposal only.
 */
function garminByPlace(headings: readonly Heading[]): (Target | null)[] | null {
  const start =
    'Club Speed,Attack Angle,Club Path,Club Face,Face to Path,Ball Speed,,Launch Angle,Launch Direction'
  const middle = 'Backspin,Sidespin,Spin Rate,,Spin Axis,Apex Height,Carry Distance,,Carry Deviation Distance'
  const english = `${start},${middle},Total Distance,,Total Deviation Distance`
  const before: { readonly [columns: number]: string } = {
    42: 'Date,Player,Club Name,,Club Type',
    31: 'Date,Player,Club Name,Club Type',
    32: 'Date,Player,Club Type',
  }
  const first = before[headings.length]
  if (first === undefined) return null
  const names = `${first},${english}`.split(',')
  return targetsOf(readHeadings(headings.map((_, i) => names[i] ?? '')))
}
