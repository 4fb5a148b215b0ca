/** What every preview has in common: how many shots, of which clubs, and the bar that takes them in. */
import { useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Db, Progress } from '../../db/client.ts'
import type { NewCommand } from '../../db/command.ts'
import { askToKeepStorage } from '../../db/health.ts'
import type { ImportPreview, QueueEntry } from '../../db/query.ts'
import { useDb, useRun } from '../../db/react.tsx'
import { importAddress, sessionAddress } from '../../ui/address.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { useNotices } from '../../ui/Notices.tsx'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { type Answers, shotsByClub } from './answers.ts'
import { nextReady } from './waiting.ts'
import { acceptSaid, NOTHING_NEW, newsSaid } from './words.ts'

export interface Taking {
  readonly progress: Progress | null
  readonly take: (command: NewCommand) => Promise<void>
  readonly cancel: () => void
  /** Nothing is new: it only leaves the queue. */
  readonly leave: () => Promise<void>
}

export function useTaking({
  entry,
  queue,
  preview,
  onGoing,
}: {
  readonly entry: QueueEntry
  readonly queue: readonly QueueEntry[]
  readonly preview: ImportPreview
  readonly onGoing: (isGoing: boolean) => void
}): Taking {
  const act = useAct()
  const run = useRun()
  const db = useDb()
  const notices = useNotices()
  const [progress, setProgress] = useState<Progress | null>(null)
  const aborter = useRef<AbortController | null>(null)

  /** `many`: where several sessions are seen. */
  const goOn = (sessions: readonly string[], many = '/') => {
    const next = nextReady(queue, entry.id)
    const [only] = sessions
    const to = next
      ? importAddress(next)
      : only !== undefined && sessions.length === 1
        ? sessionAddress(only)
        : many
    navigate(to, { replace: true })
  }
  return {
    progress,
    cancel: () => aborter.current?.abort(),
    async take(command) {
      onGoing(true)
      const abort = new AbortController()
      aborter.current = abort
      setProgress({ done: 0, of: preview.shots.total })
      const outcome = await act(command, { signal: abort.signal, onProgress: setProgress })
      aborter.current = null
      setProgress(null)
      if (!outcome.ok) {
        onGoing(false)
        if (abort.signal.aborted) notices.done({ says: outcome.problem.says })
        return
      }
      askToKeepStorage()
      const sessions = outcome.ids ?? []
      goOn(sessions, sessions.length > 1 && (await cameTwice(db)) ? '/data' : '/')
    },
    async leave() {
      onGoing(true)
      // Not said: nothing was done.
      const outcome = await run({ kind: 'queue_remove', queue_id: entry.id })
      if (!outcome.ok) {
        onGoing(false)
        notices.problem({ says: outcome.problem.says })
        return
      }
      goOn(preview.session_ids)
    },
  }
}

/** Swings that came by link and by file: proposed on one session's page, and for all of them under Data. */
async function cameTwice(db: Db): Promise<boolean> {
  return (await db.query('same_shots', {})).length > 0
}

export function Counted({
  preview,
  answers,
}: {
  readonly preview: ImportPreview
  readonly answers: Answers
}) {
  const clubs = useClubs()
  return (
    <>
      <p className="preview-figure num">
        <span>
          {preview.shots.total.toLocaleString('en')}
          <small>{preview.shots.total === 1 ? 'shot' : 'shots'}</small>
        </span>
        <span className="soft">
          {preview.groups.length === 1 ? '1 group' : `${preview.groups.length.toLocaleString('en')} groups`} ·{' '}
          {newsSaid(preview.shots)}
        </span>
      </p>
      <ul className="preview-clubs num" aria-label="Shots by club">
        {shotsByClub(preview, answers, id => clubs(id).name).map(({ name, club_id, shots }) => (
          <li key={name}>
            {club_id !== null && <ClubMark place={clubs(club_id).place} />}
            {name ?? 'club not known'} <span className="soft">{shots.toLocaleString('en')}</span>
          </li>
        ))}
      </ul>
      {acceptSaid(preview.shots) === null && preview.shots.total > 0 && <p role="status">{NOTHING_NEW}</p>}
    </>
  )
}

/** Under the thumb: adding, its progress, or the way on where there is nothing to add. */
export function TakingBar({
  preview,
  taking,
  onAccept,
}: {
  readonly preview: ImportPreview
  readonly taking: Taking
  readonly onAccept: () => void
}) {
  const accepts = acceptSaid(preview.shots)
  return (
    <div className="preview-actions">
      {taking.progress ? (
        <>
          <Track label="Adding the shots" {...taking.progress} />
          <p className="soft num" role="status">
            {taking.progress.done.toLocaleString('en')} of {taking.progress.of.toLocaleString('en')} shots
          </p>
          <Button wide onPress={taking.cancel}>
            Cancel
          </Button>
        </>
      ) : accepts === null ? (
        <Button look="main" wide onPress={taking.leave}>
          Done
        </Button>
      ) : (
        <div className="preview-choice">
          <Button look="quiet" onPress={() => navigate('/')}>
            Not now
          </Button>
          <Button look="main" wide onPress={onAccept}>
            {accepts}
          </Button>
        </div>
      )}
    </div>
  )
}
