import type { Command, Outcome } from '../command.ts'
import type { Tx } from '../sql.ts'
import { acceptImport } from './accept.ts'
import { discardSetAside, retrySetAside } from './aside.ts'
import { addClub, mergeClubs, setClub, unmergeClub } from './clubs.ts'
import type { CommandContext } from './context.ts'
import { setGroup } from './groups.ts'
import { recordedOutcome, recordOutcome } from './outcomes.ts'
import { purge } from './purge.ts'
import { queueFailed, queueFetched, queueFile, queueLinks, queueRemove, queueShots } from './queue.ts'
import { deleteSessions, mergeSessions, restoreSessions, setSession, unmergeSession } from './sessions.ts'
import { setSetting } from './settings.ts'
import { deleteShots, restoreShots, setShots, splitSession, tagShots } from './shots.ts'
import { redoLast, undo, undoLast } from './undo.ts'

/**
 * Carries out one command within one transaction, which the caller commits if the outcome is ok and
 * rolls back if it is not, or if this throws. A command whose id was carried out before answers what it
 * answered then.
 */
export async function runCommand(tx: Tx, command: Command, context: CommandContext): Promise<Outcome> {
  const before = recordedOutcome(tx, command.id)
  if (before) return before
  const outcome = await carryOut(tx, command, context)
  if (outcome.ok && (outcome.rows > 0 || LEAVES_QUEUE.has(command.kind))) recordOutcome(tx, outcome)
  return outcome
}

/** What held nothing new has left the queue all the same. */
const LEAVES_QUEUE: ReadonlySet<string> = new Set<Command['kind']>(['accept_import', 'accept_file'])

/** What only a file, a picture or a cloud needs is loaded when the first one comes. */
async function carryOut(tx: Tx, command: Command, context: CommandContext): Promise<Outcome> {
  switch (command.kind) {
    case 'set_shots':
      return setShots(tx, command, context)
    case 'tag_shots':
      return tagShots(tx, command, context)
    case 'delete_shots':
      return deleteShots(tx, command, context)
    case 'restore_shots':
      return restoreShots(tx, command, context)
    case 'purge':
      return purge(tx, command, context)
    case 'set_session':
      return setSession(tx, command, context)
    case 'delete_sessions':
      return deleteSessions(tx, command, context)
    case 'restore_sessions':
      return restoreSessions(tx, command, context)
    case 'merge_sessions':
      return mergeSessions(tx, command, context)
    case 'unmerge_session':
      return unmergeSession(tx, command, context)
    case 'split_session':
      return splitSession(tx, command, context)
    case 'set_group':
      return setGroup(tx, command, context)
    case 'add_club':
      return addClub(tx, command, context)
    case 'set_club':
      return setClub(tx, command, context)
    case 'merge_clubs':
      return mergeClubs(tx, command, context)
    case 'unmerge_club':
      return unmergeClub(tx, command, context)
    case 'set_setting':
      return setSetting(tx, command, context)
    case 'name_device':
      return (await import('./device.ts')).nameDevice(tx, command, context)
    case 'guess_device_name':
      return (await import('./device.ts')).guessDeviceName(tx, command, context)
    case 'take_other':
      return (await import('./takeOther.ts')).takeOther(tx, command, context)
    case 'set_finding':
      return (await import('./finding.ts')).setFinding(tx, command, context)
    case 'keep':
      return (await import('./keep.ts')).keep(tx, command, context)
    case 'undo':
      return undo(tx, command, context)
    case 'undo_last':
      return undoLast(tx, command, context)
    case 'redo_last':
      return redoLast(tx, command, context)
    case 'accept_import':
      return acceptImport(tx, command, context)
    case 'accept_file':
      return (await import('./acceptFile.ts')).acceptFile(tx, command, context)
    case 'accept_same':
      return (await import('./same.ts')).acceptSame(tx, command, context)
    case 'keep_apart':
      return (await import('./same.ts')).keepApart(tx, command, context)
    case 'restore':
      return (await import('./restore.ts')).restore(tx, command, context)
    case 'queue_links':
      return queueLinks(tx, command, context)
    case 'queue_file':
      return queueFile(tx, command, context)
    case 'queue_table':
    case 'queue_golf_stats':
      return queueShots(tx, command, context)
    case 'queue_fetched':
      return queueFetched(tx, command)
    case 'queue_failed':
      return queueFailed(tx, command)
    case 'queue_remove':
      return queueRemove(tx, command)
    case 'retry_set_aside':
      return retrySetAside(tx, command, context)
    case 'backfill':
      return (await import('./backfill.ts')).backfill(tx, command, context)
    case 'discard_set_aside':
      return discardSetAside(tx, command)
    case 'want_media':
    case 'unwant_media':
    case 'media_failed':
    case 'media_listed':
    case 'media_kept':
      return (await import('./media.ts')).media(tx, command)
    case 'pin_media':
      return (await import('./pinMedia.ts')).pinMedia(tx, command)
    case 'drop_gone_files':
      return (await import('./goneFiles.ts')).dropGoneFiles(tx, command, context)
    case 'payload_kept':
      return (await import('./payloadKept.ts')).payloadKept(tx, command)
    case 'sync_bind':
    case 'sync_epoch':
    case 'sync_pushed':
    case 'sync_pulled':
    case 'sync_restamp':
    case 'sync_repair':
    case 'sync_gone':
    case 'retry_refused':
    case 'keep_refused':
    case 'discard_refused':
      return (await import('./sync.ts')).sync(tx, command, context)
    default:
      return command satisfies never
  }
}
