import { useCallback } from 'react'
import type { Db } from '../db/client.ts'
import type { Outcome, Problem } from '../db/command.ts'
import { useRun } from '../db/react.tsx'
import { Button, ButtonLink } from '../ui/Button.tsx'
import { useNotices } from '../ui/Notices.tsx'

export type Act = (...command: Parameters<Db['run']>) => Promise<Outcome>

/** Runs a command and says what came of it: a bar with its undo, or the problem with its cure. */
export function useAct(): Act {
  const run = useRun()
  const notices = useNotices()
  return useCallback(
    async function act(command: Parameters<Act>[0], options?: Parameters<Act>[1]): Promise<Outcome> {
      const outcome = await run(command, options)
      if (options?.signal?.aborted) return outcome
      if (!outcome.ok) {
        notices.problem({
          says: outcome.problem.says,
          cure: <Cure problem={outcome.problem} onRetry={() => act(command, options)} />,
        })
      } else if (outcome.rows > 0 || outcome.left?.length) {
        notices.done({
          says: [outcome.says, leftSaid(outcome.left?.length ?? 0)].filter(Boolean).join('. '),
          ...(outcome.undoable && {
            onUndo: () => act({ kind: 'undo', command_id: outcome.command_id }),
          }),
        })
      }
      return outcome
    },
    [run, notices],
  )
}

/** What an undo found changed since, and left alone. */
function leftSaid(n: number): string | null {
  if (n === 0) return null
  return n === 1
    ? 'One change made since was left as it is'
    : `${n.toLocaleString('en')} changes made since were left as they are`
}

/** The button for a problem's cure; none where only waiting helps. */
export function Cure({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
  switch (problem.cure) {
    case 'retry':
    case 'wait':
    case 'go_online':
      return onRetry ? (
        <Button look="quiet" onPress={onRetry}>
          Try again
        </Button>
      ) : null
    case 'reload':
      return (
        <Button look="quiet" onPress={() => location.reload()}>
          Reload
        </Button>
      )
    case 'free_space':
    case 'export':
      return (
        <ButtonLink look="quiet" href="/data">
          {problem.cure === 'export' ? 'Download' : 'Free space'}
        </ButtonLink>
      )
    case 'check_link':
      return (
        <ButtonLink look="quiet" href="/import">
          Check the link
        </ButtonLink>
      )
    case undefined:
      return null
    default:
      return problem.cure satisfies never
  }
}
