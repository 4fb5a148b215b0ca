import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import type { RestorePreview } from '../backup.ts'
import type { CommandContext } from '../commands/context.ts'
import type { Reader } from '../sql.ts'
import { compareSpan, spansOf } from './compare.ts'
import type { Staged } from './stage.ts'

/** What a backup holds, and what it would bring: `reader` has it beside itself; null = into an empty app. */
export async function previewOf(
  staged: Staged,
  reader: Pick<Reader, 'all' | 'get'> | null,
  context: Pick<CommandContext, 'progress' | 'signal' | 'yieldNow'>,
): Promise<RestorePreview> {
  const tally = { sessions: { new: 0, changed: 0, known: 0 }, shots: { new: 0, changed: 0, known: 0 } }
  let others = 0
  const all = [...staged.counts.values()].reduce((sum, n) => sum + n, 0)
  let done = 0
  for (const span of spansOf(staged.counts)) {
    const { added, updates, known } = reader
      ? compareSpan(reader, span)
      : { added: rowsIn(staged, span.table, span.first, span.last), updates: [], known: 0 }
    if (span.table === 'shots' || span.table === 'sessions') {
      const sums = tally[span.table]
      sums.new += added
      sums.changed += updates.length
      sums.known += known
    } else others += added + updates.length
    done += added + updates.length + known
    context.progress({ done, of: all })
    await context.yieldNow()
    context.signal.throwIfAborted()
  }
  const { get } = staged.database
  const dates = get<{ from: string | null; to: string | null }>(
    'SELECT min(practice_date) AS "from", max(practice_date) AS "to" FROM sessions WHERE deleted_at IS NULL',
  )
  const counted = get<{ trash: number; steps: number; keys: number }>(
    `SELECT
      (SELECT count(*) FROM shots WHERE deleted_at IS NOT NULL AND purged IS NOT 1)
        + (SELECT count(*) FROM sessions WHERE deleted_at IS NOT NULL) AS trash,
      (SELECT count(*) FROM commands) AS steps,
      (SELECT count(*) FROM reports WHERE key IS NOT NULL) AS keys`,
  )
  return {
    made_at: staged.made_at,
    ...tally,
    others,
    from: dates?.from ?? null,
    to: dates?.to ?? null,
    trash: counted?.trash ?? 0,
    steps: counted?.steps ?? 0,
    keys: (counted?.keys ?? 0) > 0,
  }
}

function rowsIn({ counts }: Staged, table: SyncedTable, first: number, last: number): number {
  return Math.min(counts.get(table) ?? 0, last) - first + 1
}
