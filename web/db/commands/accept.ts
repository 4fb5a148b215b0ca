/**
 * Takes a report in. In chunks, so that it can be seen and stopped; in one transaction, so that half of it
 * never stays. What it brings is noted, so that undo puts just that into the trash.
 */
import { clubIdOfCode } from '../../../shared/golf/clubs.ts'
import { formatDate } from '../../../shared/golf/dates.ts'
import { MIXED_CLUB } from '../../../shared/schema/rows.ts'
import type { State, Value } from '../../../shared/sync/merge.ts'
import type { Command, ImportAnswers, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import { type Arriving, arrivals, isMixedClub } from './arrivals.ts'
import { ensureClub } from './clubs.ts'
import type { CommandContext } from './context.ts'
import { endOf, remakeMergeEnds } from './mergeEnds.ts'
import { readPayload } from './payload.ts'
import { queueRow } from './queue.ts'
import { beginStep, endStep, enterOutbox, type Step, setOne } from './step.ts'
import { compare, type Incoming, rowsById, write } from './upsert.ts'
import { shotsSaid } from './words.ts'

const CHUNK = 500
export const notReady: Problem = {
  kind: 'not_ready',
  says: 'It is not waiting to be taken in. It may have been taken in already.',
}

export async function acceptImport(
  tx: Tx,
  command: Extract<Command, { kind: 'accept_import' }>,
  context: CommandContext,
): Promise<Outcome> {
  const entry = queueRow(tx, command.queue_id)
  if (entry?.state !== 'ready' || entry.payload_id === null) return { ok: false, problem: notReady }
  const read = await readPayload(tx, entry.payload_id, entry.report_id)
  if (!read.ok) return read
  const step = beginStep(tx, command, context)
  // A file has no key, and takes none away.
  keepSources(step, read.arriving.reports, entry.key)
  const isNew = keepPayload(step, entry.payload_id, entry.report_id, read.bytes)
  const taken = await takeIn(step, read.arriving, command.answers, context)
  setAside(step, entry.payload_id, entry.report_id, read.arriving, isNew)
  tx.run('DELETE FROM import_queue WHERE id = ?', [entry.id])
  return endTaking(step, [taken])
}

export interface Taken {
  readonly added: number
  readonly changed: number
  readonly sessions: readonly { readonly id: string; readonly practice_date: string | null }[]
}

/** The rows of one source and what the golfer answered. */
export async function takeIn(
  step: Step,
  report: Arriving,
  answers: ImportAnswers,
  context: CommandContext,
): Promise<Taken> {
  const { tx } = step
  settleClubs(step, report.clubCodes, answers)
  const rows = arrivals(report, code => isMixedClub(tx, code))
  take(step, 'groups', rows.groups)
  const { inserted: newSessions } = take(step, 'sessions', rows.sessions)
  note(step, 'sessions', newSessions)
  if (newSessions.length > 0) (await import('./keep.ts')).attachNotes(step, newSessions)
  // Shots of a session that is new go to the trash with it.
  const newGroups = new Set(
    report.groups
      .filter(({ default_session_id: id }) => id !== null && newSessions.includes(id))
      .map(({ id }) => id),
  )
  let [added, changed] = [0, 0]
  for (let from = 0; from < rows.shots.length; from += CHUNK) {
    context.progress({ done: from, of: rows.shots.length })
    await context.yieldNow()
    context.signal.throwIfAborted()
    const chunk = rows.shots.slice(from, from + CHUNK)
    const standing = chunk.some(({ clocks }) => clocks !== undefined && clocks !== '{}')
      ? rowsById(tx, 'shots', chunk)
      : null
    const { inserted, updated } = take(step, 'shots', chunk)
    if (standing) noteEdits(step, standing, chunk)
    added += inserted.length
    changed += updated
    // One that comes as deleted is in the trash already.
    const alone = new Set(
      chunk
        .filter(shot => !newGroups.has(shot.group_id ?? '') && (shot['deleted_at'] ?? null) === null)
        .map(({ id }) => id),
    )
    note(
      step,
      'shots',
      inserted.filter(id => alone.has(id)),
    )
  }
  context.progress({ done: rows.shots.length, of: rows.shots.length })
  for (const [group_id, kind] of Object.entries(answers.kinds ?? {})) {
    setOne(step, 'groups', group_id, 'kind', kind, true)
  }
  for (const [group_id, club_id] of Object.entries(answers.group_clubs ?? {})) {
    ensureClub(step, club_id)
    setOne(step, 'groups', group_id, 'club_id', endOf(tx, 'clubs', club_id))
  }
  return { added, changed, sessions: report.sessions }
}

export function endTaking(step: Step, taken: readonly Taken[]): Extract<Outcome, { ok: true }> {
  const [added, changed] = [sumOf(taken, 'added'), sumOf(taken, 'changed')]
  const sessions = taken.flatMap(one => one.sessions)
  const ended = endStep(step, { says: takenSaid(sessions, added, changed) })
  const ids = new Set(sessions.map(({ id }) => endOf(step.tx, 'sessions', id)))
  return { ...ended, rows: Math.min(ended.rows, Math.max(added + changed, 1)), ids: [...ids] }
}

function sumOf(taken: readonly Taken[], what: 'added' | 'changed'): number {
  return taken.reduce((sum, one) => sum + one[what], 0)
}

/** Writes what is new or changed. */
function take(
  step: Step,
  table: 'groups' | 'sessions' | 'shots' | 'reports',
  rows: readonly Incoming[],
): { inserted: readonly string[]; updated: number } {
  const { inserts, updates } = compare(step.tx, table, rows)
  write(step.tx, table, { inserts, updates })
  step.facts += inserts.length + updates.length
  return { inserted: inserts.map(({ id }) => id), updated: updates.length }
}

/** Items without a clock on their rows: what only arrived was edited by nobody, and must lose to any edit. */
function note(step: Step, table: 'sessions' | 'shots', ids: readonly string[]): void {
  if (ids.length === 0) return
  step.items += step.tx.run(
    `INSERT INTO command_items (id, command_id, table_name, row_id, field, before, after)
    SELECT ? || ':' || (? + row_number() OVER ()), ?, ?, value, 'deleted_at', json_quote(?), 'null'
    FROM json_each(?)`,
    [step.command_id, step.items, step.command_id, table, step.made_at, JSON.stringify(ids)],
  )
}

/** Edits of the earlier database that a shot which stood here took on: undo takes them back. */
function noteEdits(step: Step, standing: ReadonlyMap<string, State>, rows: readonly Incoming[]): void {
  for (const { id, clocks } of rows) {
    const before = standing.get(id)
    if (!before || typeof clocks !== 'string') continue
    for (const field of Object.keys(JSON.parse(clocks))) noteOne(step, 'shots', before, field)
  }
}

/** An item where the field's value is another than before. */
function noteOne(step: Step, table: 'shots', before: State, field: string): void {
  const id = String(before['id'])
  const now = step.tx.get<State>(`SELECT * FROM ${table} WHERE id = ?`, [id])?.[field] ?? null
  const was = before[field] ?? null
  if (now === was) return
  const json = (value: Value) => (field === 'tags' ? (value ?? 'null') : JSON.stringify(value))
  step.items += step.tx.run(
    `INSERT INTO command_items (id, command_id, table_name, row_id, field, before, after)
    VALUES (?, ?, ?, ?, ?, ?, ?)`,
    [`${step.command_id}:${step.items + 1}`, step.command_id, table, id, field, json(was), json(now)],
  )
}

/** New clubs get their rows; a golfer's answer is an edit. A club that is in the bag already stays as it is. */
function settleClubs(step: Step, codes: readonly string[], answers: ImportAnswers): void {
  const { tx } = step
  for (const code of codes) {
    const id = clubIdOfCode(code)
    if (!ensureClub(step, id)) continue
    const answer = answers.clubs?.[code] ?? { is: 'as_named' }
    switch (answer.is) {
      case 'as_named':
        break
      case 'mixed':
        if (id === MIXED_CLUB) break
        ensureClub(step, MIXED_CLUB)
        setOne(step, 'clubs', id, 'merged_into', endOf(tx, 'clubs', MIXED_CLUB))
        break
      case 'club': {
        const into = endOf(tx, 'clubs', answer.club_id)
        if (into !== id) setOne(step, 'clubs', id, 'merged_into', into)
        break
      }
      default:
        answer satisfies never
    }
  }
  // At once: what kind a group is depends on it.
  if (step.items > 0) remakeMergeEnds(tx, 'clubs')
}

export function keepSources(step: Step, reports: Arriving['reports'], key: string | null): void {
  for (const { id, maker } of reports) {
    const there = step.tx.get('SELECT 1 FROM reports WHERE id = ?', [id]) !== undefined
    // When it first came stays.
    take(step, 'reports', [{ id, maker, key, ...(!there && { added_at: step.made_at }) }])
  }
}

/** Answers whether it was not there before. A file may hold many sessions, and answers no one report. */
export function keepPayload(step: Step, id: string, report_id: string | null, bytes: number): boolean {
  const added = step.tx.run(
    `INSERT INTO payloads (id, report_id, fetched_at, bytes) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    [id, report_id, step.made_at, bytes],
  )
  if (added > 0) enterOutbox(step.tx, 'payloads', JSON.stringify([id]))
  return added > 0
}

/**
 * A report's newest payload says what of it can't be read; what its older ones said is settled by it. A
 * payload that was here before brings nothing back that the golfer has given up.
 */
export function setAside(
  { tx, made_at }: Step,
  payload_id: string,
  report_id: string,
  report: Arriving,
  isNew: boolean,
): void {
  const pieces = JSON.stringify(
    report.setAside.map(({ path, reason, raw }) => ({ id: `${payload_id}:${path}`, path, reason, raw })),
  )
  tx.run(
    `DELETE FROM set_aside WHERE report_id = ? AND id NOT IN (SELECT value ->> '$.id' FROM json_each(?))`,
    [report_id, pieces],
  )
  tx.run(
    `INSERT INTO set_aside (id, report_id, payload_id, path, reason, raw, parser_version, seen_at)
    SELECT value ->> '$.id', ?, ?, value ->> '$.path', value ->> '$.reason', value ->> '$.raw', ?, ?
    FROM json_each(?) WHERE ? OR value ->> '$.id' IN (SELECT id FROM set_aside)
    ON CONFLICT (id) DO UPDATE SET reason = excluded.reason, parser_version = excluded.parser_version
      WHERE reason <> excluded.reason OR parser_version <> excluded.parser_version`,
    [report_id, payload_id, report.parser_version, made_at, pieces, isNew ? 1 : 0],
  )
}

function takenSaid(sessions: Taken['sessions'], added: number, changed: number): string {
  const [date, ...others] = new Set(sessions.map(({ practice_date }) => practice_date))
  const when = date && others.length === 0 ? ` of ${formatDate(date, 'words')}` : ''
  if (added > 0) return `${shotsSaid(added)}${when} taken in`
  if (changed > 0) return `${shotsSaid(changed)}${when} completed`
  return `Report${when} taken in again`
}
