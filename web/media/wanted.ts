/** What of a shot's pictures is here, and what can still come: for the pages too, which bring none themselves. */
import type { MediaTarget, Problem } from '../db/command.ts'
import type { ShotMedia } from '../db/query.ts'
import type { Copies } from './copies.ts'

export const NO_SIGNAL: Problem = {
  kind: 'no_signal',
  says: 'No signal, or the Rangebook server does not answer. The pictures go on by themselves.',
  cure: 'go_online',
}

export const budgetReached: Problem = {
  kind: 'media_budget',
  says: 'Pictures have reached the room that you gave them on this device. Those that are here stay.',
}

/** Pictures that are not here: all of those listed, if the list was not asked for yet. */
export function isWhole({ video_frames, files }: ShotMedia, here: ReadonlySet<string>): boolean {
  return video_frames !== null && files.every(({ hash }) => hash !== null && here.has(hash))
}

export const hashesOf = (media: readonly ShotMedia[]): string[] =>
  media.flatMap(({ files }) => files.flatMap(({ hash }) => hash ?? []))

/** Null where the shot's id is not the source's: `{report}_{group}_{shot}`. */
export function addressOf(shot_id: string, key: string) {
  const [, id, group_id, shot] = /^(\d+)_(\d+)_(\d+)$/.exec(shot_id) ?? []
  return id && group_id && shot ? { id, key, group_id, shot_id: shot } : null
}

/** True where there is somebody to ask: the shot came by a link whose key is kept. */
export function canAsk(shot_id: string, key: string | null): key is string {
  return key !== null && addressOf(shot_id, key) !== null
}

/** True where there is somebody who may have what is not here. */
export function canCome({ shot_id, key, files }: ShotMedia, copies: Copies | null): boolean {
  return canAsk(shot_id, key) || (copies !== null && files.some(({ hash }) => hash !== null))
}

export const isSame = (a: MediaTarget, b: MediaTarget): boolean => a.of === b.of && a.id === b.id
