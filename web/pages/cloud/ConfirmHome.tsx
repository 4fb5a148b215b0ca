import { useDb, useLive } from '../../db/react.tsx'
import { type Home, settleIn } from '../../sync/home.ts'
import type { Visit } from '../../sync/visit.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'
import { homeSaid } from './words.ts'

/** What signing in will do on this device, before it does. */
export function ConfirmHome({
  visit,
  home,
  onDone,
  onBack,
}: {
  readonly visit: Visit
  readonly home: Home
  readonly onDone: () => void
  readonly onBack: () => void
}) {
  const db = useDb()
  const here = useLive('storage', null)
  const { busy, problem, trying } = useTrying()
  const settle = (bring: boolean) =>
    trying(async () => {
      await settleIn(visit, db, home, bring)
      onDone()
    })
  if (!here) return null
  return (
    <Card>
      <section className="stack" aria-live="polite">
        <h2>{visit.email ?? 'This is what happens'}</h2>
        <p>
          {home.kind === 'this' && home.known
            ? 'This history is yours, and goes on where it was.'
            : homeSaid(home, here, visit.holds, visit.place)}
        </p>
        {problem && <Wrong problem={problem} />}
        <Button look="main" wide disabled={busy} onPress={() => settle(true)}>
          {ACTIONS[home.kind]}
        </Button>
        {home.kind === 'asked' && (
          <Button wide disabled={busy} onPress={() => settle(false)}>
            Begin a separate one
          </Button>
        )}
        <Button look="quiet" wide disabled={busy} onPress={onBack}>
          Not now
        </Button>
      </section>
    </Card>
  )
}

const ACTIONS: { readonly [K in Home['kind']]: string } = {
  this: 'Start syncing',
  there: 'Open it',
  new: 'Open a history of its own',
  asked: 'Bring it along',
}
