/**
 * PostgreSQL's log within PGlite, which syncs nothing to the disk and, having no checkpointer, never shortens it.
 * Here what was committed reaches the disk before it is acknowledged, so that it outlives a power cut too.
 */
import type { Stats } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface Wal {
  /** Resolves once all that was committed is on the disk; false if there was nothing new. */
  synced(): Promise<boolean>
  /** After a checkpoint: its pages go to the disk. A power cut just here may need a backup. */
  pagesSynced(): Promise<void>
}

/** Whether a checkpoint is due: after 192 MB, that a start after a kill reads again in seconds. */
export const CHECKPOINT_DUE = `
  SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), redo_lsn) > 192 * 1024 * 1024 AS due FROM pg_control_checkpoint()`

export function openWal(folder: string): Wal {
  const written = new Map<string, number>()

  async function sync(file: string, { mtimeMs }: Stats): Promise<boolean> {
    if (written.get(file) === mtimeMs) return false
    const handle = await open(file, 'r+')
    try {
      await handle.datasync()
    } finally {
      await handle.close()
    }
    written.set(file, mtimeMs)
    return true
  }

  return {
    synced: async () => {
      const names = (await readdir(join(folder, 'pg_wal'))).filter(name => /^[0-9A-F]{24}$/.test(name))
      let some = false
      for (const name of names) {
        const file = join(folder, 'pg_wal', name)
        if (await sync(file, await stat(file))) some = true
      }
      return some
    },
    pagesSynced: async () => {
      written.clear()
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name)
        if (!entry.isFile() || file.includes('pg_wal')) continue
        const handle = await open(file, 'r+').catch(() => null) // one of a table that is gone meanwhile
        await handle?.sync()
        await handle?.close()
      }
    },
  }
}
