import { useState } from 'react'
import type { CloudPlace } from '../../sync/account.ts'
import type { Visit } from '../../sync/visit.ts'
import { Button } from '../../ui/Button.tsx'
import { Field } from '../../ui/Field.tsx'
import { CheckedSupabase } from './Supabase.tsx'

/** A cloud that the server knows nothing of: its address and key are typed in. */
export function OwnSupabase({
  known,
  email,
  onArrive,
}: {
  /** Typed in before. */
  readonly known: CloudPlace | null
  readonly email: string
  readonly onArrive: (visit: Visit) => Promise<void>
}) {
  const [open, setOpen] = useState(known !== null)
  const [url, setUrl] = useState(known?.url ?? '')
  const [key, setKey] = useState(known?.anon_key ?? '')
  /** What is being looked at, and how often it was asked for. */
  const [asked, setAsked] = useState<{ url: string; key: string; n: number } | null>(null)
  if (!open) {
    return (
      <Button wide expanded={false} onPress={() => setOpen(true)}>
        A Supabase of your own
      </Button>
    )
  }
  const check = () => setAsked({ url, key, n: (asked?.n ?? 0) + 1 })
  return (
    <section className="stack">
      <h2>A Supabase of your own</h2>
      <p>
        It serves sync. Its address and its key for apps stand in its dashboard, under API; what it needs
        besides is told in docs/cloud.md.
      </p>
      <Field label="Address" type="url" inputMode="url" value={url} onChange={setUrl} onEnter={check} />
      <Field label="Key (anon or publishable)" value={key} onChange={setKey} onEnter={check} />
      <Button look={asked ? 'plain' : 'main'} wide onPress={check}>
        Check
      </Button>
      {asked && (
        <CheckedSupabase
          key={asked.n}
          url={asked.url}
          anon_key={asked.key}
          email={email}
          onArrive={onArrive}
        />
      )}
    </section>
  )
}
