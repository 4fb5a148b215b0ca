import { Button } from '../../ui/Button.tsx'
import { CloseIcon, DeleteIcon, UndoIcon } from '../../ui/icons.ts'
import { useAct } from '../act.tsx'
import { chosenSaid, goesSaid, type Selected } from './selected.ts'

/**
 * The only step without an undo takes two taps that lie apart: choosing, then a button that says how
 * much goes. What goes is said beside it, not asked.
 */
export function DeleteForGoodBar({
  selected,
  onDone,
}: {
  readonly selected: Selected
  readonly onDone: () => void
}) {
  const act = useAct()
  const { session_ids, shot_ids, shots } = selected
  const restore = async () => {
    if (session_ids.length > 0) await act({ kind: 'restore_sessions', session_ids })
    if (shot_ids.length > 0) await act({ kind: 'restore_shots', shots: { ids: shot_ids } })
    onDone()
  }
  const purge = async () => {
    const outcome = await act({ kind: 'purge', session_ids, shot_ids })
    if (outcome.ok) onDone()
  }
  return (
    <section className="purge-bar" aria-label="Selection">
      <div className="row">
        <strong aria-live="polite">{chosenSaid(selected)}</strong>
        <div className="end">
          <Button look="quiet" icon={CloseIcon} iconOnly onPress={onDone}>
            End the selection
          </Button>
        </div>
      </div>
      <p>{goesSaid(selected)}</p>
      <div className="purge-actions">
        <Button icon={UndoIcon} onPress={restore}>
          Restore
        </Button>
        <div className="purge">
          <Button icon={DeleteIcon} wide onPress={purge}>
            Delete {shots === 1 ? '1 shot' : `${shots.toLocaleString('en')} shots`} for good
          </Button>
        </div>
      </div>
    </section>
  )
}
