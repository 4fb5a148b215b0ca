import type { FollowUp } from '../../../shared/golf/findings.ts'
import { sayFollowUp } from '../../../shared/golf/findingsWords.ts'
import { Button } from '../../ui/Button.tsx'
import { useSettings } from '../../ui/settings.ts'
import { useAct } from '../act.tsx'

/** What the golfer works on: as it was, as it is, and what was meant. Those that are done lie under a fold. */
export function Worked({
  followUps,
  clubName,
}: {
  readonly followUps: readonly FollowUp[]
  readonly clubName: (id: string) => string
}) {
  const open = followUps.filter(({ opened }) => !opened.done)
  const done = followUps.filter(({ opened }) => opened.done)
  if (followUps.length === 0) return null
  return (
    <section className="stack">
      {open.length > 0 && <h2>You work on</h2>}
      {open.map(followUp => (
        <Followed key={followUp.opened.key} followUp={followUp} clubName={clubName} />
      ))}
      {done.length > 0 && (
        <details className="behind">
          <summary>Done: {done.length}</summary>
          {done.map(followUp => (
            <Followed key={followUp.opened.key} followUp={followUp} clubName={clubName} />
          ))}
        </details>
      )}
    </section>
  )
}

function Followed({
  followUp,
  clubName,
}: {
  readonly followUp: FollowUp
  readonly clubName: (id: string) => string
}) {
  const act = useAct()
  const { opened } = followUp
  const set = (next: typeof opened | null) => act({ kind: 'set_finding', key: opened.key, opened: next })
  return (
    <div className="stack followed">
      <p>{sayFollowUp(followUp, clubName, useSettings())}</p>
      <div className="row">
        <Button
          look={followUp.is === 'met' && !opened.done ? 'main' : 'plain'}
          onPress={() => set({ ...opened, done: !opened.done })}
        >
          {opened.done ? 'Work on it again' : 'Done'}
        </Button>
        <Button look="quiet" onPress={() => set(null)}>
          Put away
        </Button>
      </div>
    </div>
  )
}
