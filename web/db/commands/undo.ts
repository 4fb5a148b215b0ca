/**
 * Undo is a step of its own: it puts back each field that still has the value which the step gave it, and
 * lists and leaves those edited since. Redo is the undo of an undo.
 */
import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import { GOLF_STATS_CLOCK } from '../../../shared/sync/clock.ts'
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import {
  authorAfter,
  type FieldEvent,
  type Header,
  headerOf,
  holderOf,
  nextRedo,
  nextUndo,
  rootOf,
  undoneBy,
} from './effects.ts'
import { applyItems, beginStep, endStep, readState, type Step } from './step.ts'
import { fieldNamed, rowNamed } from './words.ts'

const problem = (kind: string, says: string): Problem => ({ kind, says })
const unknownStep = problem('unknown_step', 'That step is not in the history of this device.')
const finalStep = problem('no_undo', 'What was deleted for good can’t be brought back.')
const noItems = problem('no_undo', 'That step changed nothing that could be taken back.')
const incomplete = problem('incomplete', 'That step came from another device, and not all of it is here yet.')
const alreadyUndone = problem('already_undone', 'That step was taken back already.')
const nothingToUndo = problem('nothing_to_undo', 'There is nothing to undo.')
const nothingToRedo = problem('nothing_to_redo', 'There is nothing to redo.')

/** Steps that bring rows: undone, what they brought goes to the trash. */
const BRINGS: ReadonlySet<string> = new Set<Command['kind']>([
  'accept_import',
  'accept_file',
  'retry_set_aside',
  'backfill',
])

export function undo(tx: Tx, command: Extract<Command, { kind: 'undo' }>, context: CommandContext): Outcome {
  const step = headerOf(tx, command.command_id)
  if (!step) return { ok: false, problem: unknownStep }
  if (step.final === 1) return { ok: false, problem: finalStep }
  if (step.items === 0) return { ok: false, problem: noItems }
  if (undoneBy(tx, step.id)) return { ok: false, problem: alreadyUndone }
  return takeBack(tx, command, context, holderOf(tx, step))
}

export function undoLast(tx: Tx, command: Pick<Command, 'id' | 'kind'>, context: CommandContext): Outcome {
  const next = nextUndo(tx, readState(tx, 'device_id') ?? '')
  if (!next) return { ok: false, problem: nothingToUndo }
  // Recorded even where all was edited since: the next undo goes on to the step before.
  return takeBack(tx, command, context, holderOf(tx, next), true)
}

export function redoLast(tx: Tx, command: Pick<Command, 'id' | 'kind'>, context: CommandContext): Outcome {
  const next = nextRedo(tx, readState(tx, 'device_id') ?? '')
  if (!next) return { ok: false, problem: nothingToRedo }
  return takeBack(tx, command, context, next)
}

function takeBack(
  tx: Tx,
  command: Pick<Command, 'id' | 'kind'>,
  context: CommandContext,
  target: Header,
  always = false,
): Outcome {
  const fields = tx.all<{ table_name: SyncedTable; field: string; n: number }>(
    'SELECT table_name, field, count(*) AS n FROM command_items WHERE command_id = ? GROUP BY table_name, field',
    [target.id],
  )
  if (fields.reduce((sum, { n }) => sum + n, 0) < target.items) return { ok: false, problem: incomplete }
  const step = beginStep(tx, command, context)
  const left: Left[] = []
  for (const { table_name, field } of fields) {
    const { held, since } = heldRows(tx, target, table_name, field)
    restore(step, target, table_name, field, held)
    left.push(...since.map(row_id => leftBehind(tx, table_name, row_id, field)))
  }
  const { root, done } = rootOf(tx, target)
  const ended = endStep(step, {
    says: `${done ? 'Taken back' : 'Done again'}: ${root.says}`,
    undoes: target.id,
    ...(always && { always }),
  })
  const says = step.items > 0 || always ? ended.says : 'All of it was changed since, and left as it is'
  return { ...ended, says, ...(left.length > 0 && { left }) }
}

type Left = NonNullable<Extract<Outcome, { ok: true }>['left']>[number]

