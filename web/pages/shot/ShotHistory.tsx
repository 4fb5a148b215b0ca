import { lazy, Suspense } from 'react'
import { localDate } from '../../../shared/golf/dates.ts'
import type { ShotDetail } from '../../db/query.ts'
import { Button } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { UndoIcon } from '../../ui/icons.ts'
import { Line, Lines } from '../../ui/Line.tsx'
import { useAct } from '../act.tsx'
import { daySaid, timeSaid } from '../days.ts'

const Conflicts = lazy(async () => ({ default: (await import('../conflicts/Conflicts.tsx')).Conflicts }))

/** What was done to this shot, newest first; each step can be taken back. */
export function ShotHistory({ shot }: { readonly shot: ShotDetail }) {
  const act = useAct()
  const display = useDisplay()
  const momentSaid = (made_at: string) => {
    const at = new Date(made_at)
    return `${daySaid(localDate(at), new Date(), display.date)}, ${timeSaid(at)}`
  }
  return (
    <section className="stack">
      <h2>What you did to it</h2>
      {shot.history.length > 1 && (
        <Suspense>
          <Conflicts table="shots" id={shot.id} />
        </Suspense>
      )}
      {shot.history.length === 0 ? (
        <p className="soft">Nothing yet. Each change stands here and can be taken back.</p>
      ) : (
        <Lines>
          {shot.history.map(({ id, says, made_at, undone_by, undoable }) => (
            <Line
              key={id}
              under={`${momentSaid(made_at)}${undone_by === null ? '' : ', taken back'}`}
              end={
                undoable &&
                undone_by === null && (
                  <Button look="quiet" icon={UndoIcon} onPress={() => act({ kind: 'undo', command_id: id })}>
                    Take back
                  </Button>
                )
              }
            >
              {says}
            </Line>
          ))}
        </Lines>
      )}
    </section>
  )
}
