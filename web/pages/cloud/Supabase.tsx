import { useEffect, useState } from 'react'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'
import { type Checked, checkSupabase, curedBySql } from '../../sync/check.ts'
import type { Visit } from '../../sync/visit.ts'
import { WarnIcon } from '../../ui/icons.ts'
import { CloudSql } from './CloudSql.tsx'
import { SignIn } from './SignIn.tsx'
import { Wrong } from './Wrong.tsx'

/** A Supabase, looked at on the spot; if it does, the golfer signs in. */
export function CheckedSupabase({
  url,
  anon_key,
  email,
  onArrive,
}: {
  readonly url: string
  readonly anon_key: string
  readonly email: string
  readonly onArrive: (visit: Visit) => Promise<void>
}) {
  const [tries, setTries] = useState(0)
  const [checked, setChecked] = useState<Checked | Problem | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another try is another look.
  useEffect(() => {
    const leaving = new AbortController()
    setChecked(null)
    checkSupabase(url, anon_key, leaving.signal).then(setChecked, (error: unknown) => {
      if (leaving.signal.aborted) return
      if (!(error instanceof ProblemError)) throw error
      setChecked(error.problem)
    })
    return () => leaving.abort()
  }, [url, anon_key, tries])
  if (checked === null) return <p role="status">Looking at it.</p>
  const again = () => setTries(tries + 1)
  if ('says' in checked) {
    return curedBySql(checked) ? (
      <Wrong problem={checked}>
        <CloudSql onAgain={again} />
      </Wrong>
    ) : (
      <Wrong problem={checked} onRetry={again} />
    )
  }
  return (
    <section className="stack">
      <h2>Sign in to {new URL(checked.place.url).host}</h2>
      <SignIn {...checked} email={email} onArrive={onArrive} />
      {checked.wants.length > 0 && (
        <div className="cloud-wrong">
          {checked.wants.map(says => (
            <p key={says}>
              <WarnIcon aria-hidden={true} />
              {says}
            </p>
          ))}
          <CloudSql onAgain={again} />
        </div>
      )}
    </section>
  )
}
