/**
 * The merge of two states of one row: facts as a block by where they come from, edits field by
 * field by their clocks. Commutative, associative and idempotent, so that a row may arrive twice,
 * late or in any order. The cloud's `push_changes` does the same in SQL.
 */
import { columnsOf, editColumns, factColumns, type SyncedTable } from '../schema/catalogue.ts'

export type Value = string | number | null
/** A row of a synced table as a store holds it: json columns as text, booleans as 0 or 1. */
export type State = { readonly [column: string]: Value }

type Json = { readonly [name: string]: unknown }
interface Side {
  readonly row: State
  readonly clocks: { readonly [field: string]: string }
  readonly extra: Json
}

/** Merges two states of the same row. `rev` is the store's own business and is left out. */
export function mergeRows(table: SyncedTable, left: State, right: State): State {
  const [a, b] = [side(left), side(right)]
  const merged: { [column: string]: Value } = { id: left['id'] ?? null }
  const names = columnsOf(table)
  for (const field of editColumns(table)) merged[field] = laterEdit(a, b, field)
  const clocks = laterClocks(a, b)
  const facts = laterFacts(table, a, b)
  for (const [name, { origin }] of names) {
    if (name === 'guesser_version') merged[name] = greater(left[name], right[name])
    if (origin === 'derived') facts[name] = ofLaterLife(a, b, name)
  }
  // Deleted for good: measurements go, and stay away until they are imported anew (a later life).
  const purgeClock = clocks['purged'] ?? ''
  const purged =
    purgeClock !== '' && (merged['purged'] === 1 || compareText(String(facts['life'] ?? ''), purgeClock) < 0)
  if (purged) for (const name of Object.keys(facts)) facts[name] = null
  const known = new Set(names.map(([name]) => name))
  return { ...merged, ...facts, extra: laterExtra(a, b, known, purged), clocks: sortedJson(clocks) }
}

/** A row as only a newer version knows it: its columns have names and no kinds. */
export type UnknownRow = { readonly [column: string]: unknown }

/**
 * The same of a row whose table is unknown here, as it travels: a column by its clock if the row has one for
 * it, else as facts. The cloud, which knows the table, merges what is sent by what its columns are.
 */
export function mergeUnknown(left: UnknownRow, right: UnknownRow): UnknownRow {
  const [a, b] = [left, right].map(({ id: _, rev: __, clocks, ...columns }) => ({
    row: columns as State,
    clocks: parse(clocks as Value) as Side['clocks'],
    extra: columns,
  })) as [Side, Side]
  const clocks = sortedJson(laterClocks(a, b))
  return { id: left['id'], clocks, ...parse(laterExtra(a, b, new Set(), false)) }
}

/** Whether two states of a row are the same; `rev` does not count. */
export function sameState(table: SyncedTable, a: State, b: State): boolean {
  return columnsOf(table).every(([name]) => name === 'rev' || compareValues(a[name], b[name]) === 0)
}

/**
 * The order that settles what nothing else does: null, then numbers, then text by code point (as
 * UTF-8 bytes sort, and as Postgres does under COLLATE "C"; UTF-16 units would differ).
 */
export function compareValues(a: Value | undefined, b: Value | undefined): number {
  if ((a ?? null) === (b ?? null)) return 0
  if (a === null || a === undefined) return -1
  if (b === null || b === undefined) return 1
  if (typeof a === 'number') return typeof b === 'number' ? Math.sign(a - b) : -1
  if (typeof b === 'number') return 1
  return compareText(a, b)
}

function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x === y) continue
    // A surrogate stands for a code point above all that one unit can hold.
    if (isSurrogate(x) !== isSurrogate(y)) return isSurrogate(x) ? 1 : -1
    return x < y ? -1 : 1
  }
  return Math.sign(a.length - b.length)
}

const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff

const greater = (a: Value | undefined, b: Value | undefined): Value =>
  (compareValues(a, b) >= 0 ? a : b) ?? null

function side(row: State): Side {
  return { row, clocks: parse(row['clocks']) as Side['clocks'], extra: parse(row['extra']) }
}

const parse = (text: Value | undefined): Json => (typeof text === 'string' ? JSON.parse(text) : {})

const clockOrder = (a: Side, b: Side, field: string) =>
  compareText(a.clocks[field] ?? '', b.clocks[field] ?? '')

/**
 * A field with a clock beats one without; of two clocks the later; of two guesses the newer
 * guesser's; then value order.
 */
function laterEdit(a: Side, b: Side, field: string): Value {
  const guesser = field in a.clocks ? 0 : compareValues(a.row['guesser_version'], b.row['guesser_version'])
  const order = clockOrder(a, b, field) || guesser || compareValues(a.row[field], b.row[field])
  return (order >= 0 ? a : b).row[field] ?? null
}

/** Where facts come from, highest first: the life they were imported in, then source and parser. */
const FACTS_FROM = ['life', 'fact_source', 'parser_version']

const factsOrder = (a: Side, b: Side) =>
  FACTS_FROM.reduce((order, name) => order || compareValues(a.row[name], b.row[name]), 0)

function laterFacts(table: SyncedTable, a: Side, b: Side): { [column: string]: Value } {
  const order = factsOrder(a, b)
  const from = columnsOf(table).flatMap(([name]) => (FACTS_FROM.includes(name) ? [name] : []))
  const facts: { [column: string]: Value } = {}
  for (const name of [...from, ...factColumns(table)]) {
    facts[name] = order === 0 ? greater(a.row[name], b.row[name]) : ((order > 0 ? a : b).row[name] ?? null)
  }
  return facts
}

/** What was found out of the facts since: that of the later life, as they go with it; then by value. */
function ofLaterLife(a: Side, b: Side, name: string): Value {
  const order = compareValues(a.row['life'], b.row['life']) || compareValues(a.row[name], b.row[name])
  return (order >= 0 ? a : b).row[name] ?? null
}

/** Columns of a newer version: by their clock where one has it, else as facts, and gone with them. */
function laterExtra(a: Side, b: Side, known: ReadonlySet<string>, purged: boolean): Value {
  const merged: { [name: string]: unknown } = {}
  for (const name of new Set([...Object.keys(a.extra), ...Object.keys(b.extra)])) {
    const unclocked = !(name in a.clocks || name in b.clocks)
    if (known.has(name) || (unclocked && purged)) continue
    const order =
      clockOrder(a, b, name) ||
      (unclocked ? factsOrder(a, b) : 0) ||
      compareValues(written(a.extra[name]), written(b.extra[name]))
    const value = (order >= 0 ? a : b).extra[name]
    if (value !== undefined) merged[name] = value
  }
  return Object.keys(merged).length === 0 ? null : sortedJson(merged)
}

const written = (value: unknown): Value => (value === undefined ? null : JSON.stringify(value))

function laterClocks(a: Side, b: Side): { [field: string]: string } {
  const merged = { ...a.clocks }
  for (const [field, clock] of Object.entries(b.clocks)) {
    if (compareText(clock, merged[field] ?? '') > 0) merged[field] = clock
  }
  return merged
}

/** Names in order, so that equal states are equal texts. */
export function sortedJson(object: Json): string {
  return JSON.stringify(Object.fromEntries(Object.entries(object).sort(([a], [b]) => compareText(a, b))))
}
