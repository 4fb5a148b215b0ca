/**
 * What a row's state is, in two numbers: alike on every device and in the cloud (`rangebook.state_sql` of
 * migrations/cloud/0007_compare.sql), whatever revision it has, and whichever of the two knows a column that
 * rides in `extra` at the other. Sums of them tell whether many rows are the same without sending one.
 */
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { UnknownRow } from './merge.ts'

/** The first eight bytes of the SHA-256 of its state, as two whole numbers below 2³². */
export type RowDigest = readonly [number, number]

/** Of rows together, in any order: how many, and both sums; exact for two million rows. */
export type DigestSum = readonly [rows: number, a: number, b: number]

export function addDigests([n, a, b]: DigestSum, [more, c, d]: DigestSum): DigestSum {
  return [n + more, a + c, b + d]
}

/** `row` as a store holds it or as it travels. */
export function rowDigest(row: UnknownRow): RowDigest {
  const hash = sha256(utf8ToBytes(stateText(row)))
  const view = new DataView(hash.buffer, hash.byteOffset)
  return [view.getUint32(0), view.getUint32(4)]
}

/** The id, its clocks, then a line `name value` for each column that has one, by name. */
export function stateText({ id, clocks, extra, rev: _, ...columns }: UnknownRow): string {
  const riding: UnknownRow = typeof extra === 'string' ? JSON.parse(extra) : {}
  const all = { ...riding, ...columns }
  const lines: string[] = []
  // Names are a to z, 0 to 9 and _, so that every sort agrees.
  for (const name of Object.keys(all).sort()) {
    const value = all[name]
    if (value === null || value === undefined) continue
    lines.push(`${name} ${valueText(value, name in columns)}`)
  }
  return `${String(id)}\n${String(clocks ?? '{}')}\n${lines.join('\n')}`
}

/** Text that Postgres can't hold can ride in its json, and stays that. */
const UNHOLDABLE = /\\u(0000|d[89a-f])/

function valueText(value: unknown, in_column: boolean): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'string') return JSON.stringify(value)
  if (in_column) return value
  const json = JSON.stringify(value)
  return UNHOLDABLE.test(json) ? json : value
}

const double = new DataView(new ArrayBuffer(8))

/** Whole ones by their digits, others by the bits of their double: no two engines write those otherwise. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value === 0 ? 0 : value)
  double.setFloat64(0, value)
  return hex(double.getUint32(0)) + hex(double.getUint32(4))
}

const hex = (value: number) => value.toString(16).padStart(8, '0')
