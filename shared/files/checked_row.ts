/**
 * A row from elsewhere, checked column by column by the catalogue: of a backup, of another device. What the
 * catalogue does not know rides in `extra`.
 */
import { columnsOf, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import { isClock } from '../sync/clock.ts'
import { type State, sortedJson, type Value } from '../sync/merge.ts'
import { type Read, refuse } from './refusal.ts'

/** What is wrong, in a sentence; `kind` is for code. */
export class Wrong extends Error {
  readonly kind: string
  constructor(kind: string, says: string) {
    super(says)
    this.kind = kind
  }
}

/** The stack's end, in a value that is nested as no row is. */
export const NESTED = 'This backup is damaged: it is nested too deeply.'

/** `at` names it in the sentence. */
export function readRow(
  table: SyncedTable,
  raw: { readonly [name: string]: unknown },
  at: string,
): Read<State> {
  try {
    return { ok: true, value: checkedRow(table, { ...raw, id: checkedId(raw['id'], at) }, at) }
  } catch (wrong) {
    if (wrong instanceof Wrong) return refuse(wrong.kind, wrong.message)
    if (wrong instanceof RangeError) return refuse('damaged', NESTED)
    throw wrong
  }
}

export function parse(json: string, what: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    throw new Wrong('damaged', `This backup is damaged: ${what} can't be read.`)
  }
}

export const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function checkedId(id: unknown, at: string): string {
  if (typeof id === 'string' && id !== '' && id.length <= 500) return id
  throw new Wrong('bad_row', `${at}: its id is missing or no text.`)
}

/** Looked up once: a large backup asks for each of its rows. */
const COLUMNS = new Map(syncedTables.map(table => [table, columnsOf(table)]))
const NAMES = new Map(syncedTables.map(table => [table, new Set(columnsOf(table).map(([name]) => name))]))

/** All columns of the catalogue, checked; what it does not know rides in `extra`. */
export function checkedRow(table: SyncedTable, raw: { readonly [name: string]: unknown }, at: string): State {
  const row: { [column: string]: Value } = {}
  for (const [name, { type }] of COLUMNS.get(table) ?? []) {
    const value = Object.hasOwn(raw, name) ? raw[name] : null
    row[name] = name === 'rev' || value === null ? null : checked(value, type, at, name)
  }
  const clocks = typeof row['clocks'] === 'string' ? parse(row['clocks'], `${at}: clocks`) : {}
  if (!isObject(clocks) || !Object.values(clocks).every(c => typeof c === 'string' && isClock(c))) {
    throw new Wrong('bad_row', `${at}: its clocks can't be read.`)
  }
  row['clocks'] ??= '{}'
  const unknown = Object.entries(raw).filter(([name]) => !NAMES.get(table)?.has(name))
  if (unknown.length > 0) {
    const extra = typeof row['extra'] === 'string' ? parse(row['extra'], `${at}: extra`) : {}
    row['extra'] = sortedJson({ ...(isObject(extra) ? extra : {}), ...Object.fromEntries(unknown) })
  }
  return row
}

function checked(value: unknown, type: string, at: string, name: string): Value {
  switch (type) {
    case 'real':
      if (typeof value === 'number' && Number.isFinite(value)) return value
      throw new Wrong('bad_row', `${at}: ${name} is no number.`)
    case 'integer':
      if (Number.isSafeInteger(value)) return value as number
      throw new Wrong('bad_row', `${at}: ${name} is no whole number.`)
    case 'boolean':
      if (value === 0 || value === 1) return value
      throw new Wrong('bad_row', `${at}: ${name} is neither 0 nor 1.`)
    case 'json':
      if (typeof value === 'string') parse(value, `${at}: ${name}`)
      break
  }
  if (typeof value === 'string') return value
  throw new Wrong('bad_row', `${at}: ${name} is no text.`)
}
