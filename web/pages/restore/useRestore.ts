import { useEffect, useRef, useState } from 'react'
import type { RestorePreview } from '../../db/backup.ts'
import type { Progress } from '../../db/client.ts'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'
import { useDb } from '../../db/react.tsx'
import { useNotices } from '../../ui/Notices.tsx'
import { useAct } from '../act.tsx'

export type Restoring =
  | { readonly is: 'choosing'; readonly problem: Problem | null }
  | { readonly is: 'reading' | 'restoring'; readonly file: File; readonly progress: Progress }
  | { readonly is: 'previewed'; readonly file: File; readonly preview: RestorePreview }
  | { readonly is: 'restored'; readonly says: string }

const BEGUN: Progress = { done: 0, of: 1 }

/** A backup from the choice to the history; leaving the page stops it, and nothing was changed then. */
export function useRestore() {
  const db = useDb()
  const act = useAct()
  const notices = useNotices()
  const [restoring, setRestoring] = useState<Restoring>({ is: 'choosing', problem: null })
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const stopped = (problem: Problem) =>
    setRestoring({ is: 'choosing', problem: problem.kind === 'cancelled' ? null : problem })
  const watch = (is: 'reading' | 'restoring', file: File) => {
    const stopper = new AbortController()
    abort.current = stopper
    const onProgress = (progress: Progress) => setRestoring({ is, file, progress })
    onProgress(BEGUN)
    return { signal: stopper.signal, onProgress }
  }
  const choose = async (file: File) => {
    try {
      const preview = await db.previewRestore(file, watch('reading', file))
      setRestoring({ is: 'previewed', file, preview })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      stopped(error.problem)
    }
  }
  const restore = async (file: File, truth: boolean) => {
    const outcome = await db.run({ kind: 'restore', file, truth }, watch('restoring', file))
    if (!outcome.ok) return stopped(outcome.problem)
    const { command_id, says, undoable } = outcome
    setRestoring({ is: 'restored', says })
    if (undoable) notices.done({ says, onUndo: () => act({ kind: 'undo', command_id }) })
  }
  return {
    restoring,
    choose,
    restore,
    stop: () => abort.current?.abort(),
    again: () => setRestoring({ is: 'choosing', problem: null }),
  }
}
