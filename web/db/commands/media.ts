/**
 * Pictures: which are wanted (this device's own, as the queue of imports is), and which there are (rows,
 * that travel). Their bytes lie in the file store. No step of the history.
 */
import { isFrame } from '../../../shared/uneekor/media.ts'
import type { Command, MediaTarget, Outcome } from '../command.ts'
import { readMediaWants, WANTS } from '../queries/media.ts'
import type { MediaWant } from '../query.ts'
import type { Tx } from '../sql.ts'
import { enterOutbox } from './step.ts'

type Of<K extends Command['kind']> = Extract<Command, { kind: K }>
type MediaCommand = Of<'want_media' | 'unwant_media' | 'media_failed' | 'media_listed' | 'media_kept'>

export function media(tx: Tx, command: MediaCommand): Outcome {
  switch (command.kind) {
    case 'want_media':
      return wantMedia(tx, command)
    case 'unwant_media':
      return unwantMedia(tx, command)
    case 'media_failed':
      return mediaFailed(tx, command)
    case 'media_listed':
      return mediaListed(tx, command)
    case 'media_kept':
      return mediaKept(tx, command)
    default:
      return command satisfies never
  }
}

function wantMedia(tx: Tx, { id, want }: Of<'want_media'>): Outcome {
  return keepWant(tx, id, 'The pictures are wanted', { ...want, problem: null })
}

function mediaFailed(tx: Tx, { id, want, problem }: Of<'media_failed'>): Outcome {
  return keepWant(tx, id, problem.says, { ...want, problem })
}

function unwantMedia(tx: Tx, { id, want }: Of<'unwant_media'>): Outcome {
  const wants = readMediaWants(tx)
  return writeWants(
    tx,
    id,
    'The pictures are not wanted any more',
    wants,
    wants.filter(other => !isSame(other, want)),
  )
}

/** In the place where it stands, else last. One that failed meanwhile in another tab is not brought back. */
function keepWant(tx: Tx, command_id: string, says: string, want: MediaWant): Outcome {
  const wants = readMediaWants(tx)
  const there = wants.some(other => isSame(other, want))
  if (!there && want.problem !== null) return done(command_id, says, 0)
  const after = there ? wants.map(other => (isSame(other, want) ? want : other)) : [...wants, want]
  return writeWants(tx, command_id, says, wants, after)
}

const isSame = (a: MediaTarget, b: MediaTarget) => a.of === b.of && a.id === b.id

function writeWants(
  tx: Tx,
  command_id: string,
  says: string,
  before: readonly MediaWant[],
  after: readonly MediaWant[],
): Outcome {
  const text = JSON.stringify(after.map(({ of, id, problem }) => ({ of, id, problem })))
  if (text === JSON.stringify(before)) return done(command_id, says, 0)
  const rows = tx.run(
    `INSERT INTO local_state (key, value) VALUES (?, ?)
    ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
    [WANTS, text],
  )
  return done(command_id, says, rows)
}

/** A row for each picture, without its bytes yet: how many there are is known from here on, offline too. */
function mediaListed(tx: Tx, { id, shot_id, names }: Of<'media_listed'>): Outcome {
  if (!isThere(tx, shot_id)) return done(id, GONE, 0)
  let rows = tx.run('UPDATE shots SET video_frames = ?1 WHERE id = ?2 AND video_frames IS NOT ?1', [
    names.filter(isFrame).length,
    shot_id,
  ])
  if (rows > 0) enterOutbox(tx, 'shots', JSON.stringify([shot_id]))
  for (const name of names) {
    rows += tx.run('INSERT INTO media (id, shot_id, name) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING', [
      mediaId(shot_id, name),
      shot_id,
      name,
    ])
  }
  enterOutbox(tx, 'media', JSON.stringify(names.map(name => mediaId(shot_id, name))))
  return done(id, `${names.length} pictures at the source`, rows)
}

function mediaKept(tx: Tx, { id, shot_id, files }: Of<'media_kept'>): Outcome {
  if (!isThere(tx, shot_id)) return done(id, GONE, 0)
  let rows = 0
  for (const { name, hash, bytes } of files) {
    rows += tx.run(
      `INSERT INTO media (id, shot_id, name, hash, bytes) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET hash = excluded.hash, bytes = excluded.bytes
      WHERE hash IS NOT excluded.hash OR bytes IS NOT excluded.bytes`,
      [mediaId(shot_id, name), shot_id, name, hash, bytes],
    )
  }
  if (rows > 0) enterOutbox(tx, 'media', JSON.stringify(files.map(({ name }) => mediaId(shot_id, name))))
  return done(id, `${files.length} pictures kept`, rows)
}

/** The same on every device. */
const mediaId = (shot_id: string, name: string) => `${shot_id}:${name}`

const GONE = 'That shot was deleted for good'

/** Deleted for good while its pictures came: they are named by nobody, and swept away. */
function isThere(tx: Tx, shot_id: string): boolean {
  return tx.get('SELECT 1 FROM shots WHERE id = ? AND purged IS NOT 1', [shot_id]) !== undefined
}

function done(command_id: string, says: string, rows: number): Outcome {
  return { ok: true, command_id, rows, says, undoable: false }
}
