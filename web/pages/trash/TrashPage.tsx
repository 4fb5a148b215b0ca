import { localDate } from '../../../shared/golf/dates.ts'
import { useLive } from '../../db/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Empty } from '../../ui/Empty.tsx'
import { shotsSaid } from '../../ui/Figure.tsx'
import { DoneIcon } from '../../ui/icons.ts'
import { useKeys } from '../../ui/keys.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useSelection } from '../../ui/selection.ts'
import { useAct } from '../act.tsx'
import { useClubs } from '../clubs.ts'
import { daySaid } from '../days.ts'
import { DeleteForGoodBar } from './DeleteForGoodBar.tsx'
import { selectedIn } from './selected.ts'
import './trash.css'

/** What was deleted: back with one tap, or gone for good with two. It never empties by itself. */
export function TrashPage() {
  const act = useAct()
  const clubs = useClubs()
  const display = useDisplay()
  const trash = useLive('trash', null)
  const selection = useSelection()
  useKeys({ ...(selection.on && { Escape: selection.clear }) })
  if (!trash) return <TrashHead />
  const { sessions, shots } = trash
  const selected = selectedIn(trash, selection.ids)
  const all = [...sessions, ...shots].map(({ id }) => id)
  const picking = selection.ids.size > 0

  return (
    <Page>
      <PageHead
        title="Trash"
        aside={
          all.length > 0 && (
            <Button look="quiet" onPress={() => (picking ? selection.clear() : selection.set(all))}>
              {picking ? 'Select none' : 'Select all'}
            </Button>
          )
        }
      />
      {all.length === 0 ? (
        <Empty title="The trash is empty" action={<ButtonLink href="/">To your sessions</ButtonLink>}>
          Sessions and shots that you delete wait here until you want them back. Nothing leaves the trash by
          itself.
        </Empty>
      ) : (
        <p>Kept until you decide. Nothing leaves the trash by itself.</p>
      )}
      {sessions.length > 0 && (
        <section>
          <h2>Sessions</h2>
          <ul className="trash-lines">
            {sessions.map(session => (
              <TrashLine
                key={session.id}
                name={session.title}
                under={`${display.date(session.practice_date)} · ${shotsSaid(session.shots)}`}
                deleted_at={session.deleted_at}
                picked={selection.ids.has(session.id)}
                onPick={() => selection.toggle(session.id)}
                onRestore={() => act({ kind: 'restore_sessions', session_ids: [session.id] })}
              />
            ))}
          </ul>
        </section>
      )}
      {shots.length > 0 && (
        <section>
          <h2>Shots</h2>
          <ul className="trash-lines">
            {shots.map(shot => (
              <TrashLine
                key={shot.id}
                name={`${clubs(shot.club_id).name}, ${display.measure('carry_m', shot.carry_m)}`}
                under={`${display.date(shot.practice_date)} · shot ${shot.number}`}
                deleted_at={shot.deleted_at}
                picked={selection.ids.has(shot.id)}
                onPick={() => selection.toggle(shot.id)}
                onRestore={() => act({ kind: 'restore_shots', shots: { ids: [shot.id] } })}
              />
            ))}
          </ul>
        </section>
      )}
      {picking && <DeleteForGoodBar selected={selected} onDone={selection.clear} />}
    </Page>
  )
}

function TrashHead() {
  return (
    <Page>
      <PageHead title="Trash" />
    </Page>
  )
}

function TrashLine({
  name,
  under,
  deleted_at,
  picked,
  onPick,
  onRestore,
}: {
  readonly name: string
  readonly under: string
  readonly deleted_at: string | null
  readonly picked: boolean
  readonly onPick: () => void
  readonly onRestore: () => void
}) {
  const display = useDisplay()
  const since = deleted_at === null ? null : localDate(new Date(deleted_at))
  const deleted = since && daySaid(since, new Date(), display.date)
  return (
    <li className="trash-line">
      <label className="trash-pick num">
        <input
          type="checkbox"
          className="spoken"
          checked={picked}
          aria-label={`Select ${name}, ${under}`}
          onChange={onPick}
        />
        <span className="tick" aria-hidden={true}>
          {picked && <DoneIcon aria-hidden={true} />}
        </span>
        <span>
          {name}
          <small>{under}</small>
          {deleted && <small>deleted {deleted}</small>}
        </span>
      </label>
      <Button look="quiet" onPress={onRestore}>
        Restore<span className="spoken"> {name}</span>
      </Button>
    </li>
  )
}
