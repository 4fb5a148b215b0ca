import type { ReactNode } from 'react'
import type { Problem } from '../../db/command.ts'
import { WarnIcon } from '../../ui/icons.ts'
import { Cure } from '../act.tsx'

/** What went wrong, with what to do about it. */
export function Wrong({
  problem,
  onRetry,
  children,
}: {
  readonly problem: Problem
  readonly onRetry?: () => void
  readonly children?: ReactNode
}) {
  return (
    <div className="cloud-wrong" role="alert">
      <p>
        <WarnIcon aria-hidden={true} />
        {problem.says}
      </p>
      {children ?? <Cure problem={problem} {...(onRetry && { onRetry })} />}
    </div>
  )
}
