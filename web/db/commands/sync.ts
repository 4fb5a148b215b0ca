/**
 * What the engine of web/sync has done to this database. Each is one transaction with what it changes of
 * the standing to the cloud, so that sync goes on wherever it was cut; an answer to what was asked before
 * the standing changed is dropped.
 */
import { type SyncedTable, syncedTables } from '../../../shared/schema/catalogue.ts'
import type { Pushed, Standing } from '../../../shared/sync/wire.ts'
import { isSynced } from '../../../shared/sync/wire_row.ts'
import type { Command, Outcome, Problem, RowName, SentRow } from '../command.ts'
import { BOUND, HELD, readBound } from '../queries/sync.ts'
import type { Bound } from '../query.ts'
import type { Tx } from '../sql.ts'
import type { CommandContext } from './context.ts'
import { remakeMergeEnds } from './mergeEnds.ts'
import { takeRows } from './received.ts'
import { restampAhead } from './restampAhead.ts'

type SyncCommand = Extract<
  Command,
  { kind: `sync_${string}` | 'retry_refused' | 'keep_refused' | 'discard_refused' }
>

const otherGolfer: Problem = {
  kind: 'other_golfer',
  says: 'This history belongs to another account. Yours is opened beside it: the two never mix.',
}
const otherCloud: Problem = {
  kind: 'other_cloud',
  says: 'This history belongs to another cloud. Bring it along to this one, or begin a separate history.',
}

export function sync(tx: Tx, command: SyncCommand, context: CommandContext): Outcome {
  const problem = carryOut(tx, command, context)
  if (problem) return { ok: false, problem }
  return { ok: true, command_id: command.id, rows: 0, says: 'Synced', undoable: false }
}

function carryOut(tx: Tx, command: SyncCommand, context: CommandContext): Problem | null {
  switch (command.kind) {
    case 'sync_bind':
      return bind(tx, command)
    case 'sync_epoch':
      beginEpoch(tx, command.epoch)
      return null
    case 'sync_pushed':
      pushed(tx, command, context)
      return null
    case 'sync_pulled':
      pulled(tx, command, context)
      return null
    case 'sync_restamp':
      restampAhead(tx, command, context)
      return null
    case 'sync_repair':
      enter(tx, command.rows)
      return null
    case 'sync_gone':
      leaveOutbox(tx, command.rows)
      return null
    case 'retry_refused':
      enter(tx, command.rows)
      forgetRefused(tx, command.rows)
      return null
    case 'keep_refused':
      tx.run(`UPDATE refused_rows SET kept = 1 WHERE ${NAMED}`, [JSON.stringify(command.rows)])
      return null
    case 'discard_refused':
      discard(tx, command.rows)
      return null
    default:
      return command satisfies never
  }
}

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>

/** Rows of a table with table_name and row_id that a json list names. */
const NAMED = `(table_name, row_id) IN (
  SELECT value ->> '$.table_name', value ->> '$.row_id' FROM json_each(?)
)`

function bind(tx: Tx, { cloud_id, user_id, anew }: Of<'sync_bind'>): Problem | null {
  const bound = readBound(tx)
  if (bound?.cloud_id === cloud_id) return bound.user_id === user_id ? null : otherGolfer
  if (bound && !anew) return otherCloud
  writeBound(tx, {
    cloud_id,
    user_id,
    // Never met: whatever epoch that cloud has is a new one here.
    epoch: 0,
    cursor: 0,
    pulled_token: null,
    pushed_token: null,
    head: null,
    schema_version: 0,
    complete: false,
  })
  return null
}

function beginEpoch(tx: Tx, epoch: number): void {
  const bound = readBound(tx)
  // Below: another tab has begun it already.
  if (!bound || epoch <= bound.epoch) return
  writeBound(tx, { ...bound, epoch, cursor: 0, pulled_token: null, pushed_token: null, head: null })
  for (const table of syncedTables) {
    tx.run(
      `INSERT INTO outbox (table_name, row_id, commit_no) SELECT '${table}', id, ? FROM ${table}
      WHERE NOT EXISTS (SELECT 1 FROM refused_rows WHERE kept = 1 AND table_name = '${table}' AND row_id = id)
      ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
      [tx.commit_no],
    )
  }
  tx.run(
    `INSERT INTO outbox (table_name, row_id, commit_no) SELECT table_name, row_id, ? FROM unknown_rows
    WHERE table_name NOT IN (SELECT value FROM json_each(?))
    ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
    [tx.commit_no, JSON.stringify(syncedTables)],
  )
  tx.run('DELETE FROM refused_rows WHERE kept = 0')
}

function pushed(tx: Tx, { asked, sent, answer }: Of<'sync_pushed'>, context: CommandContext): void {
  const bound = standing(tx, asked)
  if (!bound) return
  const { results } = answer
  const taken = new Map<string, [id: string, rev: number][]>()
  const refused: RefusedNow[] = []
  let all_as_sent = true
  sent.forEach(({ table_name, row_id }, i) => {
    const result = results?.[i]
    if (result === undefined) return
    if (result.answer === 'refused') {
      const { reason, says = null } = result
      refused.push({ table_name, row_id, reason, says })
      return
    }
    if (result.answer === 'merged') all_as_sent = false
    const rows = taken.get(table_name)
    if (rows) rows.push([row_id, result.rev])
    else taken.set(table_name, [[row_id, result.rev]])
  })
  leaveOutbox(tx, sent)
  forgetRefused(tx, sent)
  setAside(tx, refused, answer, context)
  for (const [table, revs] of taken) if (isSynced(table)) setRevs(tx, table, revs)
  // Nobody else wrote meanwhile, and the cloud holds no more than was sent: that much need not come back.
  const caught_up = all_as_sent && bound.cursor === asked.cursor && bound.cursor === answer.from_rev
  learn(tx, bound, {
    head: answer.head,
    schema_version: answer.schema_version,
    pushed_token: answer.token ?? bound.pushed_token,
    ...(caught_up && {
      cursor: answer.head,
      pulled_token: answer.token ?? bound.pulled_token,
      complete: true,
    }),
  })
}

function pulled(tx: Tx, { asked, answer }: Of<'sync_pulled'>, context: CommandContext): void {
  const bound = standing(tx, asked)
  if (!bound) return
  takeRows(tx, answer.rows, context)
  const { head, schema_version } = answer
  const known = { head, schema_version }
  const moves = answer.kind === 'pulled' && bound.cursor === asked.cursor
  learn(
    tx,
    bound,
    moves
      ? {
          ...known,
          cursor: answer.cursor,
          pulled_token: answer.token,
          complete: bound.complete || answer.cursor >= head,
        }
      : known,
  )
}

/** Null where the question was asked of another cloud, as another golfer or in another epoch. */
function standing(tx: Tx, asked: Standing): Bound | null {
  const bound = readBound(tx)
  const same =
    bound?.cloud_id === asked.cloud_id && bound.user_id === asked.user_id && bound.epoch === asked.epoch
  return same ? bound : null
}

/** A cloud that has grown may take what it was too old for. */
function learn(tx: Tx, bound: Bound, now: Partial<Bound>): void {
  const after = { ...bound, ...now }
  writeBound(tx, after)
  if (after.schema_version <= bound.schema_version) return
  const held = tx.all<RowName>(
    `SELECT table_name, row_id FROM refused_rows WHERE kept = 0 AND ${HELD} AND schema_version < ?`,
    [after.schema_version],
  )
  enter(tx, held)
  forgetRefused(tx, held)
}

function writeBound(tx: Tx, bound: Bound): void {
  tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
    [BOUND, JSON.stringify(bound)],
  )
}

