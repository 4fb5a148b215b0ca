import { useEffect, useRef } from 'react'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAwake } from './awake.ts'
import type { Practice } from './practice.ts'

/** One part at a time, at arm's length, with one thumb; the screen stays on. */
export function Run({
  practice,
  onChange,
}: {
  readonly practice: Practice
  readonly onChange: (next: Practice | null) => void
}) {
  useAwake(true)
  const { parts, at, hits } = practice
  const part = parts[at]
  const title = useRef<HTMLHeadingElement>(null)
  // A screen reader goes on at the new part.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the part is another.
  useEffect(() => title.current?.focus(), [at])
  if (!part) return null
  const count = (by: number) => {
    const next = hits.map((n, i) => (i === at ? Math.max(0, Math.min(part.balls, n + by)) : n))
    onChange({ ...practice, hits: next })
  }
  const isLast = at === parts.length - 1
  const scored = parts.flatMap(({ title, counts, balls }, i) =>
    counts !== null && (hits[i] ?? 0) > 0 ? [`${title}: ${hits[i]} of ${balls}`] : [],
  )
  return (
    <section className="stack run" aria-label="Practice">
      <PageHead title="Practice">
        Part {at + 1} of {parts.length}
      </PageHead>
      <progress className="run-progress" max={parts.length} value={at} aria-label="Parts done" />
      <h2 ref={title} tabIndex={-1}>
        {part.title}
      </h2>
      <p className="run-size num">
        {part.balls > 0 && `${part.balls} balls · `}
        {part.minutes} min
      </p>
      <p>{part.says}</p>
      {part.counts && (
        <>
          <p className="soft">{part.counts}</p>
          <div className="run-count">
            <Button onPress={() => count(-1)} disabled={(hits[at] ?? 0) === 0}>
              One less
            </Button>
            <output className="num" aria-label="Counted">
              {hits[at] ?? 0}
            </output>
            <Button onPress={() => count(1)} disabled={(hits[at] ?? 0) >= part.balls}>
              It counts
            </Button>
          </div>
        </>
      )}
      {isLast && scored.length > 0 && <p>{scored.join(' · ')}</p>}
      <div className="run-next">
        {isLast ? (
          <>
            <ButtonLink look="plain" wide href="/import">
              Add the session
            </ButtonLink>
            <Button look="main" wide onPress={() => onChange(null)}>
              End the practice
            </Button>
          </>
        ) : (
          <Button look="main" wide onPress={() => onChange({ ...practice, at: at + 1 })}>
            Done
          </Button>
        )}
        <div className="row">
          <Button look="quiet" disabled={at === 0} onPress={() => onChange({ ...practice, at: at - 1 })}>
            Back
          </Button>
          {!isLast && (
            <Button look="quiet" onPress={() => onChange({ ...practice, at: parts.length - 1 })}>
              Stop here
            </Button>
          )}
        </div>
      </div>
    </section>
  )
}
