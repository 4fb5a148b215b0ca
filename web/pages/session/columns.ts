import { type Figure, figureNames, figures } from '../../../shared/golf/measures.ts'
import { figureOf } from '../../../shared/golf/metrics.ts'
import type { ShotLine } from '../../db/query.ts'

/** A column of the shot table: a figure, or what the golfer gave the shot. */
export type ColumnId = 'number' | 'club' | Figure | 'tags' | 'notes'

/** In the order of the table. The number leads and can't be left out. */
export const columnIds: readonly ColumnId[] = ['number', 'club', ...figureNames, 'tags', 'notes']

/** What a phone has room for. */
const NARROW: readonly ColumnId[] = ['number', 'carry_m', 'side_m', 'ball_speed_mps', 'spin_rpm']
const WIDE: readonly ColumnId[] = [
  'number',
  'club',
  'carry_m',
  'side_m',
  'ball_speed_mps',
  'smash',
  'launch_deg',
  'spin_rpm',
]
const WIDE_PX = 640

const KEPT = 'rangebook.columns'

const OTHERS = {
  number: { short: 'shot', label: 'Shot' },
  club: { short: 'club', label: 'Club' },
  tags: { short: 'tags', label: 'Tags' },
  notes: { short: 'note', label: 'Note' },
} as const

export const isFigure = (column: ColumnId): column is Figure => column in figures

/** What a column is called: in its heading, and where there is room. */
export function nameOf(column: ColumnId): { readonly short: string; readonly label: string } {
  return isFigure(column) ? figures[column] : OTHERS[column]
}

/** The columns that the golfer chose on this device; else what the width has room for. */
export function readColumns(width_px: number): readonly ColumnId[] {
  return parseColumns(localStorage.getItem(KEPT)) ?? (width_px < WIDE_PX ? NARROW : WIDE)
}

export function keepColumns(columns: readonly ColumnId[] | null): void {
  if (columns === null) localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, columns.join(' '))
}

/** In the table's order, the number always among them; null where nothing of it is a column. */
export function parseColumns(text: string | null): readonly ColumnId[] | null {
  const named = new Set(text?.split(' '))
  const columns = columnIds.filter(id => id === 'number' || named.has(id))
  return columns.length > 1 ? columns : null
}

/** What a column sorts by; null is missing. */
export function sortValue(shot: ShotLine, column: ColumnId): number | string | null {
  if (isFigure(column)) return figureOf(shot, column)
  switch (column) {
    case 'number':
      return shot.number
    case 'club':
      return shot.club_id
    case 'tags':
      return shot.tags.join(' ') || null
    case 'notes':
      return shot.notes
    default:
      return column satisfies never
  }
}