/** Only where no commit has touched the row since it was read. */
function leaveOutbox(tx: Tx, rows: readonly SentRow[]): void {
  tx.run(
    `DELETE FROM outbox WHERE (table_name, row_id, commit_no) IN (
      SELECT value ->> '$.table_name', value ->> '$.row_id', value ->> '$.commit_no' FROM json_each(?)
    )`,
    [JSON.stringify(rows)],
  )
}

function enter(tx: Tx, rows: readonly RowName[]): void {
  tx.run(
    `INSERT INTO outbox (table_name, row_id, commit_no)
    SELECT value ->> '$.table_name', value ->> '$.row_id', ? FROM json_each(?) WHERE true
    ON CONFLICT (table_name, row_id) DO UPDATE SET commit_no = excluded.commit_no`,
    [tx.commit_no, JSON.stringify(rows)],
  )
}

function forgetRefused(tx: Tx, rows: readonly RowName[]): void {
  tx.run(`DELETE FROM refused_rows WHERE ${NAMED}`, [JSON.stringify(rows)])
}

interface RefusedNow extends RowName {
  readonly reason: string
  readonly says: string | null
}

function setAside(tx: Tx, rows: readonly RefusedNow[], answer: Pushed, context: CommandContext): void {
  if (rows.length === 0) return
  tx.run(
    `INSERT INTO refused_rows (table_name, row_id, reason, says, schema_version, kept, refused_at)
    SELECT value ->> '$.table_name', value ->> '$.row_id', value ->> '$.reason', value ->> '$.says', ?, 0, ?
    FROM json_each(?) WHERE true
    ON CONFLICT (table_name, row_id) DO UPDATE SET reason = excluded.reason, says = excluded.says,
      schema_version = excluded.schema_version, kept = 0, refused_at = excluded.refused_at`,
    [answer.schema_version, new Date(context.now()).toISOString(), JSON.stringify(rows)],
  )
}

function setRevs(tx: Tx, table: SyncedTable, revs: readonly [id: string, rev: number][]): void {
  tx.run(
    `UPDATE ${table} SET rev = given.rev
    FROM (SELECT value ->> '$[0]' AS id, value ->> '$[1]' AS rev FROM json_each(?)) AS given
    WHERE ${table}.id = given.id AND ${table}.rev IS NOT given.rev`,
    [JSON.stringify(revs)],
  )
}

/** The row goes, and what the cloud holds of it comes again. */
function discard(tx: Tx, rows: readonly RowName[]): void {
  const json = JSON.stringify(rows)
  let from: number | null = null
  for (const table of syncedTables) {
    const [of, values] = [
      `id IN (SELECT value ->> '$.row_id' FROM json_each(?) WHERE value ->> '$.table_name' = ?)
      AND EXISTS (SELECT 1 FROM refused_rows WHERE table_name = '${table}' AND row_id = id)`,
      [json, table],
    ]
    const first = tx.get<{ rev: number | null }>(`SELECT min(rev) AS rev FROM ${table} WHERE ${of}`, values)
    if (first?.rev != null) from = Math.min(from ?? first.rev, first.rev)
    tx.run(`DELETE FROM ${table} WHERE ${of}`, values)
  }
  tx.run(`DELETE FROM unknown_rows WHERE ${NAMED}`, [json])
  tx.run(`DELETE FROM outbox WHERE ${NAMED}`, [json])
  forgetRefused(tx, rows)
  for (const table of ['clubs', 'sessions', 'shots'] as const) remakeMergeEnds(tx, table)
  const bound = readBound(tx)
  if (bound && from !== null) writeBound(tx, { ...bound, cursor: Math.min(bound.cursor, from - 1) })
}
