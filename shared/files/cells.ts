/**
 * One cell as monitors write it: `R 26.7`, `27.8 L`, `14.3°`, `3.3 s`, `2.0 DN`, `O-I`, `="11.4 R"`,
 * `1,234`, `--`. Which side plus is, is not decided here.
 */
import { type Unit, unitNamed } from './units.ts'

export interface CellNumber {
  readonly value: number
  /** A letter gave the sign: R, UP, in-to-out and toe are plus. */
  readonly lettered: boolean
  /** Written in the cell itself, as SkyTrak's and GSPro's `0 ft`. */
  readonly unit: Unit | null
}

export type DecimalSign = '.' | ','

/** What monitors write for "not measured"; the two numbers are Uneekor's and Foresight's. */
const MISSING = /^(-+|–|—|n\/?a|null|none|nan|9{5,}(\.0*)?|16777215(\.0*)?)$/i

const PLUS = /^(r|up|u|i-o|t|o|open)$/i
const MINUS = /^(l|dn|down|d|o-i|h|c|closed)$/i

/** Unwraps `="…"`, which keeps a spreadsheet from touching the text. */
export function plain(raw: string): string {
  const text = raw.trim()
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? text.slice(2, -1).trim() : text
}

export const isMissing = (text: string) => text === '' || MISSING.test(text)

/** Null: missing. 'unreadable': there is something, and it is no number. */
export function readNumber(
  raw: string,
  decimal: DecimalSign,
  /** In a column of spin T is topspin, which is minus. */
  spin = false,
): CellNumber | null | 'unreadable' {
  const text = plain(raw)
  if (isMissing(text)) return null
  // Longer than any number with its letters: also keeps the pattern quick.
  if (text.length > 40) return 'unreadable'
  const found = /^([\p{L}-]*?)\s*([+-]?[\d.,'\u00a0\u202f]*\d[\d.,]*)\s*([\p{L}°/-]*)$/u.exec(text)
  if (!found) return 'unreadable'
  const [, before = '', digits = '', after = ''] = found
  const value = Number(western(digits, decimal))
  if (!Number.isFinite(value)) return 'unreadable'
  // "-12.5": the lazy prefix may have taken the sign.
  const letters = before === '-' ? '' : before
  const size = before === '-' ? -value : value
  const letter = letters || after
  const unit = letters === '' ? unitNamed(after) : null
  if (letter === '' || unit !== null) return { value: size === 0 ? 0 : size, lettered: false, unit }
  if (value < 0 || (letters !== '' && after !== '' && unitNamed(after) === null)) return 'unreadable'
  const side = spin && /^t$/i.test(letter) ? -1 : PLUS.test(letter) ? 1 : MINUS.test(letter) ? -1 : 0
  if (side === 0) return 'unreadable'
  return { value: value === 0 ? 0 : side * value, lettered: true, unit: unitNamed(after) }
}

/** The digits as JavaScript reads them. */
function western(digits: string, decimal: DecimalSign): string {
  const bare = digits.replace(/['\u00a0\u202f]/g, '')
  return decimal === ',' ? bare.replaceAll('.', '').replace(',', '.') : bare.replace(/,(?=\d{3}(?!\d))/g, '')
}

/**
 * The decimal sign of a whole file: a comma where numbers have one and none has a point that could
 * be it. `1,234` alone says nothing.
 */
export function decimalSign(cells: Iterable<string>): { readonly sign: DecimalSign; readonly seen: boolean } {
  let points = 0
  let commas = 0
  for (const raw of cells) {
    const text = plain(raw)
    if (/^\D{0,3}-?\d+\.\d+\D{0,5}$/.test(text)) points++
    else if (/^\D{0,3}-?\d+,(\d{1,2}|\d{4,})\D{0,5}$/.test(text)) commas++
  }
  return { sign: commas > points ? ',' : '.', seen: commas > 0 || points > 0 }
}
