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

/** `row` as a store holds it or as it travels; `columns`: its columns, where they are known already. */
export function rowDigest(row: UnknownRow, columns: readonly string[] = columnsIn(row)): RowDigest {
  const hash = sha256(utf8ToBytes(stateText(row, columns)))
  const view = new DataView(hash.buffer, hash.byteOffset)
  return [view.getUint32(0), view.getUint32(4)]
}

/** In order; with those that ride. Names are a to z, 0 to 9 and _, so that every sort agrees. */
export function columnsIn(row: UnknownRow): readonly string[] {
  const { id: _, clocks: __, extra: ___, rev: ____, ...columns } = row
  return Object.keys({ ...riding(row), ...columns }).sort()
}

function riding({ extra }: UnknownRow): UnknownRow {
  return typeof extra === 'string' ? JSON.parse(extra) : {}
}

/** The id, its clocks, then a line `name value` for each column that has one, by name. */
function stateText(row: UnknownRow, columns: readonly string[]): string {
  const rides = riding(row)
  const lines: string[] = []
  for (const name of columns) {
    const [own, other] = [row[name] ?? null, rides[name] ?? null]
    if (own !== null) lines.push(`${name} ${typeof own === 'number' ? numberText(own) : own}`)
    else if (other !== null) lines.push(`${name} ${jsonText(other)}`)
  }
  return `${row['id']}\n${row['clocks'] ?? '{}'}\n${lines.join('\n')}`
}

/** Text that Postgres can't hold can ride in its json, and stays that. */
const UNHOLDABLE = /\\u(0000|d[89a-f])/

function jsonText(value: unknown): string {
  if (typeof value === 'number') return numberText(value)
  const json = JSON.stringify(value)
  return typeof value === 'string' && !UNHOLDABLE.test(json) ? value : json
}

const double = new DataView(new ArrayBuffer(8))

/** In digits where Postgres writes the same, else the bits of its double. */
function numberText(value: number): string {
  const size = Math.abs(value)
  if ((size >= 1e-4 && size < 1e15) || Number.isSafeInteger(value)) return String(value)
  double.setFloat64(0, value)
  return hex(double.getUint32(0)) + hex(double.getUint32(4))
}

const hex = (value: number) => value.toString(16).padStart(8, '0')
