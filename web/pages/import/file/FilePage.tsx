import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Overrides } from '../../../../shared/files/verdict.ts'
import { localDate } from '../../../../shared/golf/dates.ts'
import type { FileAnswers } from '../../../db/command.ts'
import type { FilePreview, QueueEntry, Unmapped } from '../../../db/query.ts'
import { useLiveFiltered } from '../../../db/react.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { DownIcon } from '../../../ui/icons.ts'
import { Page } from '../../../ui/Page.tsx'
import { PageHead } from '../../../ui/PageHead.tsx'
import { useAct } from '../../act.tsx'
import { type Answers, noAnswers, sent, unanswered } from '../answers.ts'
import { ClubQuestions } from '../ClubQuestions.tsx'
import { Findings, SetAsideCard } from '../Findings.tsx'
import { GroupList } from '../GroupList.tsx'
import { UnreadablePage } from '../Preview.tsx'
import { Counted, TakingBar, useTaking } from '../taking.tsx'
import { datesSaid } from '../words.ts'
import { DateQuestion } from './DateQuestion.tsx'
import { FirstRows } from './FirstRows.tsx'
import { MappingList } from './MappingList.tsx'
import { VerdictList } from './VerdictList.tsx'
import { readAs } from './words.ts'
import './file.css'

interface Props {
  readonly entry: QueueEntry
  readonly queue: readonly QueueEntry[]
  readonly onGoing: (isGoing: boolean) => void
}

/** A file of shots before it is written: how it is read, what that gives, what only the golfer can say. */
export function FilePage({ entry, queue, onGoing }: Props) {
  const [file, setFile] = useState<FileAnswers>(() => ({
    mapping: null,
    overrides: null,
    practice_date: null,
    today: localDate(new Date()),
  }))
  // The last answer stays until the next is there: what is chosen meanwhile builds on the choice, not on it.
  const answer = useLiveFiltered('file_preview', { queue_id: entry.id, file })
  // What was chosen may stand elsewhere then: who goes by key goes with it.
  const place = useRef<string | null>(null)
  useEffect(() => {
    if (!answer || place.current === null) return
    const chosen = document.getElementById(place.current)
    place.current = null
    if (document.activeElement === document.body)
      chosen?.querySelector<HTMLElement>('select, button')?.focus()
  }, [answer])
  const onFile = (file: FileAnswers, at: string | null = null) => {
    place.current = at
    setFile(file)
  }
  const told = { entry, file, onFile }
  if (!answer) {
    return (
      <Page>
        <PageHead title="From your file" />
        <p className="opening" role="status">
          Reading the file…
        </p>
      </Page>
    )
  }
  if ('says' in answer) return <UnreadablePage entry={entry} problem={answer} />
  if ('unmapped' in answer) return <UnmappedPage unmapped={answer} {...told} />
  return <ReadPage read={answer} {...told} queue={queue} onGoing={onGoing} />
}

interface Told {
  readonly entry: QueueEntry
  readonly file: FileAnswers
  readonly onFile: (file: FileAnswers, place?: string) => void
}

function UnmappedPage({ unmapped, entry, file, onFile }: Told & { readonly unmapped: Unmapped }) {
  const act = useAct()
  return (
    <Page wide>
      <PageHead title="Which column is what?" back={{ href: '/import', says: 'Back to adding' }} />
      <div className="preview">
        <p>
          <b className="file-name">{unmapped.file_name}</b>
        </p>
        <p role="alert">{unmapped.unmapped.says}</p>
        <MappingList
          mapping={file.mapping ?? unmapped.mapping}
          columns={unmapped.columns}
          onChange={(mapping, place) => onFile({ ...file, mapping }, place)}
        />
        <Button look="quiet" wide onPress={() => act({ kind: 'queue_remove', queue_id: entry.id })}>
          Remove this file
        </Button>
      </div>
    </Page>
  )
}

function ReadPage({
  read: { preview, table, file_name, first },
  entry,
  file,
  onFile,
  queue,
  onGoing,
}: Told & Props & { readonly read: FilePreview }) {
  const display = useDisplay()
  const [answers, setAnswers] = useState<Answers>(noAnswers)
  const [open, setOpen] = useState<string | null>(null)
  const taking = useTaking({ entry, queue, preview, onGoing })
  const told = { preview, answers, onAnswer: setAnswers }
  const asksDate = table?.asks_date || file.practice_date !== null

  const accept = () => {
    const question = asksDate && file.practice_date === null ? DATE : unanswered(preview, answers)
    setOpen(question)
    if (question !== null) document.getElementById(question === DATE ? DATE : `club-${question}`)?.focus()
    else taking.take({ kind: 'accept_file', queue_id: entry.id, file, answers: sent(preview, answers) })
  }

  return (
    <Page wide>
      <PageHead
        title="From your file"
        aside={<span className="num">{datesSaid(preview.practice_dates, display.date)}</span>}
      />
      <div className="preview">
        <p className="file-name">
          <b>{file_name}</b>
          <span className="soft"> {readAs(table)}</span>
        </p>
        <Counted preview={preview} answers={answers} />
        <div className="preview-columns">
          <div className="stack">
            {asksDate && (
              <DateQuestion
                value={file.practice_date}
                today={file.today}
                isOpen={open === DATE}
                onAnswer={practice_date => onFile({ ...file, practice_date })}
              />
            )}
            <ClubQuestions asked={preview.new_clubs} {...told} open={open} />
            {table && (
              <VerdictList
                verdicts={table.verdicts}
                overrides={file.overrides ?? table.overrides}
                onDecide={(overrides, place) => onFile(decided(file, overrides), place)}
              />
            )}
            <FirstRows rows={first} />
            <SetAsideCard set_aside={preview.set_aside} each="row" />
            {table && (
              <Folded says="Which column is what" open={!table.sure && !table.known}>
                <MappingList
                  mapping={file.mapping ?? table.mapping}
                  columns={table.columns}
                  onChange={(mapping, place) => onFile({ ...file, mapping }, place)}
                />
              </Folded>
            )}
          </div>
          <div className="stack">
            <Folded
              says={
                preview.groups.length === 1 ? '1 group' : `${preview.groups.length} groups, by day and club`
              }
              open={preview.groups.length <= MOST_GROUPS}
            >
              <GroupList {...told} />
            </Folded>
            <Findings preview={{ ...preview, set_aside: [] }} />
          </div>
        </div>
      </div>
      <TakingBar preview={preview} taking={taking} onAccept={accept} />
    </Page>
  )
}

const DATE = 'file-date'
const MOST_GROUPS = 6

/** A day that the golfer said gives way where the file's own date counts again. */
function decided(file: FileAnswers, overrides: Overrides): FileAnswers {
  const isDated = overrides['file_date'] === 'file' && file.overrides?.['file_date'] !== 'file'
  return { ...file, overrides, practice_date: isDated ? null : file.practice_date }
}

function Folded({
  says,
  open,
  children,
}: {
  readonly says: string
  readonly open: boolean
  readonly children: ReactNode
}) {
  return (
    <details className="set-aside folded" open={open}>
      <summary>
        <span>{says}</span>
        <DownIcon aria-hidden={true} />
      </summary>
      {children}
    </details>
  )
}
