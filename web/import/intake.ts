/** What the golfer pastes, picks or drops goes into the database's queue; what can't is said in words. */
import { findLinks } from '../../shared/uneekor/links.ts'
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'
import { MAX_FILE_BYTES } from './limits.ts'

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

/** Saved reports. One that can't be taken stops no other. */
export async function takeFiles(db: Queue, files: readonly File[]): Promise<Intake> {
  const taken: Intake[] = []
  for (const file of files) taken.push(await takeFile(db, file))
  return together(taken)
}

export async function takeFile(db: Queue, file: File): Promise<Intake> {
  if (!/\.json$/i.test(file.name) && file.type !== 'application/json') {
    return refused('not_json', `“${file.name}” is not a .json file. A saved report is one.`)
  }
  if (file.size > MAX_FILE_BYTES) {
    const mb = Math.round(file.size / 1024 / 1024)
    return refused('too_big', `“${file.name}” has ${mb} MB, more than any report. Up to 64 MB are read.`)
  }
  let text: string
  try {
    text = await file.text()
  } catch {
    return refused('unreadable', `“${file.name}” can’t be read any more. Was it moved or deleted?`)
  }
  return intakeOf(await db.run({ kind: 'queue_file', text }))
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
