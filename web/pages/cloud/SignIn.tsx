import { type FormEvent, useState } from 'react'
import type { CloudPlace } from '../../sync/account.ts'
import { openDoor, type Visit } from '../../sync/visit.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'

/** By a password, or by a code that comes by e-mail; a new account either way, where the cloud takes them. */
export function SignIn({
  place,
  takes_new_accounts,
  email: known,
  onArrive,
}: {
  readonly place: CloudPlace
  readonly takes_new_accounts: boolean
  readonly email: string
  readonly onArrive: (visit: Visit) => Promise<void>
}) {
  const [door] = useState(() => openDoor(place))
  const [email, setEmail] = useState(known)
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  /** What a code was sent for. */
  const [sent, setSent] = useState<'email' | 'signup' | null>(null)
  const { busy, problem, trying } = useTrying()
  const address = email.trim()

  const submit = (event: FormEvent) => {
    event.preventDefault()
    trying(async () =>
      onArrive(
        sent === null
          ? await door.signIn(address, password)
          : await door.enterCode(address, code.trim(), sent),
      ),
    )
  }
  const signUp = () =>
    trying(async () => {
      const visit = await door.signUp(address, password)
      if (visit) await onArrive(visit)
      else setSent('signup')
    })
  const send = () =>
    trying(async () => {
      await door.sendCode(address)
      setSent('email')
    })

  return (
    <form className="stack" onSubmit={submit}>
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        value={email}
        onChange={value => {
          setEmail(value)
          setSent(null)
        }}
      />
      {sent === null ? (
        <Field
          label="Password"
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      ) : (
        <Field
          label="Code from the e-mail"
          hint={`Sent to ${address}. It may take a minute; look into the spam too. A link instead of digits: docs/cloud.md tells the cloud’s owner what to change.`}
          inputMode="numeric"
          autoComplete="one-time-code"
          value={code}
          onChange={setCode}
          autoFocus
        />
      )}
      {problem && <Wrong problem={problem} />}
      <Button look="main" wide submits disabled={busy || address === '' || (sent ?? password) === ''}>
        {busy ? 'One moment' : 'Sign in'}
      </Button>
      {sent === null && takes_new_accounts && (
        <Button wide disabled={busy || address === '' || password === ''} onPress={signUp}>
          Create an account
        </Button>
      )}
      <Button look="quiet" wide disabled={busy || address === ''} onPress={send}>
        {sent === null ? 'E-mail me a code instead' : 'Send another code'}
      </Button>
    </form>
  )
}
