/** Exports of a database in memory, and what a test makes of them. */

import { exportAs } from '../backup/export.ts'
import type { ExportRequest } from '../backup.ts'
import { loadSqlJs } from '../sqljs.ts'
import type { Memory } from './memory.ts'

export const EVERYTHING: ExportRequest = { as: 'json', shots: null, units: 'si', keys: true }

export async function exported(
  memory: Memory,
  request: Partial<ExportRequest> = {},
  signal = new AbortController().signal,
): Promise<Blob> {
  const copy = await memory.copy()
  try {
    return await exportAs(
      { copy, payload: memory.reader.payload },
      { ...EVERYTHING, ...request },
      {
        loadSql: loadSqlJs,
        now: () => Date.UTC(2026, 0, 5),
        progress: () => {},
        signal,
        yieldNow: async () => {},
      },
    )
  } finally {
    copy.close()
  }
}
