import { useEffect, useState } from 'react'
import type { Account } from '../../sync/account.ts'
import type { Connection } from '../../sync/connect.ts'
import { useConnection, useSyncState } from '../../sync/react.tsx'
import { Track } from '../../ui/Bar.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Cure } from '../act.tsx'
import { CloudPictures } from '../media/CloudPictures.tsx'
import { AddDevice } from './AddDevice.tsx'
import { LOOKS } from './CloudChip.tsx'
import { CloudSql } from './CloudSql.tsx'
import { DeleteAccount } from './DeleteAccount.tsx'
import { DeviceName } from './DeviceName.tsx'
import { EarlierShots } from './EarlierShots.tsx'
import { NotTaken } from './NotTaken.tsx'
import { SignOut } from './SignOut.tsx'
import { TurnOn } from './TurnOn.tsx'
import { WarehouseLine } from './WarehouseLine.tsx'
import { agoSaid, chipSaid, stateSaid } from './words.ts'

/** The cloud that this history is kept equal with. */
export function InUse({ account, onAnother }: { readonly account: Account; readonly onAnother: () => void }) {
  const connection = useConnection()
  return (
    <>
      {connection ? (
        <AtWork connection={connection} onAnother={onAnother} />
      ) : (
        <p role="status">Opening it.</p>
      )}
      <Which account={account} />
      <DeviceName />
      <Button wide onPress={onAnother}>
        Another account or cloud
      </Button>
      <SignOut account={account} connection={connection} />
      {connection && <DeleteAccount connection={connection} />}
    </>
  )
}

function Which({ account }: { readonly account: Account }) {
  const { host } = new URL(account.url)
  return (
    <section className="stack">
      <h2>Where it is</h2>
      {account.kind === 'hub' ? (
        <p>
          On the Rangebook server at {host}. Your devices meet there. It is no cloud: its copy is as safe as
          that machine, so back it up.
        </p>
      ) : (
        <p>
          At {host}, as {account.email}.
        </p>
      )}
    </section>
  )
}

const SIGN_IN_OVER = 'The sign-in has run out. All you do here is kept, and is synced when you are in again.'

function AtWork({
  connection,
  onAnother,
}: {
  readonly connection: Connection
  readonly onAnother: () => void
}) {
  const state = useSyncState(connection)
  const { account, engine } = connection
  const { now } = state
  const told = chipSaid(state)
  const Icon = LOOKS[told.look]
  if (now.kind === 'failed' && (now.problem.kind === 'signed_out' || now.problem.kind === 'moved')) {
    const why = now.problem.kind === 'moved' ? now.problem.says : SIGN_IN_OVER
    return <TurnOn account={{ ...account, signed_in: false }} why={why} code={null} onDone={() => {}} />
  }
  const wrong = now.kind === 'failed' ? now.problem.kind : null
  const syncing = now.kind === 'sending' || now.kind === 'receiving' ? now : null
  return (
    <>
      <Card>
        <section className="stack" aria-label="Sync">
          <h2 className="cloud-state" data-look={told.look}>
            <Icon aria-hidden={true} />
            {told.says}
          </h2>
          <p>{stateSaid(state, account)}</p>
          {syncing && <Track label={told.says} done={syncing.done} of={syncing.of} />}
          <LastSynced connection={connection} />
          {wrong === 'other_cloud' && (
            <Button wide onPress={() => engine.move()}>
              Bring it along
            </Button>
          )}
          {wrong === 'not_set_up' &&
            (account.kind === 'hub' ? (
              <>
                <p>This server keeps no history of its own now. Does it use another cloud?</p>
                <Button wide onPress={onAnother}>
                  See what it offers
                </Button>
              </>
            ) : (
              <CloudSql onAgain={engine.sync} />
            ))}
          {now.kind === 'failed' && now.problem.cure === 'reload' ? (
            <Cure problem={now.problem} />
          ) : wrong === 'not_set_up' ? null : (
            <Button wide disabled={now.kind === 'asking' || syncing !== null} onPress={engine.sync}>
              Sync now
            </Button>
          )}
        </section>
      </Card>
      <NotTaken connection={connection} held={state.held} />
      <CloudPictures
        files={connection.files}
        where={account.kind === 'hub' ? 'on the server' : 'in the cloud'}
      />
      <AddDevice connection={connection} />
      <EarlierShots connection={connection} />
      <WarehouseLine connection={connection} />
    </>
  )
}

const LOOK_AGAIN_MS = 20_000

function LastSynced({ connection }: { readonly connection: Connection }) {
  const [now_ms, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), LOOK_AGAIN_MS)
    return () => clearInterval(timer)
  }, [])
  const synced_ms = connection.syncedMs()
  return (
    <p className="soft">
      {synced_ms === null ? 'Not synced yet' : `Last synced ${agoSaid(synced_ms, now_ms)}`}
    </p>
  )
}
