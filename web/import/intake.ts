/** What the golfer pastes, picks or drops goes into the database's queue; what can't is said in words. */
import { findLinks } from '../../shared/uneekor/links.ts'
import type { Db } from '../db/client.ts'
import type { NewCommand, Problem } from '../db/command.ts'
import { readGolfStatsFile } from '../db/golfStats.ts'
import { MAX_FILE_BYTES, MAX_TABLE_BYTES } from './limits.ts'
import { recogniseFile, textOf } from './recognise.ts'

export interface Intake {
  /** Entries of the queue, new or there already. */
  readonly ids: readonly string[]
  readonly problems: readonly Problem[]
}

type Queue = Pick<Db, 'run'>

/** Links of reports, as many as the text holds, whatever stands around them. */
export async function takeText(db: Queue, text: string): Promise<Intake> {
  const found = findLinks(text)
  return together([{ ids: [], problems: found.problems }, await queued(db, found.links)])
}

/** Saved reports, other monitors' files, the earlier database. One that can't be taken stops no other. */
export async function takeFiles(db: Queue, files: readonly File[]): Promise<Intake> {
  const taken: Intake[] = []
  for (const file of files) {
    const { ids, problems } = await takeFile(db, file)
    // Which of them it was.
    const named = files.length === 1 ? problems : problems.map(one => namedBy(file, one))
    taken.push({ ids, problems: named })
  }
  return together(taken)
}

export async function takeFile(db: Queue, file: File): Promise<Intake> {
  try {
    const command = await commandFor(file)
    return 'says' in command ? { ids: [], problems: [command] } : intakeOf(await db.run(command))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return refused('unreadable', `“${file.name}” can’t be read any more. Was it moved or deleted?`)
  }
}

function namedBy({ name }: File, problem: Problem): Problem {
  return problem.says.includes(name) ? problem : { ...problem, says: `“${name}”: ${problem.says}` }
}

/** What takes the file in, by what it is; a problem where nothing does. */
async function commandFor(file: File): Promise<NewCommand | Problem> {
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

export function together(intakes: readonly Intake[]): Intake {
  return {
    ids: [...new Set(intakes.flatMap(({ ids }) => ids))],
    problems: intakes.flatMap(({ problems }) => problems),
  }
}

async function queued(db: Queue, links: readonly { report_id: string; key: string }[]): Promise<Intake> {
  if (links.length === 0) return { ids: [], problems: [] }
  return intakeOf(await db.run({ kind: 'queue_links', links }))
}

function intakeOf(outcome: Awaited<ReturnType<Db['run']>>): Intake {
  return outcome.ok ? { ids: outcome.ids ?? [], problems: [] } : { ids: [], problems: [outcome.problem] }
}

function refused(kind: string, says: string): Intake {
  return { ids: [], problems: [{ kind, says }] }
}
