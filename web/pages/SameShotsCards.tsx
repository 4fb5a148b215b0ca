import type { SameShots } from '../db/query.ts'
import { useLive } from '../db/react.tsx'
import { sessionAddress } from '../ui/address.ts'
import { Button } from '../ui/Button.tsx'
import { Card } from '../ui/Card.tsx'
import { useDisplay } from '../ui/display.ts'
import { useAct } from './act.tsx'

/** Swings that came twice, by a link and in a file: a proposal each, and nothing is done unasked. */
export function SameShotsCards({ session_id }: { readonly session_id?: string }) {
  const found = useLive('same_shots', session_id === undefined ? {} : { session_id }) ?? []
  return found.map(same => (
    <SameShotsCard key={`${same.keep.id} ${same.same.id}`} found={same} seenFrom={session_id} />
  ))
}

function SameShotsCard({
  found: { keep, same, exact, pairs, of },
  seenFrom,
}: {
  readonly found: SameShots
  readonly seenFrom: string | undefined
}) {
  const act = useAct()
  const display = useDisplay()
  const [here, there] = seenFrom === keep.id ? [keep, same] : [same, keep]
  const link = (session: SameShots['keep']) => (
    <a href={sessionAddress(session.id)}>
      “{session.title}”, {display.date(session.practice_date)}
    </a>
  )
  return (
    <Card>
      <div className="stack">
        <p>
          <b className="num">
            {pairs.length.toLocaleString('en')} of {of.toLocaleString('en')} shots
          </b>{' '}
          {seenFrom === undefined ? <>of {link(here)} are</> : 'are'} the same as in {link(there)}.
        </p>
        <p className="soft">
          {exact
            ? 'The monitor numbered them alike.'
            : 'They agree in date, order, ball speed, carry and launch.'}{' '}
          Counted once, the values of “{keep.title}” stay.
        </p>
        <div className="row">
          <Button look="main" onPress={() => act({ kind: 'accept_same', pairs })}>
            Count once
          </Button>
          <Button
            look="quiet"
            onPress={() => act({ kind: 'keep_apart', keep_session: keep.id, same_session: same.id })}
          >
            Keep both
          </Button>
        </div>
      </div>
    </Card>
  )
}
