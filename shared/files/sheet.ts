/**
 * Rows of cells to a sheet: where the headings stand, which rows are shots, and what the others are
 * (titles, units, a club alone, averages, notes). Every row is accounted for.
 */
import { decodeClub } from '../golf/clubs.ts'
import { plain } from './cells.ts'
import type { Csv, CsvLine } from './csv.ts'
import { findDate, type RawDate } from './dates.ts'
import { type Heading, isPersonal, readHeadings, targetsOf } from './headings.ts'
import { type Read, refuse } from './refusal.ts'
import { unitNamed } from './units.ts'

export interface SheetRow {
  readonly line: number
  readonly cells: readonly string[]
  /** From a row that holds a club alone, above. */
  readonly club: string | null
}
export interface Skipped {
  readonly line: number
  readonly what: 'blank' | 'title' | 'headings' | 'units' | 'club' | 'summary' | 'notes'
}
export interface Refused {
  readonly line: number
  readonly reason: string
  /** As it came, without names and addresses. */
  readonly cells: readonly string[]
}
export interface Sheet {
  readonly delimiter: Csv['delimiter']
  readonly headings: readonly Heading[]
  readonly rows: readonly SheetRow[]
  readonly skipped: readonly Skipped[]
  readonly refused: readonly Refused[]
  /** The first date above the headings: that of the whole file, where rows have none. */
  readonly title_date: RawDate | null
}

/** How far down headings are looked for. */
const HEADING_WITHIN = 60

export function readSheet(csv: Csv): Read<Sheet> {
  const at = headingLine(csv.lines)
  if (at < 0) {
    return refuse(
      'no_headings',
      'No row of headings was found: nothing in this file looks like a list of shots. Choose the CSV of your monitor’s app.',
    )
  }
  const headingCells = csv.lines[at]?.cells ?? []
  const below = csv.lines[at + 1]?.cells ?? []
  const unitsBelow = isUnits(below)
  const headings = readHeadings(headingCells, unitsBelow ? below : [])
  const skipped: Skipped[] = []
  const rows: SheetRow[] = []
  const refused: Refused[] = []
  let club: string | null = null
  let notes = false
  for (const [i, { line, cells }] of csv.lines.entries()) {
    const filled = cells.filter(cell => cell.trim() !== '')
    const alone = filled.length === 1 && cells[0] === filled[0] ? plain(filled[0] ?? '') : null
    const what = notes ? 'notes' : kindOf(cells, filled, alone, i, at, headingCells)
    if (what === 'club') club = alone
    if (what === 'notes') notes = true
    if (what !== 'row') skipped.push({ line, what })
    else if (cells.slice(headings.length).some(cell => cell.trim() !== '')) {
      const reason = `It has ${cells.length} cells where there are ${headings.length} headings.`
      refused.push({ line, reason, cells: withoutPersons(headings, cells) })
    } else rows.push({ line, cells, club })
  }
  const cut = cutOff(csv, rows, headings.length)
  if (cut) {
    rows.pop()
    const reason = 'The file is cut off in this row. Export it again.'
    refused.push({ line: cut.line, reason, cells: withoutPersons(headings, cut.cells) })
  }
  return {
    ok: true,
    value: {
      delimiter: csv.delimiter,
      headings,
      rows,
      skipped,
      refused,
      title_date: titleDate(csv.lines.slice(0, at)),
    },
  }
}

/** The last row, where the file ends before it does: shorter than every other, its last number may lack digits. */
function cutOff(csv: Csv, rows: readonly SheetRow[], headings: number): SheetRow | null {
  const last = rows.at(-1)
  if (!csv.open_end || !last || rows.length < 2 || last.line !== csv.lines.at(-1)?.line) return null
  const length = last.cells.length
  return length < headings && rows.slice(0, -1).every(({ cells }) => cells.length > length) ? last : null
}

/** A row without what stands under Player, Email and the like. */
export const withoutPersons = (headings: readonly Heading[], cells: readonly string[]) =>
  cells.slice(0, 100).map((cell, i) => {
    const heading = headings[i]
    return (heading && isPersonal(heading)) || cell.includes('@') ? '' : cell.slice(0, 200)
  })

/** The row with most headings that are known; of a language that is not, the first that could be one. */
function headingLine(lines: readonly CsvLine[]): number {
  let best = -1
  let most = 2
  for (const [i, { cells }] of lines.slice(0, HEADING_WITHIN).entries()) {
    const known = new Set(targetsOf(readHeadings(cells)))
    known.delete(null)
    if (known.size > most) [best, most] = [i, known.size]
  }
  return best >= 0 ? best : lines.slice(0, HEADING_WITHIN).findIndex((_, i) => couldBeHeadings(lines, i))
}

function couldBeHeadings(lines: readonly CsvLine[], i: number): boolean {
  const cells = lines[i]?.cells ?? []
  const words = cells.filter(cell => /\p{L}/u.test(cell) && !isNumeric(cell))
  if (words.length < 4 || words.length < cells.length / 2) return false
  return lines
    .slice(i + 1, i + 4)
    .some(row => row.cells.length >= cells.length / 2 && row.cells.filter(isNumeric).length >= 3)
}

const isNumeric = (cell: string) => /^[-+]?\d[\d.,]*$/.test(cell.trim().slice(0, 40))

function kindOf(
  cells: readonly string[],
  filled: readonly string[],
  alone: string | null,
  i: number,
  at: number,
  headingCells: readonly string[],
): Skipped['what'] | 'row' {
  if (filled.length === 0) return 'blank'
  if (i === at || sameCells(cells, headingCells)) return 'headings'
  if (alone !== null && decodeClub(alone)?.category) return 'club'
  if (i < at) return 'title'
  if (isUnits(cells)) return 'units'
  if (alone !== null && /^notes:?$/i.test(alone)) return 'notes'
  if (
    cells
      .slice(0, 3)
      .some(cell => /^(average|avg\.?|mean|std\.? ?dev\.?|dev\.?|deviation)$/i.test(plain(cell)))
  ) {
    return 'summary'
  }
  // A title above another block, as Foresight writes; a shot has a number somewhere.
  return cells.some(cell => /\d/.test(cell)) ? 'row' : 'title'
}

const sameCells = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((cell, i) => cell.trim() === b[i]?.trim())

/** Units in brackets or bare, and no number anywhere. */
function isUnits(cells: readonly string[]): boolean {
  const filled = cells.filter(cell => cell.trim() !== '')
  return (
    !filled.some(isNumeric) &&
    filled.filter(cell => unitNamed(cell) !== null).length >= Math.max(2, filled.length / 2)
  )
}

function titleDate(lines: readonly CsvLine[]): RawDate | null {
  for (const { cells } of lines) {
    const date = findDate(cells.join(' '))
    if (date) return date
  }
  return null
}
