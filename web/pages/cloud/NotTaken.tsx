import type { RefusedRow } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import type { Connection } from '../../sync/connect.ts'
import { Button } from '../../ui/Button.tsx'
import { useAct } from '../act.tsx'
import { CloudSql } from './CloudSql.tsx'

const HELD = ['unknown_table', 'unknown_column']

/** What the cloud did not take: held back until it is newer, or refused, each with its reason. */
export function NotTaken({ connection, held }: { readonly connection: Connection; readonly held: number }) {
  const rows = useLive('refused_rows', null)
  if (!rows || rows.length === 0) return null
  const refused = rows.filter(({ reason, kept }) => kept || !HELD.includes(reason))
  return (
    <>
      {held > 0 && <Held connection={connection} held={held} />}
      {refused.length > 0 && <Refused rows={refused} />}
    </>
  )
}

function Held({ connection, held }: { readonly connection: Connection; readonly held: number }) {
  const { account, engine } = connection
  return (
    <section className="stack" aria-labelledby="held">
      <h2 id="held">Held back: {held.toLocaleString('en')}</h2>
      <p>
        The cloud is older than this app and has no place for some of it yet. It is safe on this device, and
        goes by itself when the cloud is newer.
      </p>
      {account.kind === 'hub' ? (
        <p>Update Rangebook on the server’s machine, and start it again.</p>
      ) : (
        <CloudSql onAgain={engine.sync} />
      )}
    </section>
  )
}

function Refused({ rows }: { readonly rows: readonly RefusedRow[] }) {
  const act = useAct()
  return (
    <section className="stack" aria-labelledby="refused">
      <h2 id="refused">Not taken by the cloud: {rows.length.toLocaleString('en')}</h2>
      <p>Everything else is synced. These are safe on this device until you decide.</p>
      <ul className="refused-list">
        {rows.map(row => {
          const { table_name, row_id, named, says, kept } = row
          const one = [{ table_name, row_id }]
          return (
            <li key={`${table_name} ${row_id}`}>
              <p>
                <b>{named}</b>
                {kept && ' · kept on this device alone'}
              </p>
              <p>{says}</p>
              <div className="cloud-actions">
                <Button look="quiet" onPress={() => act({ kind: 'retry_refused', rows: one })}>
                  Send again<span className="spoken"> {named}</span>
                </Button>
                {!kept && (
                  <Button look="quiet" onPress={() => act({ kind: 'keep_refused', rows: one })}>
                    Keep here<span className="spoken"> {named}</span>
                  </Button>
                )}
                <Button look="quiet" onPress={() => act({ kind: 'discard_refused', rows: one })}>
                  Give up<span className="spoken"> {named}</span>
                </Button>
              </div>
            </li>
          )
        })}
      </ul>
      <p className="soft">
        Give up: this device takes what the cloud has of it, or drops it if that is nothing.
      </p>
    </section>
  )
}
