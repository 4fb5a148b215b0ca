import { useState } from 'react'
import type { Problem } from '../../db/command.ts'
import type { ImportPreview, QueueEntry } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { type Answers, noAnswers, sent, unanswered } from './answers.ts'
import { ClubQuestions } from './ClubQuestions.tsx'
import { Findings } from './Findings.tsx'
import { GroupList } from './GroupList.tsx'
import { Counted, TakingBar, useTaking } from './taking.tsx'
import { datesSaid } from './words.ts'

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

/** It waits, and nothing can be made of it any more. */
export function UnreadablePage({
  entry,
  problem,
}: {
  readonly entry: QueueEntry
  readonly problem: Problem
}) {
  const act = useAct()
  return (
    <Page>
      <PageHead title="This can’t be read" back={{ href: '/import', says: 'Back to adding' }} />
      <p role="alert">{problem.says}</p>
      <Button wide onPress={() => act({ kind: 'queue_remove', queue_id: entry.id })}>
        Remove it
      </Button>
    </Page>
  )
}

function Looked({ preview, entry, queue, onGoing }: Props & { readonly preview: ImportPreview }) {
  const display = useDisplay()
  const [answers, setAnswers] = useState<Answers>(noAnswers)
  const [open, setOpen] = useState<string | null>(null)
  const taking = useTaking({ entry, queue, preview, onGoing })
  // What must be said stands first, what is only shown after the groups.
  const asked = preview.new_clubs.filter(({ ask }) => ask)
  const named = preview.new_clubs.filter(({ ask }) => !ask)
  const told = { preview, answers, onAnswer: setAnswers }
  const more = queue.filter(({ id, state }) => id !== entry.id && state === 'ready').length

  const accept = () => {
    const question = unanswered(preview, answers)
    setOpen(question)
    if (question === null) {
      taking.take({ kind: 'accept_import', queue_id: entry.id, answers: sent(preview, answers) })
    } else document.getElementById(`club-${question}`)?.focus()
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
        <Counted preview={preview} answers={answers} />
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
      <TakingBar preview={preview} taking={taking} onAccept={accept} />
    </Page>
  )
}
