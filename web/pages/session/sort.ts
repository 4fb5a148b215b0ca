import type { ShotLine } from '../../db/query.ts'
import { type ColumnId, columnIds, sortValue } from './columns.ts'

export interface Sort {
  readonly by: ColumnId
  readonly falling: boolean
}

/** Newest first: what was hit last is what the golfer asks about. */
export const sortDefault: Sort = { by: 'number', falling: true }

/** As the address has it: `carry_m`, or `-carry_m` for falling. */
export function parseSort(text: string | null): Sort {
  const falling = text?.startsWith('-') ?? false
  const by = columnIds.find(id => id === (falling ? text?.slice(1) : text))
  return by === undefined ? sortDefault : { by, falling }
}

/** Null where it is the default: the address need not say it. */
export function sortSaid({ by, falling }: Sort): string | null {
  if (by === sortDefault.by && falling === sortDefault.falling) return null
  return falling ? `-${by}` : by
}

/** A tap on a heading: the largest first, then the smallest, and so on. */
export function sortBy(was: Sort, by: ColumnId): Sort {
  return { by, falling: was.by === by ? !was.falling : true }
}

/** Missing values last either way; equal ones in the order of time. */
export function sorted(shots: readonly ShotLine[], { by, falling }: Sort): readonly ShotLine[] {
  const way = falling ? -1 : 1
  return shots
    .map(shot => ({ shot, value: sortValue(shot, by) }))
    .sort((a, b) => {
      if (a.value === null || b.value === null) {
        return Number(a.value === null) - Number(b.value === null) || a.shot.number - b.shot.number
      }
      const order =
        typeof a.value === 'number' && typeof b.value === 'number'
          ? a.value - b.value
          : String(a.value).localeCompare(String(b.value), 'en')
      return order * way || a.shot.number - b.shot.number
    })
    .map(({ shot }) => shot)
}
