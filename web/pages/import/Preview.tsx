import { useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Progress } from '../../db/client.ts'
import type { Problem } from '../../db/command.ts'
import { askToKeepStorage } from '../../db/health.ts'
import type { ImportPreview, QueueEntry } from '../../db/query.ts'
import { useLive, useRun } from '../../db/react.tsx'
import { importAddress, sessionAddress } from '../../ui/address.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useNotices } from '../../ui/Notices.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { type Answers, noAnswers, sent, shotsByClub, unanswered } from './answers.ts'
import { ClubQuestions } from './ClubQuestions.tsx'
import { Findings } from './Findings.tsx'
import { GroupList } from './GroupList.tsx'
import { nextReady } from './waiting.ts'
import { acceptSaid, datesSaid, NOTHING_NEW, newsSaid } from './words.ts'

interface Props {
  readonly entry: QueueEntry
  readonly queue: readonly QueueEntry[]
  readonly onGoing: (isGoing: boolean) => void
}

/** A report before it is written: what it holds, what is new, what only the golfer can say. */
export function Preview({ entry, queue, onGoing }: Props) {
  const preview = useLive('import_preview', { queue_id: entry.id })
  if (!preview) {
    return (
      <Page>
        <PageHead title="New from your link" />
        <p className="opening" role="status">
          Reading the report…
        </p>
      </Page>
    )
  }
  if ('says' in preview) return <UnreadablePage entry={entry} problem={preview} />
  return <Looked preview={preview} entry={entry} queue={queue} onGoing={onGoing} />
}

function UnreadablePage({ entry, problem }: { readonly entry: QueueEntry; readonly problem: Problem }) {
  const act = useAct()
  return (
    <Page>
      <PageHead title="This report can’t be read" back={{ href: '/import', says: 'Back to adding' }} />
      <p role="alert">{problem.says}</p>
      <Button wide onPress={() => act({ kind: 'queue_remove', queue_id: entry.id })}>
        Remove it
      </Button>
    </Page>
  )
}

function Looked({ preview, entry, queue, onGoing }: Props & { readonly preview: ImportPreview }) {
  const act = useAct()
  const run = useRun()
  const notices = useNotices()
  const display = useDisplay()
  const clubs = useClubs()
  const [answers, setAnswers] = useState<Answers>(noAnswers)
  const [open, setOpen] = useState<string | null>(null)
  const [progress, setProgress] = useState<Progress | null>(null)
  const cancel = useRef<AbortController | null>(null)
  const accepts = acceptSaid(preview.shots)
  // What must be said stands first, what is only shown after the groups.
  const asked = preview.new_clubs.filter(({ ask }) => ask)
  const named = preview.new_clubs.filter(({ ask }) => !ask)
  const told = { preview, answers, onAnswer: setAnswers }
  const more = queue.filter(({ id, state }) => id !== entry.id && state === 'ready').length

  const goOn = (sessions: readonly string[]) => {
    const next = nextReady(queue, entry.id)
    const [only] = sessions
    const to = next
      ? importAddress(next)
      : only !== undefined && sessions.length === 1
        ? sessionAddress(only)
        : '/'
    navigate(to, { replace: true })
  }
  const accept = async () => {
    const question = unanswered(preview, answers)
    setOpen(question)
    if (question !== null) {
      document.getElementById(`club-${question}`)?.focus()
      return
    }
    onGoing(true)
    const aborter = new AbortController()
    cancel.current = aborter
    setProgress({ done: 0, of: preview.shots.total })
    const outcome = await act(
      { kind: 'accept_import', queue_id: entry.id, answers: sent(preview, answers) },
      { signal: aborter.signal, onProgress: setProgress },
    )
    cancel.current = null
    setProgress(null)
    if (!outcome.ok) {
      onGoing(false)
      if (aborter.signal.aborted) notices.done({ says: outcome.problem.says })
      return
    }
    askToKeepStorage()
    goOn(outcome.ids ?? [])
  }
  const done = async () => {
    onGoing(true)
    // Not said: nothing was done.
    const outcome = await run({ kind: 'queue_remove', queue_id: entry.id })
    if (!outcome.ok) {
      onGoing(false)
      notices.problem({ says: outcome.problem.says })
      return
    }
    goOn(preview.session_ids)
  }

  return (
    <Page wide>
      <PageHead
        title={entry.key === null ? 'From your file' : 'New from your link'}
        aside={
          <span className="num">
            {datesSaid(preview.practice_dates, display.date)}
            {more > 0 && <br />}
            {more > 0 && `${more} more after this`}
          </span>
        }
      />
      <div className="preview">
        <p className="preview-figure num">
          <span>
            {preview.shots.total.toLocaleString('en')}
            <small>{preview.shots.total === 1 ? 'shot' : 'shots'}</small>
          </span>
          <span className="soft">
            {preview.groups.length === 1 ? '1 group' : `${preview.groups.length} groups`} ·{' '}
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
        {accepts === null && <p role="status">{NOTHING_NEW}</p>}
        <div className="preview-columns">
          <div className="stack">
            <ClubQuestions asked={asked} {...told} open={open} />
            <GroupList {...told} />
          </div>
          <div className="stack">
            <ClubQuestions asked={named} {...told} open={open} />
            <Findings preview={preview} />
          </div>
        </div>
      </div>
      <div className="preview-actions">
        {progress ? (
          <>
            <Track label="Adding the shots" {...progress} />
            <p className="soft num" role="status">
              {progress.done.toLocaleString('en')} of {progress.of.toLocaleString('en')} shots
            </p>
            <Button wide onPress={() => cancel.current?.abort()}>
              Cancel
            </Button>
          </>
        ) : accepts === null ? (
          <Button look="main" wide onPress={done}>
            Done
          </Button>
        ) : (
          <div className="preview-choice">
            <Button look="quiet" onPress={() => navigate('/')}>
              Not now
            </Button>
            <Button look="main" wide onPress={accept}>
              {accepts}
            </Button>
          </div>
        )}
      </div>
    </Page>
  )
}
