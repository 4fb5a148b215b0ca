/** Takes in a file of shots: another monitor's, or the earlier system's database. */
import type { Command, Outcome, Problem } from '../command.ts'
import type { Tx } from '../sql.ts'
import { endTaking, keepPayload, keepSources, notReady, setAside, takeIn } from './accept.ts'
import type { Arriving } from './arrivals.ts'
import type { CommandContext } from './context.ts'
import { readFile, type TableReading } from './fileReading.ts'
import { settleGone } from './goneFiles.ts'
import { fileKey, readKept } from './keptFile.ts'
import { queueRow } from './queue.ts'
import { remember } from './rememberedFiles.ts'
import { beginStep, type Step, setField } from './step.ts'

const noDate: Problem = {
  kind: 'no_date',
  says: 'This file has no date. Say first on which day these shots were hit.',
}

export async function acceptFile(
  tx: Tx,
  command: Extract<Command, { kind: 'accept_file' }>,
  context: CommandContext,
): Promise<Outcome> {
  const entry = queueRow(tx, command.queue_id)
  if (entry?.state !== 'ready' || entry.payload_id === null) return { ok: false, problem: notReady }
  const kept = await readKept(tx, entry.payload_id)
  if (!kept.ok) return kept
  const read = readFile(tx, entry.payload_id, kept.file, command.file)
  if (!read.ok) return read
  const { arriving, table } = read
  if (table?.reading.asks_date && command.file.practice_date === null) return { ok: false, problem: noDate }
  const step = beginStep(tx, command, context)
  keepSources(step, arriving.reports, null)
  const isNew = keepPayload(step, entry.payload_id, null, kept.bytes)
  const taken = await takeIn(step, arriving, command.answers, context)
  if (table) settleTable(step, entry.payload_id, arriving, table, command.file.practice_date)
  setAside(step, entry.payload_id, fileKey(entry.payload_id), arriving, isNew)
  settleGone(step, entry.payload_id, arriving.shots)
  tx.run('DELETE FROM import_queue WHERE id = ?', [entry.id])
  return endTaking(step, [taken])
}

/** What the golfer said of the file is an edit of theirs, where it is more than the file says itself. */
function settleTable(
  step: Step,
  payload_id: string,
  { sessions }: Arriving,
  { recognised, guess, mapping, overrides, known }: TableReading,
  practice_date: string | null,
): void {
  if (practice_date || overrides['date_order'] !== undefined) {
    for (const { id, practice_date: date } of sessions) if (date !== null) settleDate(step, id, date)
  }
  const isGuess = JSON.stringify(mapping) === JSON.stringify(guess) && Object.keys(overrides).length === 0
  if (!isGuess || known || !recognised.by_itself) {
    remember(step, payload_id, recognised.signature, { mapping, overrides })
  }
}

/** Never over a date that the golfer gave the session itself. */
function settleDate(step: Step, session_id: string, date: string): void {
  setField(step, {
    table: 'sessions',
    field: 'practice_date',
    value: '?',
    values: [date],
    where: "id = ? AND json_extract(clocks, '$.practice_date') IS NULL",
    bound: [session_id],
    confirms: true,
  })
}
