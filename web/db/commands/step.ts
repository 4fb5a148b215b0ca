/**
 * One step of the history while it is being made: it ticks the clock once, writes fields with their
 * clock, notes each change as an item, and ends with its header and the outbox. All of it set-based, so
 * that 20,000 shots are a few statements.
 */
import { type ColumnType, catalogue, columnsOf, type SyncedTable } from '../../../shared/schema/catalogue.ts'
import { type Clock, firstClock, isClock, tick } from '../../../shared/sync/clock.ts'
import type { Command, Outcome } from '../command.ts'
import type { SqlValue, Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { remakeMergeEnds } from './mergeEnds.ts'

export interface Step {
  readonly tx: Tx
  readonly command_id: string
  readonly kind: Command['kind']
  readonly clock: Clock
  readonly device_id: string
  /** ISO UTC. */
  readonly made_at: string
  /** Items so far. */
  items: number
  /** Rows that changed without an item: new ones, and facts. */
  facts: number
}

export interface FieldEdit {
  readonly table: SyncedTable
  readonly field: string
  /** SQL of the new value over the row's columns; a bound value is `?`. */
  readonly value: string
  readonly values: readonly SqlValue[]
  /** Which rows, as SQL over the row's columns. */
  readonly where: string
  readonly bound: readonly SqlValue[]
  /** A guess of the same value becomes an edit too: the golfer has confirmed it. */
  readonly confirms?: true
}

export function beginStep(tx: Tx, command: Pick<Command, 'id' | 'kind'>, context: CommandContext): Step {
  const now_ms = context.now()
  const { device_id, last } = deviceClock(tx, context)
  return {
    tx,
    command_id: command.id,
    kind: command.kind,
    clock: tick(last, now_ms),
    device_id,
    made_at: new Date(now_ms).toISOString(),
    items: 0,
    facts: 0,
  }
}

/** This device, which gets its id with its first step, and the last clock that it gave or saw. */
export function deviceClock(
  tx: Tx,
  context: Pick<CommandContext, 'uuid'>,
): { readonly device_id: string; readonly last: Clock } {
  const device_id = readState(tx, 'device_id') ?? mintDevice(tx, context.uuid())
  const stored = readState(tx, 'clock')
  return { device_id, last: stored !== null && isClock(stored) ? stored : firstClock(device_id) }
}

/** Sets one field of many rows. Answers how many changed. A field of a row is set once a step. */
export function setField(step: Step, edit: FieldEdit): number {
  const { tx, command_id } = step
  const { table, field } = edit
  checkName(table, field)
  const guess = edit.confirms ? ` OR json_extract(clocks, '$.${field}') IS NULL` : ''
  const items = tx.run(
    `INSERT INTO command_items (id, command_id, table_name, row_id, field, before, after)
    SELECT ? || ':' || (? + row_number() OVER ()), ?, '${table}', id, '${field}', before, after
    FROM (
      SELECT id, ${asJson(table, field, field)} AS before, ${asJson(table, field, edit.value)} AS after, clocks
      FROM ${table} WHERE ${edit.where}
    )
    WHERE before IS NOT after${guess}`,
    [command_id, step.items, command_id, ...edit.values, ...edit.bound],
  )
  step.items += items
  if (items > 0) applyItems(step, table, field)
  return items
}

/** One row, one value: the common case. */
export function setOne(
  step: Step,
  table: SyncedTable,
  id: string,
  field: string,
  value: SqlValue,
  confirms?: true,
): number {
  const edit = { table, field, value: '?', values: [value], where: 'id = ?', bound: [id] }
  return setField(step, confirms ? { ...edit, confirms } : edit)
}

/** The same value for each of the ids, a json list. */
export function setEach(
  step: Step,
  table: SyncedTable,
  idsJson: string,
  field: string,
  value: SqlValue,
): number {
  return setField(step, {
    table,
    field,
    value: '?',
    values: [value],
    where: 'id IN (SELECT value FROM json_each(?))',
    bound: [idsJson],
  })
}

/** Writes what the step's items of a field say into their rows, with the step's clock. */
export function applyItems(step: Step, table: SyncedTable, field: string): void {
  checkName(table, field)
  step.tx.run(
    `UPDATE ${table} SET
      ${field} = ${fromJson(table, field, 'command_items.after')},
      clocks = ${withClock(`${table}.clocks`, field)}
    FROM command_items
    WHERE command_items.command_id = ? AND command_items.table_name = '${table}'
      AND command_items.field = '${field}' AND ${table}.id = command_items.row_id`,
    [step.clock, step.clock, step.command_id],
  )
}

/** Makes a row if there is none; its fields are set by items, so that undo empties it again. */
export function ensureRow(
  step: Step,
  table: SyncedTable,
  id: string,
  facts: { readonly [column: string]: SqlValue } = {},
): boolean {
  const names = ['id', ...Object.keys(facts)]
  for (const name of names) checkName(table, name)
  const made = step.tx.run(
    `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (id) DO NOTHING`,
    [id, ...Object.values(facts)],
  )
  if (made > 0) {
    step.facts++
    enterOutbox(step.tx, table, JSON.stringify([id]))
  }
  return made > 0
}

export function enterOutbox(tx: Tx, table: SyncedTable, idsJson: string): void {
  tx.run(
    `INSERT INTO outbox (table_name, row_id, commit_no) SELECT ?, value, ? FROM json_each(?) WHERE true
    ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
    [table, tx.commit_no, idsJson],
  )
}

export interface StepEnd {
  /** In the words of the history; told how many rows changed. */
  readonly says: string | ((rows: number) => string)
  readonly undoes?: string
  readonly final?: true
  /** A header even if no item was made: the step counts all the same. */
  readonly always?: true
}

/** The header, the outbox and the clock; a step that changed nothing leaves no trace. */
export function endStep(step: Step, end: StepEnd): Extract<Outcome, { ok: true }> {
  const { tx, command_id } = step
  if (step.items === 0 && step.facts === 0 && !end.always) return nothing(command_id)
  const edited = tx.get<{ n: number }>(
    'SELECT count(*) AS n FROM (SELECT DISTINCT table_name, row_id FROM command_items WHERE command_id = ?)',
    [command_id],
  )
  const rows = Math.max(edited?.n ?? 0, step.facts)
  const says = typeof end.says === 'string' ? end.says : end.says(edited?.n ?? 0)
  const { kind, made_at, clock, device_id, items } = step
  tx.run(
    `INSERT INTO commands (id, kind, says, made_at, clock, device_id, undoes, items, final)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      command_id,
      kind,
      says,
      made_at,
      clock,
      device_id,
      end.undoes ?? null,
      items,
      end.final === true ? 1 : null,
    ],
  )
  tx.run(
    `INSERT INTO outbox (table_name, row_id, commit_no)
    SELECT table_name, row_id, ?1 FROM command_items WHERE command_id = ?2
    UNION SELECT 'command_items', id, ?1 FROM command_items WHERE command_id = ?2
    UNION SELECT 'commands', ?2, ?1
    ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
    [tx.commit_no, command_id],
  )
  writeState(tx, 'clock', clock)
  remakeWhereMerged(step)
  return { ok: true, command_id, rows, says, undoable: items > 0 && !end.final }
}

export function nothing(command_id: string): Extract<Outcome, { ok: true }> {
  return { ok: true, command_id, rows: 0, says: 'Nothing to change', undoable: false }
}

function remakeWhereMerged({ tx, command_id }: Step): void {
  const merged = tx.all<{ table_name: string }>(
    `SELECT DISTINCT table_name FROM command_items
    WHERE command_id = ? AND field IN ('merged_into', 'same_as')`,
    [command_id],
  )
  for (const { table_name } of merged) {
    if (table_name === 'clubs' || table_name === 'sessions' || table_name === 'shots')
      remakeMergeEnds(tx, table_name)
  }
}

export function readState(tx: Pick<Tx, 'get'>, key: string): string | null {
  const row = tx.get<{ value: string }>("SELECT value ->> '$' AS value FROM local_state WHERE key = ?", [key])
  return row?.value ?? null
}

export function writeState(tx: Tx, key: string, value: string): void {
  tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, json_quote(?))
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [key, value],
  )
}

function mintDevice(tx: Tx, id: string): string {
  writeState(tx, 'device_id', id)
  return id
}

/** Names reach SQL as text: none but the catalogue's. */
function checkName(table: SyncedTable, column: string): void {
  if (!Object.hasOwn(catalogue, table) || !Object.hasOwn(catalogue[table].columns, column)) {
    throw new Error(`No column ${table}.${column}`)
  }
}

function typeOf(table: SyncedTable, field: string): ColumnType | undefined {
  return columnsOf(table).find(([name]) => name === field)?.[1].type
}

/** A column's value as the json of an item. */
function asJson(table: SyncedTable, field: string, value: string): string {
  switch (typeOf(table, field)) {
    case 'json':
      return `coalesce(${value}, 'null')`
    case 'real':
      // 50 and 50.0 are one value, and two texts.
      return `json_quote(CAST(${value} AS REAL))`
    default:
      return `json_quote(${value})`
  }
}

/** And back. */
function fromJson(table: SyncedTable, field: string, json: string): string {
  return typeOf(table, field) === 'json' ? `nullif(${json}, 'null')` : `${json} ->> '$'`
}

/** The row's clocks with one more, names in order: equal states are equal texts (shared/sync/merge.ts). */
function withClock(clocks: string, field: string): string {
  return `CASE WHEN ${clocks} = '{}' THEN json_object('${field}', ?) ELSE (
    SELECT json_group_object(key, value ORDER BY key) FROM json_each(json_set(${clocks}, '$.${field}', ?))
  ) END`
}
