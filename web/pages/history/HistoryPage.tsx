import { useState } from 'react'
import type { HistoryLine, Queries } from '../../db/query.ts'
import { useLive, useLiveFiltered } from '../../db/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Empty } from '../../ui/Empty.tsx'
import { RedoIcon, UndoIcon } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { byDay, daySaid, timeSaid } from '../days.ts'
import './history.css'

const STEPS_A_PAGE = 100

/** What was done and when; each step can be taken back, also long after. */
export function HistoryPage() {
  const act = useAct()
  const display = useDisplay()
  const [limit, setLimit] = useState(STEPS_A_PAGE)
  const lines = useLiveFiltered('history', { limit })
  const state = useLive('undo_state', null)
  /** By step: what its taking back found edited since. */
  const [left, setLeft] = useState<{ readonly [id: string]: readonly string[] }>({})
  const takeBack = async (id: string) => {
    const outcome = await act({ kind: 'undo', command_id: id })
    if (outcome.ok) setLeft(was => ({ ...was, [id]: (outcome.left ?? []).map(({ says }) => says) }))
  }
  const now = new Date()

  return (
    <Page>
      <PageHead title="History" />
      {state && <UndoRedo state={state} />}
      {lines &&
        byDay(lines).map(day => (
          <section key={day.date} className="history-day">
            <h2>{daySaid(day.date, now, display.date)}</h2>
            <ol>
              {day.lines.map(line => (
                <Step
                  key={line.id}
                  line={line}
                  left={left[line.id] ?? []}
                  onTakeBack={() => takeBack(line.id)}
                />
              ))}
            </ol>
          </section>
        ))}
      {lines?.length === limit && (
        <Button wide onPress={() => setLimit(limit + STEPS_A_PAGE)}>
          Show earlier steps
        </Button>
      )}
      {lines?.length === 0 && (
        <Empty title="Nothing done yet" action={<ButtonLink href="/">To your sessions</ButtonLink>}>
          Each import and each change you make becomes a step here. Any step can be taken back, today or in a
          year.
        </Empty>
      )}
    </Page>
  )
}

/** The two steps under the thumb: what they would do is said before they do it. */
function UndoRedo({ state: { undo, redo } }: { readonly state: Queries['undo_state']['answer'] }) {
  const act = useAct()
  if (!undo && !redo) return null
  return (
    <div className="undo-redo">
      <div>
        <Button icon={UndoIcon} wide disabled={!undo} onPress={() => act({ kind: 'undo_last' })}>
          Undo
        </Button>
        <p className="soft">{undo ? undo.says : 'Nothing to undo'}</p>
      </div>
      <div>
        <Button icon={RedoIcon} wide disabled={!redo} onPress={() => act({ kind: 'redo_last' })}>
          Redo
        </Button>
        <p className="soft">{redo ? redo.says : 'Nothing to redo'}</p>
      </div>
    </div>
  )
}

function Step({
  line,
  left,
  onTakeBack,
}: {
  readonly line: HistoryLine
  readonly left: readonly string[]
  readonly onTakeBack: () => void
}) {
  const takenBack = line.undone_by !== null
  return (
    <li className={takenBack ? 'step taken-back' : 'step'}>
      <time className="soft num" dateTime={line.made_at}>
        {timeSaid(new Date(line.made_at))}
      </time>
      <div className="step-what">
        <p>{line.says}</p>
        {takenBack && <p className="soft">Taken back</p>}
        {!takenBack && !line.undoable && <p className="soft">Cannot be taken back</p>}
        {left.length > 0 && (
          <div>
            <p>Edited since, and left as it is:</p>
            <ul>
              {left.map(says => (
                <li key={says}>{says}</li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {!takenBack && line.undoable && (
        <Button look="quiet" onPress={onTakeBack}>
          Take back<span className="spoken"> {line.says}</span>
        </Button>
      )}
    </li>
  )
}
