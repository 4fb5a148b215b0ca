import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { localDate } from '../../../shared/golf/dates.ts'
import { useDb } from '../../db/react.tsx'
import type { Connection } from '../../sync/connect.ts'
import { type Deleted, deleteAccount } from '../../sync/deleteAccount.ts'
import { supabaseFiles } from '../../sync/files.ts'
import { signOut, signOutAndRemove } from '../../sync/leave.ts'
import { saying } from '../../sync/problems.ts'
import { useSyncState } from '../../sync/react.tsx'
import { supabaseCloud } from '../../sync/supabase.ts'
import { Button } from '../../ui/Button.tsx'
import { useDisplay } from '../../ui/display.ts'
import { useNotices } from '../../ui/Notices.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { forgetLastKnown } from '../lastKnown.ts'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'

/** Everything in the cloud goes; and where it has gone, the way to begin again with what is here. */
export function DeleteAccount({ connection }: { readonly connection: Connection }) {
  const { now } = useSyncState(connection)
  const [open, setOpen] = useState(false)
  if (now.kind === 'failed' && now.problem.kind === 'account_deleted')
    return <BeginAgain connection={connection} />
  return (
    <>
      <Button look="quiet" wide onPress={() => setOpen(true)}>
        Delete my account
      </Button>
      <Sheet open={open} title="Delete my account" onClose={() => setOpen(false)}>
        <Choices connection={connection} />
      </Sheet>
    </>
  )
}

const cloudOf = ({ client, account }: Connection) => supabaseCloud(client, account.user_id)

function Choices({ connection }: { readonly connection: Connection }) {
  const db = useDb()
  const notices = useNotices()
  const { busy, problem, trying } = useTrying()
  const [gone, setGone] = useState<Deleted | null>(null)
  const warehouse = useWarehouse(connection)
  const { account, client } = connection
  const where = account.kind === 'hub' ? 'on the server' : 'in the cloud'
  const remove = (after: () => Promise<void>) =>
    trying(async () => {
      const files = supabaseFiles(client, account.user_id)
      const signal = new AbortController().signal
      const { rows } = await saying(
        deleteAccount({ cloud: cloudOf(connection), files, signal, onProgress: setGone }),
      )
      await after()
      notices.done({ says: `Deleted ${where}: ${rows.toLocaleString('en')} rows` })
    })
  const keep = () => remove(async () => void signOut(db.name, account, connection))
  const leave = () =>
    remove(async () => {
      navigate('/')
      await signOutAndRemove(db.name, connection)
      forgetLastKnown(db.name)
    })
  return (
    <div className="stack">
      <p>
        All of your history, pictures and raw reports {where} are removed for good, at once. {warehouse}
        Your other devices keep what they have, and stop syncing.
        {account.kind === 'supabase' &&
          ' The sign-in itself belongs to the Supabase project, and stays there.'}
      </p>
      {problem && <Wrong problem={problem} onRetry={keep} />}
      {busy && gone && (
        <p role="status">
          {gone.rows.toLocaleString('en')} rows and {gone.files.toLocaleString('en')} files removed so far.
        </p>
      )}
      <Button look="main" wide disabled={busy} onPress={keep}>
        Delete it, keep this device’s copy
      </Button>
      <Button wide disabled={busy} onPress={leave}>
        Delete it, and this device’s copy
      </Button>
    </div>
  )
}

/** Until when a warehouse holds what is deleted. */
function useWarehouse(connection: Connection): string {
  const display = useDisplay()
  const [filled_ms, setFilled] = useState<number | null | undefined>(undefined)
  useEffect(() => {
    const closed = new AbortController()
    // Not reached, or not set up: nothing is said of it.
    cloudOf(connection)
      .warehouseHolds(closed.signal)
      .then(
        answer => setFilled(answer.filled_ms),
        () => {},
      )
    return () => closed.abort()
  }, [connection])
  if (filled_ms === undefined) return ''
  if (filled_ms === null) return 'No warehouse was filled from there, so none holds any of it.'
  const last = display.date(localDate(new Date(filled_ms)))
  return `The warehouse, last filled on ${last}, holds it until its next run.`
}

function BeginAgain({ connection }: { readonly connection: Connection }) {
  const { busy, problem, trying } = useTrying()
  const begin = () =>
    trying(async () => {
      await saying(cloudOf(connection).beginAgain(new AbortController().signal))
      await connection.engine.sync()
    })
  return (
    <section className="stack">
      {problem && <Wrong problem={problem} onRetry={begin} />}
      <Button wide disabled={busy} onPress={begin}>
        Begin again with what is on this device
      </Button>
    </section>
  )
}
