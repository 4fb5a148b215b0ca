import { useState, useSyncExternalStore } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useDb, useLive } from '../../db/react.tsx'
import type { Account } from '../../sync/account.ts'
import type { Connection } from '../../sync/connect.ts'
import { signOut, signOutAndRemove } from '../../sync/leave.ts'
import { Button } from '../../ui/Button.tsx'
import { useNotices } from '../../ui/Notices.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { forgetLastKnown } from '../lastKnown.ts'
import { useTrying } from './trying.ts'
import { aloneSaid } from './words.ts'

interface Leaving {
  readonly account: Account
  /** Null: it is being loaded, or can't be had. */
  readonly connection: Connection | null
}

/** Asks what becomes of this device's copy. */
export function SignOut(leaving: Leaving) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" wide onPress={() => setOpen(true)}>
        Sign out
      </Button>
      <Sheet open={open} title="Sign out" onClose={() => setOpen(false)}>
        <Choices {...leaving} onClose={() => setOpen(false)} />
      </Sheet>
    </>
  )
}

function Choices({ account, connection, onClose }: Leaving & { readonly onClose: () => void }) {
  const db = useDb()
  const notices = useNotices()
  const keep = () => {
    const { undo } = signOut(db.name, account, connection)
    onClose()
    notices.done({ says: 'Signed out. Your history stays on this device', onUndo: undo })
  }
  return (
    <div className="stack">
      <Button look="main" wide onPress={keep}>
        Keep this device’s copy
      </Button>
      <p>It goes on working here. Sign in again, and what you did meanwhile is synced.</p>
      {connection && <Remove connection={connection} onClose={onClose} />}
    </div>
  )
}

function Remove({ connection, onClose }: { readonly connection: Connection; readonly onClose: () => void }) {
  const db = useDb()
  const sync = useLive('sync', null)
  const set_aside = useLive('refused_rows', null)
  const { here, stored, now } = useSyncExternalStore(connection.files.onState, connection.files.state)
  const { busy, trying } = useTrying()
  if (!sync || !set_aside) return null
  const alone = sync.waiting + set_aside.length
  const pictures = here - stored
  const leave = async () => {
    onClose()
    navigate('/')
    await signOutAndRemove(db.name, connection)
    forgetLastKnown(db.name)
  }
  const syncAll = async () => {
    await connection.engine.sync()
    await connection.files.pass()
  }
  const remove = async () => {
    await syncAll()
    // What did not get there, and why, is on the sheet now.
    const { waiting } = await db.query('sync', null)
    if (waiting === 0 && connection.files.state().now.kind !== 'failed') await leave()
  }
  if (alone === 0 && pictures <= 0 && now.kind !== 'failed') {
    return (
      <>
        <Button wide disabled={busy} onPress={() => trying(remove)}>
          Remove this device’s copy
        </Button>
        <p>
          All of it is with {connection.account.kind === 'hub' ? 'the server' : 'the cloud'}, and comes back
          when you sign in.
        </p>
      </>
    )
  }
  return (
    <>
      <p>
        <b>{aloneSaid(alone, pictures)}</b> Removed now, that is lost for good.
      </p>
      {now.kind === 'failed' && <p>{now.problem.says}</p>}
      <Button wide disabled={busy} onPress={() => trying(syncAll)}>
        Sync first
      </Button>
      <Button look="quiet" wide disabled={busy} onPress={leave}>
        Remove, with what is here alone
      </Button>
    </>
  )
}
