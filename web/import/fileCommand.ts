/** A chosen file's way into the queue; loaded when the first one is chosen. */
import type { NewCommand, Problem } from '../db/command.ts'
import { readGolfStatsFile } from '../db/golfStats.ts'
import { MAX_FILE_BYTES, MAX_TABLE_BYTES } from './limits.ts'
import { recogniseFile, textOf } from './recognise.ts'

/** What takes the file in, by what it is; a problem where nothing does. */
export async function commandFor(file: File): Promise<NewCommand | Problem> {
  const found = await recogniseFile(file)
  switch (found.kind) {
    case 'report_json': {
      const big = tooBig(file, MAX_FILE_BYTES, 'more than any report')
      return big ?? { kind: 'queue_file', text: await textOf(file, 'utf-8') }
    }
    case 'text': {
      const big = tooBig(file, MAX_TABLE_BYTES, 'more than years of practice')
      return big ?? { kind: 'queue_table', name: file.name, text: await textOf(file, found.encoding) }
    }
    case 'sqlite': {
      if (found.of === 'rangebook') return { kind: 'backup', says: found.says }
      if (found.of === 'other') return { kind: found.kind, says: found.says }
      const read = await readGolfStatsFile(file)
      return read.ok ? { kind: 'queue_golf_stats', name: file.name, tables: read.value } : read.problem
    }
    case 'backup_json':
      return { kind: 'backup', says: found.says }
    case 'zip':
    case 'unknown':
      return { kind: found.kind, says: found.says }
    default:
      return found satisfies never
  }
}

function tooBig(file: File, limit: number, than: string): Problem | null {
  if (file.size <= limit) return null
  const mb = (bytes: number) => Math.round(bytes / 1024 / 1024)
  const says = `“${file.name}” has ${mb(file.size)} MB, ${than}. Up to ${mb(limit)} MB are read.`
  return { kind: 'too_big', says }
}
