/**
 * Ids of another maker's rows, which have none of their own: a hash of the raw cells, by heading,
 * before any unit, sign or date is decided, so that the same row of two exports is the same shot
 * and a verdict turned round changes no id.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { type Heading, isPersonal } from './headings.ts'

/** 128 bits: 100,000 rows meet by chance once in 10^28. */
const HEX_DIGITS = 32

export function hashOf(parts: readonly string[]): string {
  // Well-formed first: a lone surrogate has no UTF-8.
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts).toWellFormed()))).slice(0, HEX_DIGITS)
}

/** What a golfer may write into a row after the swing, without its being another shot. */
const isRemark = (heading: Heading) => /^(notes?|notiz|comment|tags?|markierung|useinstat)$/.test(heading.key)

/**
 * One text for a row's cells: by heading, not by place, and without the empty ones, so that a later
 * export with a column more, or in another order, is the same row. `context` is what stands once
 * for many rows: the club of a block, the date of the title or the file's name.
 */
export function rowHash(
  headings: readonly Heading[],
  cells: readonly string[],
  context: readonly string[],
): string {
  const named = headings.flatMap((heading, i) => {
    const cell = (cells[i] ?? '').trim()
    return cell === '' || isPersonal(heading) || isRemark(heading)
      ? []
      : [[heading.text, String(heading.nth), cell]]
  })
  named.sort(([a = '', b = ''], [c = '', d = '']) => (a < c ? -1 : a > c ? 1 : b < d ? -1 : 1))
  return hashOf([...context, ...named.flat()])
}

/** Numbers equal rows 1, 2, 3 in the order of the file. */
export function nthOf(seen: Map<string, number>, hash: string): number {
  const n = (seen.get(hash) ?? 0) + 1
  seen.set(hash, n)
  return n
}
