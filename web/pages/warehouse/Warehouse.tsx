import type { Connection } from '../../sync/connect.ts'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Wrong } from '../cloud/Wrong.tsx'
import { useWarehouse, type WarehouseNow } from './useWarehouse.ts'
import { lastRunSaid, runSaid, scheduleSaid, waitingSaid, whichSaid } from './words.ts'

/** The server's warehouse: which one, how far it is, and a run of it. */
export function Warehouse({ connection }: { readonly connection: Connection }) {
  const now = useWarehouse(connection)
  const { about, problem } = now
  return (
    <div className="stack">
      <p>
        Where every golfer’s shots of this server are gathered for questions in SQL, over years. It is filled
        from the cloud when you or a schedule say so, and is never the only copy of anything.
      </p>
      {problem && <Wrong problem={problem} onRetry={now.look} />}
      {!about && !problem && <p role="status">Asking the server.</p>}
      {about && (
        <>
          <p>{whichSaid(about)}</p>
          <p className="num">
            {lastRunSaid(about, Date.now())} {waitingSaid(about)}
          </p>
          <Run now={now} />
          <section className="stack" aria-labelledby="warehouse-schedule">
            <h3 id="warehouse-schedule">By a schedule</h3>
            <p className="num">{scheduleSaid(about)}</p>
            <p>Whoever runs the server {about.schedule ? 'changes it' : 'installs one'} there:</p>
            <pre className="cloud-code">npx rangebook schedule install --at 23:00</pre>
            <p className="soft">
              <code>schedule remove</code> takes it out again. The server’s docs/operations.md tells of hosts
              that run containers, and what it costs.
            </p>
          </section>
        </>
      )}
    </div>
  )
}

function Run({ now: { about, line, running, isOthers, run, stop } }: { readonly now: WarehouseNow }) {
  return (
    <section className="stack" aria-label="Run now">
      {line && (
        <p role={line.kind === 'failed' ? 'alert' : 'status'} className="num">
          {runSaid(line)}
        </p>
      )}
      {running && line?.kind === 'progress' && <Track label="Run" done={line.moved} of={line.of} />}
      {isOthers && <p role="status">Another began this run: it goes on.</p>}
      {running ? (
        <Button wide onPress={stop}>
          Stop
        </Button>
      ) : (
        <Button look="main" wide onPress={run}>
          {about?.running ? 'Watch the run' : 'Run now'}
        </Button>
      )}
      <p className="soft">
        What changed is moved; at most once each five minutes. A full rewrite is for whoever runs the server.
      </p>
    </section>
  )
}
