import type { Conflict, Params } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useAct } from '../act.tsx'
import './conflicts.css'

/** Where two devices edited the same thing without knowing it: what stands, over what, and the way to the other. */
export function Conflicts({ table, id }: Params<'conflicts'>) {
  const conflicts = useLive('conflicts', { table, id })
  const act = useAct()
  if (!conflicts || conflicts.length === 0) return null
  return (
    <ul className="conflicts" aria-label="Edited on two devices">
      {conflicts.map(conflict => (
        <li key={conflict.set.item_id}>
          <p>{conflictSaid(conflict)}</p>
          {conflict.open && (
            <Button onPress={() => act({ kind: 'take_other', item_id: conflict.over.item_id })}>
              {`Take the other: ${conflict.over.value}`}
            </Button>
          )}
        </li>
      ))}
    </ul>
  )
}

const conflictSaid = ({ field, set, over }: Conflict): string =>
  `${field}: ${set.value}, set on ${set.device}, over ${over.value}, set on ${over.device}`
