import { useId } from 'react'
import type { Overrides, Verdict } from '../../../../shared/files/verdict.ts'
import { Chip } from '../../../ui/Chips.tsx'
import { DownIcon } from '../../../ui/icons.ts'
import { alternativeSaid, inSight } from './words.ts'

interface Props {
  readonly verdicts: readonly Verdict[]
  readonly overrides: Overrides
  /** With the id of the place where it was said. */
  readonly onDecide: (overrides: Overrides, place: string) => void
}

/** How the whole file is read, and each decision turned round by a tap. */
export function VerdictList({ verdicts, ...told }: Props) {
  const id = useId()
  if (verdicts.length === 0) return null
  const { first, rest } = inSight(verdicts)
  return (
    <section className="verdicts" aria-labelledby={id}>
      <h2 id={id}>How this file is read</h2>
      {first.length > 0 && <Verdicts verdicts={first} {...told} />}
      {rest.length > 0 && (
        <details className="set-aside">
          <summary>
            <span>
              {rest.length} {first.length > 0 ? 'more, ' : ''}as the file or its maker says
            </span>
            <DownIcon aria-hidden={true} />
          </summary>
          <Verdicts verdicts={rest} {...told} />
        </details>
      )}
    </section>
  )
}

function Verdicts({ verdicts, overrides, onDecide }: Props) {
  return (
    <ul>
      {verdicts.map(({ what, says, by, alternatives }) => (
        <li key={what} id={`verdict-${what}`}>
          <p>
            {says}
            {by === 'golfer' && <span className="soft"> You said so.</span>}
          </p>
          <div className="chips wraps">
            {alternatives.map(({ value, says }) => (
              <Chip
                key={value}
                label={`${alternativeSaid(value)}. ${says}`}
                onPress={() => onDecide({ ...overrides, [what]: value }, `verdict-${what}`)}
              >
                {alternativeSaid(value)}
              </Chip>
            ))}
          </div>
        </li>
      ))}
    </ul>
  )
}
