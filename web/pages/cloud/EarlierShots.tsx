import { useEffect, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { ProblemError } from '../../db/problems.ts'
import { useRun } from '../../db/react.tsx'
import type { Connection } from '../../sync/connect.ts'
import { earlierShots, hasEarlierShots, type ReadEarlier } from '../../sync/earlier.ts'
import { saying } from '../../sync/problems.ts'
import { callFunction } from '../../sync/supabase.ts'
import { importAddress } from '../../ui/address.ts'
import { Button } from '../../ui/Button.tsx'
import { useTrying } from './trying.ts'
import { Wrong } from './Wrong.tsx'

/** Where the earlier system's shots lie in this cloud, and are granted to this golfer: they come in by the preview. */
export function EarlierShots({ connection }: { readonly connection: Connection }) {
  const run = useRun()
  const { busy, problem, trying } = useTrying()
  const [there, setThere] = useState(false)
  const [read, setRead] = useState(0)
  useEffect(() => {
    const gone = new AbortController()
    // No signal, or a cloud without that function: nothing is offered.
    hasEarlierShots(reading(connection), gone.signal).then(setThere, () => {})
    return () => gone.abort()
  }, [connection])
  if (!there) return null
  const take = () =>
    trying(async () => {
      const tables = await saying(earlierShots(reading(connection), new AbortController().signal, setRead))
      const outcome = await run({ kind: 'queue_golf_stats', name: 'Earlier cloud', tables })
      if (!outcome.ok) throw new ProblemError(outcome.problem)
      const [id] = outcome.ids ?? []
      if (id !== undefined) navigate(importAddress(id))
    })
  return (
    <section className="stack">
      <p>
        Shots of the earlier system lie in this cloud. You see what they bring before anything is taken in.
      </p>
      {problem && <Wrong problem={problem} onRetry={take} />}
      <Button wide disabled={busy} onPress={take}>
        {busy ? `Reading them: ${read.toLocaleString('en')}` : 'Take in the earlier shots'}
      </Button>
    </section>
  )
}

const reading =
  ({ client }: Connection): ReadEarlier =>
  (after, signal) =>
    callFunction(client, 'read_earlier_shots', { after }, signal)
