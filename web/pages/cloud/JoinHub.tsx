import { useState } from 'react'
import type { Offered } from '../../sync/ownServer.ts'
import { openDoor, type Visit } from '../../sync/visit.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'

/** The server's own store: one tap on its machine, elsewhere a code. */
export function JoinHub({
  offered,
  code: given,
  onArrive,
}: {
  readonly offered: Offered
  readonly code: string | null
  readonly onArrive: (visit: Visit) => Promise<void>
}) {
  const [byCode, setByCode] = useState(!offered.one_tap || given !== null)
  const [code, setCode] = useState(given ?? '')
  const { busy, problem, trying } = useTrying()
  const join = () => trying(async () => onArrive(await openDoor(offered).join(byCode ? code.trim() : null)))
  return (
    <section className="stack">
      <h2>This Rangebook server</h2>
      <p>
        {offered.one_tap ? 'This computer' : location.host} keeps a copy, and your devices meet there. It is
        no cloud: the copy is as safe as that machine.
      </p>
      {byCode && (
        <Field
          label="Code"
          hint="A device that is in shows one: Settings, Cloud, Add a device. So does the computer: npx rangebook hub code"
          value={code}
          onChange={setCode}
          onEnter={join}
          enterKeyHint="go"
        />
      )}
      {problem && <Wrong problem={problem} onRetry={join} />}
      <Button look="main" wide disabled={busy || (byCode && code.trim() === '')} onPress={join}>
        {busy ? 'Joining' : byCode ? 'Join' : 'Use this server'}
      </Button>
      {!byCode && (
        <Button look="quiet" wide onPress={() => setByCode(true)}>
          I have a code
        </Button>
      )}
    </section>
  )
}
