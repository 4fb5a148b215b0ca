/**
 * Single fields of the source's JSON. Each reader gives the value, null for missing, or why it can't be
 * read. Missing (99999 and its kin, "", null, absent) is settled here, before anything is converted.
 */
import { withoutTurns } from './text.ts'

export class Unreadable {
  readonly why: string
  constructor(why: string) {
    this.why = why
  }
}

export type Read<T> = T | null | Unreadable

export type JsonObject = { readonly [key: string]: unknown }

/** The source writes 99999 where it measured nothing; nothing that it measures comes near. */
const MISSING_FROM = 99_990
/** What the page's own formula makes of a missing impact: (0.6 − 99999)/60 and (99999 − 6)/60. */
const OPTIX_MISSING_FROM = 1666

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i
const LONGEST_TEXT = 1000
const LONGEST_ID = 40

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** An own field: `__proto__` and what else an object inherits is no field of the source. */
export function field(object: JsonObject, name: string): unknown {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** A measurement, as a number or as digits in a string. */
export function readNumber(value: unknown): Read<number> {
  if (value === undefined || value === null) return null
  const number = typeof value === 'string' ? numberOfText(value) : value
  if (number === null) return null
  if (typeof number !== 'number' || Number.isNaN(number)) {
    return new Unreadable(`is ${said(value)}, not a number`)
  }
  if (Math.abs(number) >= MISSING_FROM) return null
  // −0 and 0 are one value; kept apart they would make a re-import look changed.
  return number === 0 ? 0 : number
}

/** Impact in the page's units. */
export function readOptix(value: unknown): Read<number> {
  const number = readNumber(value)
  return typeof number === 'number' && Math.abs(number) >= OPTIX_MISSING_FROM ? null : number
}

/** Words of the golfer or names of the source, kept as text whatever letters stand in them. */
export function readText(value: unknown): Read<string> {
  if (value === undefined || value === null) return null
  if (typeof value === 'number' && Number.isFinite(value)) return readText(String(value))
  if (typeof value !== 'string') return new Unreadable(`is ${said(value)}, not text`)
  // U+0000 ends a text in SQLite's C interface and is refused by Postgres; half a surrogate pair is no UTF-8.
  const clean = withoutTurns(value.slice(0, LONGEST_TEXT).replaceAll('\u0000', '').toWellFormed())
  return clean.trim() === '' ? null : clean
}

/** An id as exact text of digits, from a whole number or digits in a string. */
export function readId(value: unknown): Read<string> {
  if (value === undefined || value === null || value === '') return null
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= 0) return String(value)
    return new Unreadable(
      Number.isInteger(value) && value > 0
        ? 'is a number too large to be read exactly, so two shots could be taken for one'
        : 'is not a whole number',
    )
  }
  if (typeof value !== 'string') return new Unreadable(`is ${said(value)}, not a whole number`)
  const text = value.trim()
  if (!/^\d+$/.test(text) || text.length > LONGEST_ID) return new Unreadable('is not a whole number')
  return text.replace(/^0+(?=\d)/, '')
}

/** A number that only orders shots: one that can't be held exactly orders nothing. */
export function readOrder(value: unknown): Read<number> {
  const id = readId(value)
  if (id instanceof Unreadable || id === null) return id
  const number = Number(id)
  return Number.isSafeInteger(number) ? number : new Unreadable('is too large to order by')
}

/** "Y" and "N"; true and false, 1 and 0 as a later version of the source may write them. */
export function readYesNo(value: unknown): Read<0 | 1> {
  if (value === undefined || value === null || value === '') return null
  if (value === 'Y' || value === 'y' || value === true || value === 1) return 1
  if (value === 'N' || value === 'n' || value === false || value === 0) return 0
  return new Unreadable(`is ${said(value)}, not Y or N`)
}

/** A bit as the source's database driver writes it: {"type":"Buffer","data":[1]}. */
export function readBit(value: unknown): Read<0 | 1> {
  if (!isObject(value)) return readYesNo(value)
  const data = field(value, 'data')
  if (!Array.isArray(data) || data.length > 8) return new Unreadable(`is ${said(value)}, not a bit`)
  const bytes: readonly unknown[] = data
  if (!bytes.every(byte => typeof byte === 'number')) return new Unreadable('holds other things than a bit')
  return bytes.length === 0 ? null : bytes.some(byte => byte !== 0) ? 1 : 0
}

/** A moment in ISO UTC, as text. */
export function readMoment(value: unknown): Read<string> {
  const text = readText(value)
  if (typeof text !== 'string') return text
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?Z$/.test(text)
    ? text
    : new Unreadable('is not a moment in ISO UTC')
}

function numberOfText(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return trimmed.length <= 40 && NUMBER.test(trimmed) ? Number(trimmed) : text
}

function said(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return typeof value === 'string' ? 'text' : `a ${typeof value}`
}
