import { useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useDb, useLive } from '../../db/react.tsx'
import type { Connection } from '../../sync/connect.ts'
import { signOut, signOutAndRemove } from '../../sync/leave.ts'
import { Button } from '../../ui/Button.tsx'
import { useNotices } from '../../ui/Notices.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { forgetLastKnown } from '../lastKnown.ts'
import { useTrying } from './trying.ts'

/** Asks what becomes of this device's copy. */
export function SignOut({ connection }: { readonly connection: Connection | null }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button look="quiet" wide onPress={() => setOpen(true)}>
        Sign out
      </Button>
      <Sheet open={open} title="Sign out" onClose={() => setOpen(false)}>
        <Choices connection={connection} onClose={() => setOpen(false)} />
      </Sheet>
    </>
  )
}

function Choices({
  connection,
  onClose,
}: {
  readonly connection: Connection | null
  readonly onClose: () => void
}) {
  const db = useDb()
  const notices = useNotices()
  const sync = useLive('sync', null)
  const { busy, trying } = useTrying()
  if (!sync || !connection) return null
  const keep = () => {
    const { undo } = signOut(db.name, connection)
    onClose()
    notices.done({ says: 'Signed out. Your history stays on this device', onUndo: undo })
  }
  const remove = () =>
    trying(async () => {
      await connection.engine.sync()
      if ((await db.query('sync', null)).waiting > 0) return
      await leave()
    })
  const leave = async () => {
    onClose()
    navigate('/')
    await signOutAndRemove(db.name, connection)
    forgetLastKnown(db.name)
  }
  const { waiting, refused, held } = sync
  const unsent = waiting + refused + held
  return (
    <div className="stack">
      <Button look="main" wide onPress={keep}>
        Keep this device’s copy
      </Button>
      <p>It goes on working here. Sign in again, and what you did meanwhile is synced.</p>
      {unsent === 0 ? (
        <>
          <Button wide disabled={busy} onPress={remove}>
            Remove this device’s copy
          </Button>
          <p>
            All of it is with {connection.account.kind === 'hub' ? 'the server' : 'the cloud'}, and comes back
            when you sign in.
          </p>
        </>
      ) : (
        <>
          <p>
            <b>
              {unsent === 1 ? 'One change is' : `${unsent.toLocaleString('en')} changes are`} on this device
              alone.
            </b>{' '}
            Removed now, {unsent === 1 ? 'it is' : 'they are'} lost for good.
          </p>
          {waiting > 0 && (
            <Button wide disabled={busy} onPress={() => trying(connection.engine.sync)}>
              Sync first
            </Button>
          )}
          <Button look="quiet" wide disabled={busy} onPress={leave}>
            Remove, with what is here alone
          </Button>
        </>
      )}
    </div>
  )
}
