import { headerOf, nextRedo, nextUndo, rootOf, undoneBy } from '../commands/effects.ts'
import { readState } from '../commands/step.ts'
import type { HistoryLine, Queries } from '../query.ts'
import type { Reader, SqlValue } from '../sql.ts'

/** Newest first. `which`: a condition on commands, and their order. */
export function historyLines(
  reader: Pick<Reader, 'all' | 'get'>,
  which: string,
  values: readonly SqlValue[],
): HistoryLine[] {
  return reader
    .all<{ id: string; kind: string; says: string; made_at: string; items: number; final: number | null }>(
      `SELECT id, kind, says, made_at, items, final FROM commands WHERE ${which}`,
      values,
    )
    .map(({ final, ...header }) => {
      const undone_by = undoneBy(reader, header.id)?.id ?? null
      return { ...header, undone_by, undoable: header.items > 0 && final !== 1 && undone_by === null }
    })
}

export function readHistory(reader: Reader, { limit }: { readonly limit: number }): HistoryLine[] {
  return historyLines(reader, 'true ORDER BY clock DESC LIMIT ?', [limit])
}

/** Named by the step itself, whichever of its takings back comes next. */
export function readUndoState(reader: Reader): Queries['undo_state']['answer'] {
  const device_id = readState(reader, 'device_id') ?? ''
  const redo = nextRedo(reader, device_id)
  return {
    undo: lineOf(reader, nextUndo(reader, device_id)?.id),
    redo: lineOf(reader, redo ? rootOf(reader, redo).root.id : undefined),
  }
}

function lineOf(reader: Reader, id: string | undefined): HistoryLine | null {
  if (id === undefined || !headerOf(reader, id)) return null
  return historyLines(reader, 'id = ?', [id])[0] ?? null
}