function leftBehind(tx: Tx, table: string, row_id: string, field: string): Left {
  return {
    table,
    row_id,
    field,
    says: `${rowNamed(tx, table, row_id)}: ${fieldNamed(field)} changed since`,
  }
}

/** Rows of the step whose field is still as the step left it, and those where it was changed since. */
function heldRows(
  tx: Tx,
  target: Header,
  table: SyncedTable,
  field: string,
): { held: string[]; since: string[] } {
  const rows = tx.all<{ row_id: string; clock: string | null; shut: number }>(
    `SELECT row_id, json_extract(${table}.clocks, '$.${field}') AS clock, ${shutOut(target, table)} AS shut
    FROM command_items CROSS JOIN ${table} ON ${table}.id = row_id
    WHERE command_id = ? AND table_name = '${table}' AND field = '${field}'`,
    [target.id],
  )
  const brings = BRINGS.has(target.kind)
  const held: string[] = []
  const unsure = new Map<string, string>()
  const since: string[] = []
  for (const { row_id, clock, shut } of rows) {
    if (shut === 1) since.push(row_id)
    else if (clock === target.clock || (brings && (clock === null || clock === GOLF_STATS_CLOCK)))
      held.push(row_id)
    else if (clock === null) since.push(row_id)
    else unsure.set(row_id, clock)
  }
  // Later steps that were taken back in turn: the field has this step's value again, with their clock.
  const events = eventsOf(tx, table, field, [...unsure.keys()])
  for (const [row_id, clock] of unsure) {
    const own = events.get(row_id) ?? []
    const last = own.length - 1
    const at = own.findIndex(({ command_id }) => command_id === target.id)
    const same = own[last]?.clock === clock && authorAfter(own, last) === authorAfter(own, at)
    ;(same ? held : since).push(row_id)
  }
  return { held, since }
}

/**
 * What no undo touches: a shot deleted for good; of an import, a session that took in others or was taken
 * in since, as more than it brought would go.
 */
function shutOut(target: Header, table: SyncedTable): string {
  if (table === 'shots') return 'purged IS 1'
  if (table !== 'sessions' || !BRINGS.has(target.kind)) return '0'
  return `(
    merged_into IS NOT NULL
    OR EXISTS (SELECT 1 FROM merge_ends WHERE table_name = 'sessions' AND end_id = sessions.id)
    OR EXISTS (SELECT 1 FROM shots WHERE session_id = sessions.id)
  )`
}

function eventsOf(tx: Tx, table: SyncedTable, field: string, ids: string[]): Map<string, FieldEvent[]> {
  const events = new Map<string, FieldEvent[]>()
  if (ids.length === 0) return events
  const rows = tx.all<FieldEvent & { row_id: string }>(
    `SELECT row_id, command_id, clock, undoes
    FROM command_items CROSS JOIN commands ON commands.id = command_id
    WHERE row_id IN (SELECT value FROM json_each(?)) AND table_name = ? AND field = ?
    ORDER BY clock`,
    [JSON.stringify(ids), table, field],
  )
  for (const row of rows) {
    const own = events.get(row.row_id)
    if (own) own.push(row)
    else events.set(row.row_id, [row])
  }
  return events
}

function restore(step: Step, target: Header, table: SyncedTable, field: string, held: string[]): void {
  if (held.length === 0) return
  // What an import brought is in the trash since the undo, not since the import.
  const brought = BRINGS.has(target.kind) && field === 'deleted_at'
  const items = step.tx.run(
    `INSERT INTO command_items (id, command_id, table_name, row_id, field, before, after)
    SELECT ? || ':' || (? + row_number() OVER ()), ?, table_name, row_id, field, after,
      ${brought ? 'json_quote(?)' : 'before'}
    FROM command_items
    WHERE command_id = ? AND table_name = ? AND field = ? AND row_id IN (SELECT value FROM json_each(?))`,
    [
      step.command_id,
      step.items,
      step.command_id,
      ...(brought ? [step.made_at] : []),
      target.id,
      table,
      field,
      JSON.stringify(held),
    ],
  )
  step.items += items
  applyItems(step, table, field)
}
