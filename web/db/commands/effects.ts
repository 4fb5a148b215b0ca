/** Which step a field's value goes back to, and which steps are done or taken back. */
import type { Tx } from '../sql.ts'

type Look = Pick<Tx, 'all' | 'get'>

export interface Header {
  readonly id: string
  readonly kind: string
  readonly says: string
  readonly clock: string
  readonly device_id: string
  readonly undoes: string | null
  readonly items: number
  readonly final: number | null
  readonly made_at: string
}

const HEADER = 'id, kind, says, clock, device_id, undoes, items, final, made_at'

export function headerOf(look: Look, id: string): Header | undefined {
  return look.get<Header>(`SELECT ${HEADER} FROM commands WHERE id = ?`, [id])
}

/** The step that took this one back, if none took that one back in turn. */
export function undoneBy(look: Look, id: string): Header | null {
  return undoersOf(look, id).find(undoer => undoneBy(look, undoer.id) === null) ?? null
}

/** Steps that took it back, newest first; one that found nothing left to take back is none. */
function undoersOf(look: Look, id: string): Header[] {
  return look.all<Header>(
    `SELECT ${HEADER} FROM commands WHERE undoes = ? AND items > 0 ORDER BY clock DESC`,
    [id],
  )
}

/** Where a step was taken back and done again, the one that did it again holds its fields now. */
export function holderOf(look: Look, step: Header): Header {
  for (const undoer of undoersOf(look, step.id)) {
    const [again] = undoersOf(look, undoer.id)
    if (again) return holderOf(look, again)
  }
  return step
}

/** The step that an undo, or the redo of one, goes back to; and whether it ends in it being done. */
export function rootOf(look: Look, step: Header): { root: Header; done: boolean } {
  let [at, done] = [step, true]
  while (at.undoes !== null) {
    const before = headerOf(look, at.undoes)
    if (!before) break
    at = before
    done = !done
  }
  return { root: at, done }
}

const OWN_STEPS = `SELECT ${HEADER} FROM commands
  WHERE device_id = ? AND undoes IS NULL ORDER BY clock DESC LIMIT ? OFFSET ?`
const OWN_UNDOS = `SELECT ${HEADER} FROM commands
  WHERE device_id = ? AND undoes IS NOT NULL AND items > 0 AND clock > ? ORDER BY clock DESC`

/** What "undo" would take back: this device's newest step that is done and can be. */
export function nextUndo(look: Look, device_id: string): Header | null {
  const page = 50
  for (let from = 0; ; from += page) {
    const steps = look.all<Header>(OWN_STEPS, [device_id, page, from])
    const next = steps.find(step => step.items > 0 && step.final !== 1 && !wasTried(look, step.id))
    if (next) return next
    if (steps.length < page) return null
  }
}

/** Taken back, or found with nothing left to take back: either way "undo" goes on to the step before. */
function wasTried(look: Look, id: string): boolean {
  if (undoneBy(look, id)) return true
  return look.get('SELECT 1 FROM commands WHERE undoes = ? AND items = 0', [id]) !== undefined
}

/** What "redo" would do again: the last that was taken back since this device's newest new step. */
export function nextRedo(look: Look, device_id: string): Header | null {
  const [newest] = look.all<Header>(OWN_STEPS, [device_id, 1, 0])
  const undos = look.all<Header>(OWN_UNDOS, [device_id, newest?.clock ?? ''])
  return undos.find(undo => !rootOf(look, undo).done && !undoneBy(look, undo.id)) ?? null
}

/** What happened to one field of one row, in order. */
export interface FieldEvent {
  readonly command_id: string
  readonly clock: string
  readonly undoes: string | null
}

/**
 * The step whose value a field has after event `at`: the step itself, or where that took a step back, the
 * one that held the field before it. Null: the value it had before any.
 */
export function authorAfter(events: readonly FieldEvent[], at: number): string | null {
  const event = events[at]
  if (event === undefined) return null
  if (event.undoes === null) return event.command_id
  const undone = events.findIndex(({ command_id }) => command_id === event.undoes)
  // Its items are not all here: it stands for itself.
  if (undone < 0 || undone >= at) return event.command_id
  return authorAfter(events, undone - 1)
}
