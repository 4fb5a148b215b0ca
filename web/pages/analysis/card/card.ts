/** What stands on a yardage card: a line a club, then part swings while there is room. */

import type { Stock } from '../../../../shared/golf/gapping.ts'
import type { ShotRow } from '../../../../shared/golf/shotPattern.ts'
import { ENOUGH_SHOTS, partialsOf, type Yardage } from '../../bag/yardages.ts'
import { csvOf } from '../csv.ts'

/** A bag's clubs; more lines could not be read at arm's length. */
export const MOST_LINES = 14

export interface CardLine {
  readonly id: string
  readonly name: string
  /** In the golfer's unit, whole; adjusted. */
  readonly cover: number
  readonly stock: number
  readonly long: number
  readonly few: boolean
}

export function linesOfCard(
  yardages: readonly Yardage[],
  shown: (m: number) => number,
): { readonly lines: readonly CardLine[]; readonly left: number } {
  const line = (id: string, name: string, { cover_m, stock_m, long_m, n }: Stock): CardLine => ({
    ...{ id, name, few: n < ENOUGH_SHOTS },
    ...{
      cover: Math.round(shown(cover_m)),
      stock: Math.round(shown(stock_m)),
      long: Math.round(shown(long_m)),
    },
  })
  const full = yardages.map(({ id, short, stock }) => line(id, short, stock))
  const parts = partialsOf(yardages).flatMap(({ yardage, lengths }) =>
    [...lengths.values()]
      .filter(({ swing, n }) => swing !== 'full' && n >= ENOUGH_SHOTS)
      .map(stock => line(`${yardage.id} ${stock.swing}`, `${yardage.short} ${stock.swing}`, stock)),
  )
  const all = [...full, ...parts.sort((a, b) => b.stock - a.stock)]
  return { lines: all.slice(0, MOST_LINES), left: Math.max(0, all.length - MOST_LINES) }
}

/** The five columns that Shot Pattern takes in (monitors.md, C11): yards, right is +. */
export function shotPatternCsv(rows: readonly ShotRow[], nameOf: (club_id: string) => string): string {
  const fixed = (yards: number) => yards.toFixed(2)
  return csvOf(
    ['Club', 'Type', 'Target', 'Total', 'Side'],
    rows.map(({ club_id, tee, target_yd, total_yd, side_yd }) => [
      nameOf(club_id),
      tee ? 'Tee' : 'Approach',
      fixed(target_yd),
      fixed(total_yd),
      fixed(side_yd),
    ]),
  )
}
