import { type ClubCategory, clubCategories } from '../../../shared/schema/rows.ts'

/** A loft as typed: degrees with a point or a comma; null = none; undefined = not a loft. */
export function loftTyped(text: string): number | null | undefined {
  const trimmed = text.trim().replace(/°$/, '').trim().replace(',', '.')
  if (trimmed === '') return null
  if (!/^\d{1,2}(\.\d{1,2})?$/.test(trimmed)) return undefined
  const loft_deg = Number(trimmed)
  return loft_deg > 0 && loft_deg <= 80 ? loft_deg : undefined
}

export function loftSaid(loft_deg: number | null): string | null {
  return loft_deg === null ? null : `${loft_deg}°`
}

export const NOT_A_LOFT = 'A loft is a number of degrees, up to 80.'

const NAMES: { readonly [category in ClubCategory]: string } = {
  driver: 'Driver',
  wood: 'Wood',
  hybrid: 'Hybrid',
  iron: 'Iron',
  wedge: 'Wedge',
  putter: 'Putter',
  mixed: 'Mixed clubs',
}

/** What a golfer may say a club is. */
export const categoryChoices = clubCategories.map(value => ({ value, says: NAMES[value] }))
