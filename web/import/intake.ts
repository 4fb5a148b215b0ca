/** What the golfer pastes, picks or drops goes into the database's queue; what can't is said in words. */
import { findLinks } from '../../shared/uneekor/links.ts'
import type { Db } from '../db/client.ts'
import type { Problem } from '../db/command.ts'

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
  const loaded = await import('./fileCommand.ts').catch(() => null)
  if (!loaded) {
    const says = 'A part of Rangebook can’t be loaded. Reload the app, then choose the file again.'
    return { ids: [], problems: [{ kind: 'not_loaded', says, cure: 'reload' }] }
  }
  try {
    const command = await loaded.commandFor(file)
    return 'says' in command ? { ids: [], problems: [command] } : intakeOf(await db.run(command))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    return refused('unreadable', `“${file.name}” can’t be read any more. Was it moved or deleted?`)
  }
}

function namedBy({ name }: File, problem: Problem): Problem {
  return problem.says.includes(name) ? problem : { ...problem, says: `“${name}”: ${problem.says}` }
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
