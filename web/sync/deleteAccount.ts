/** All that a golfer has in a cloud goes: rows by its function, files by its storage. Cut anywhere, it goes on. */
import { type Cloud, CloudError } from './cloud.ts'
import type { CloudFiles } from './files.ts'
import { busy, SyncTrouble } from './problems.ts'

export interface Deleted {
  readonly rows: number
  readonly files: number
}

/** Throws a SyncTrouble or a CloudError. */
export async function deleteAccount({
  cloud,
  files,
  signal,
  onProgress,
}: {
  readonly cloud: Pick<Cloud, 'deleteAccount'>
  readonly files: Pick<CloudFiles, 'remove'>
  readonly signal: AbortSignal
  readonly onProgress: (gone: Deleted) => void
}): Promise<Deleted> {
  let gone = { rows: 0, files: 0 }
  for (let before = ''; ; ) {
    const answer = await cloud.deleteAccount(signal)
    if (answer.kind === 'busy') throw new SyncTrouble(busy)
    gone = { ...gone, rows: gone.rows + answer.rows }
    onProgress(gone)
    const now = String(answer.files)
    // A row that another device sent at the last moment keeps its file; and what storage refuses stays.
    if (answer.files.length > 0 && answer.rows === 0 && now === before) throw new CloudError('down')
    before = now
    if (!answer.more && answer.files.length === 0) return gone
    if (answer.more || answer.files.length === 0) continue
    await files.remove(answer.files, signal)
    gone = { ...gone, files: gone.files + answer.files.length }
    onProgress(gone)
  }
}
