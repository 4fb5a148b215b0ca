import { lazy, Suspense, useEffect, useState } from 'react'
import { ProblemError } from '../../db/problems.ts'
import type { Connection } from '../../sync/connect.ts'
import { type JoinCode, newJoinCode } from '../../sync/ownServer.ts'
import { troubles } from '../../sync/problems.ts'
import { Button } from '../../ui/Button.tsx'
import { PhoneIcon } from '../../ui/icons.ts'
import { reachOf } from '../phone/address.ts'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'

const QrCode = lazy(async () => ({ default: (await import('../phone/QrCode.tsx')).QrCode }))

/** As long as the hub takes it; its clock and this device's may differ. */
const GOOD_MS = 600_000

/** How another device comes to the same history. */
export function AddDevice({ connection }: { readonly connection: Connection }) {
  const { account, client } = connection
  const [code, setCode] = useState<JoinCode | null>(null)
  const { busy, problem, trying } = useTrying()
  useEffect(() => {
    if (!code) return
    const timer = setTimeout(() => setCode(null), GOOD_MS)
    return () => clearTimeout(timer)
  }, [code])
  if (account.kind === 'supabase') {
    return (
      <section className="stack">
        <h2>Another device</h2>
        <p>
          Open Rangebook on it, go to Settings, Cloud, and sign in with the same account. Your newest sessions
          come first.
        </p>
      </section>
    )
  }
  const show = () =>
    trying(async () => {
      const { data } = await client.auth.getSession()
      if (!data.session) throw new ProblemError(troubles.signed_out)
      setCode(await newJoinCode(data.session.access_token))
    })
  return (
    <section className="stack">
      <h2>Another device</h2>
      {code ? <Shown {...code} /> : <p>It joins by a code, which is good for ten minutes and one device.</p>}
      {problem && <Wrong problem={problem} onRetry={show} />}
      <Button icon={PhoneIcon} wide disabled={busy} onPress={show}>
        {code ? 'Another code' : 'Add a device'}
      </Button>
    </section>
  )
}

function Shown({ code }: JoinCode) {
  const address = `${location.origin}/#join=${encodeURIComponent(code)}`
  return (
    <>
      {reachOf(location) === 'phone' ? (
        <>
          <p>Point the other device’s camera here:</p>
          <Suspense>
            <QrCode text={address} label="QR code to join" />
          </Suspense>
          <p>Or open {location.host} on it, go to Settings, Cloud, and type:</p>
        </>
      ) : (
        <p>
          Open Rangebook on it, go to Settings, Cloud, and type the code. A phone does not reach{' '}
          {location.host}: <a href="/settings/phone">give it an https address</a> first.
        </p>
      )}
      <p className="join-code num">{code}</p>
    </>
  )
}
