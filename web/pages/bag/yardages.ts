import {
  type ClubStock,
  type Gap,
  gapsOf,
  type Stock,
  type SwingLength,
} from '../../../shared/golf/gapping.ts'
import type { ClubCarry } from '../../db/analysis.ts'
import type { ClubLine } from '../../db/query.ts'

/** A median of fewer shots than these says little: it is drawn hollow and begins no step. */
export const ENOUGH_SHOTS = 5

/** With fewer clubs a wide step is a club that was not hit yet, not one that is missing. */
export const ENOUGH_CLUBS = 4

const LABEL_LETTERS = 11

/** A club of the bag with its full swing. */
export interface Yardage extends ClubStock {
  readonly name: string
  /** Beside its bar, where a long name has no room. */
  readonly label: string
  readonly short: string
  readonly place: number
  readonly carry: ClubCarry
}

/** What a club's one figure is. */
export const figuresOfClub = ['median', 'mean', 'best'] as const
export type FigureOfClub = (typeof figuresOfClub)[number]

function asked(stock: Stock, by: FigureOfClub): Stock {
  return { ...stock, stock_m: { median: stock.stock_m, mean: stock.mean_m, best: stock.best_m }[by] }
}

/** Clubs of the bag that have a distance, in its order. A putter has none, a mixed round none of its own. */
export function yardagesOf(
  bag: readonly ClubLine[],
  carries: readonly ClubCarry[],
  by: FigureOfClub = 'median',
): readonly Yardage[] {
  const byClub = new Map(carries.map(carry => [carry.club_id, carry]))
  return bag.flatMap(({ id, name, short, place, category, retired }) => {
    const carry = byClub.get(id)
    const stock = carry && fullOf(carry)
    if (!stock || retired || category === 'putter' || category === 'mixed') return []
    const label = name.length > LABEL_LETTERS ? short : name
    return [{ id, name, label, short, place, category, stock: asked(stock, by), carry }]
  })
}

export function fullOf({ stocks }: ClubCarry): Stock | undefined {
  return stocks.find(({ swing }) => swing === 'full')
}

/** A wedge's row of the matrix, or another club's that was swung at several lengths. */
export interface Partial {
  readonly yardage: Yardage
  readonly lengths: ReadonlyMap<SwingLength, Stock>
}

export function partialsOf(yardages: readonly Yardage[]): readonly Partial[] {
  return yardages
    .filter(({ carry }) => carry.stocks.length > 1)
    .map(yardage => ({
      yardage,
      lengths: new Map(yardage.carry.stocks.map(stock => [stock.swing, stock])),
    }))
}

export interface Gaps {
  readonly all: readonly Gap<Yardage>[]
  readonly holes: readonly Gap<Yardage>[]
  readonly overlaps: readonly Gap<Yardage>[]
}

export function gapsIn(yardages: readonly Yardage[]): Gaps {
  const all = gapsOf(yardages)
  // Of the bag's few clubs a wide gap is one that was not hit yet.
  const told = yardages.length < ENOUGH_CLUBS ? [] : all
  return {
    all,
    holes: told.filter(({ is }) => is === 'hole').sort((a, b) => b.gap_m - a.gap_m),
    overlaps: told.filter(({ is }) => is === 'overlap').sort((a, b) => a.gap_m - b.gap_m),
  }
}

/** Ends and round ticks of an axis that holds all of them. `tick` is in the unit of the values. */
export function axisOver(
  values: readonly number[],
  tick: number,
): { readonly from: number; readonly to: number; readonly ticks: readonly number[] } {
  const from = Math.min(...values)
  const to = Math.max(...values)
  const ticks: number[] = []
  for (let at = Math.ceil(from / tick) * tick; at <= to; at += tick) ticks.push(at)
  return { from, to, ticks }
}
