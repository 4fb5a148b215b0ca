/** The golfer's clubs as they are called and ordered, merged ones at their ends. */
import { clubOfCode, codeOfClubId, compareClubs, decodeClub } from '../../../shared/golf/clubs.ts'
import { type ClubCategory, clubCategories } from '../../../shared/schema/rows.ts'
import type { ClubRef } from '../query.ts'
import type { Reader } from '../sql.ts'
import { readSettings } from './settings.ts'

export interface BagClub extends ClubRef {
  readonly code: string | null
  readonly loft_deg: number | null
  readonly retired: boolean
  /** Somebody named it, gave it a loft or the like: it is in the bag without a shot. */
  readonly edited: boolean
  readonly took_in: readonly { readonly id: string; readonly name: string }[]
}

interface ClubRow {
  readonly id: string
  readonly code: string | null
  readonly name: string | null
  readonly category: string | null
  readonly loft_deg: number | null
  readonly retired: number | null
  readonly end_id: string | null
}

/** In the bag's order, retired last. `others`: clubs that shots name and no row has come for yet. */
export function readClubs(reader: Pick<Reader, 'all'>, others: Iterable<string> = []): BagClub[] {
  const rows = reader.all<ClubRow>(
    `SELECT id, code, name, category, loft_deg, retired, end_id
    FROM clubs LEFT JOIN merge_ends ON table_name = 'clubs' AND row_id = id`,
  )
  const there = new Set(rows.map(({ id }) => id))
  for (const id of others) {
    if (!there.has(id)) rows.push(withoutRow(id))
    there.add(id)
  }
  const mergedInto = Map.groupBy(rows, ({ end_id }) => end_id)
  const order = new Map(readSettings(reader).bag_order.map((id, place) => [id, place]))
  return rows
    .filter(({ end_id }) => end_id === null)
    .sort((a, b) => (a.retired ?? 0) - (b.retired ?? 0) || byBagOrder(order, a, b))
    .map((row, place) => ({
      id: row.id,
      code: row.code,
      name: nameOf(row),
      short: shortOf(row),
      category: categoryOf(row),
      place,
      loft_deg: row.loft_deg ?? (row.code === null ? null : loftOf(row.code)),
      retired: row.retired === 1,
      edited: [row.name, row.category, row.loft_deg, row.retired].some(value => value !== null),
      took_in: (mergedInto.get(row.id) ?? []).map(merged => ({ id: merged.id, name: nameOf(merged) })),
    }))
}

/** Clubs that the golfer has placed come first, in their order; the others by category and loft. */
function byBagOrder(order: ReadonlyMap<string, number>, a: ClubRow, b: ClubRow): number {
  const [left, right] = [order.get(a.id), order.get(b.id)]
  if (left !== undefined || right !== undefined) {
    return (left ?? Number.MAX_SAFE_INTEGER) - (right ?? Number.MAX_SAFE_INTEGER)
  }
  return compareClubs(a, b)
}

function withoutRow(id: string): ClubRow {
  const code = codeOfClubId(id)
  return { id, code, name: null, category: null, loft_deg: null, retired: null, end_id: null }
}

function nameOf({ name, code }: ClubRow): string {
  return name ?? (code === null ? 'Club without a name' : clubOfCode(code).name)
}

function shortOf({ name, code }: ClubRow): string {
  if (name === null) return code === null ? '?' : clubOfCode(code).short
  const decoded = decodeClub(name)
  return decoded !== null && decoded.category !== null ? decoded.short : name.slice(0, 5)
}

function categoryOf({ category, code }: ClubRow): ClubCategory | null {
  const own = clubCategories.find(known => known === category)
  return own ?? (code === null ? null : clubOfCode(code).category)
}

/** A loft that stands in the code (WEDGE_50) is known; a typical one only orders the bag. */
function loftOf(code: string): number | null {
  return /^WEDGE_\d/.test(code) ? clubOfCode(code).loft_deg : null
}
