import { useEffect, useRef, useState } from 'react'
import { localDate } from '../../../shared/golf/dates.ts'
import type { ExportRequest } from '../../db/backup.ts'
import type { Progress } from '../../db/client.ts'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'
import { useDb } from '../../db/react.tsx'

export type Making =
  | { readonly is: 'choosing'; readonly problem: Problem | null }
  | { readonly is: 'making'; readonly progress: Progress }
  | { readonly is: 'made'; readonly file: File }

const CHOOSING: Making = { is: 'choosing', problem: null }
const NO_ROOM: Problem = {
  kind: 'failed',
  says: 'The file could not be made: too little memory is free. Close other apps and tabs, and try again.',
}

/** Makes a file of the history; stopped when its sheet closes. */
export function useMakeFile() {
  const db = useDb()
  const [making, setMaking] = useState<Making>(CHOOSING)
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  const make = async (request: ExportRequest, of: string) => {
    const stopper = new AbortController()
    abort.current = stopper
    const { signal } = stopper
    const onProgress = (progress: Progress) => setMaking({ is: 'making', progress })
    onProgress({ done: 0, of: 1 })
    try {
      const blob = await db.exportAs(request, { signal, onProgress })
      setMaking({ is: 'made', file: new File([blob], fileName(request, of), { type: blob.type }) })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      const { problem } = error
      setMaking({ is: 'choosing', problem: problem.kind === 'failed' ? NO_ROOM : problem })
    }
  }
  return { making, make, stop: () => abort.current?.abort(), again: () => setMaking(CHOOSING) }
}

/** rangebook-2026-11-25.json, rangebook-33-shots-2026-11-25.csv */
export function fileName({ as }: Pick<ExportRequest, 'as'>, of: string, at = new Date()): string {
  const words = of.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `${['rangebook', words, localDate(at)].filter(Boolean).join('-')}.${as}`
}

/** Whether this browser's share sheet takes the file; on a phone that is the way to Files, mail, a drive. */
export const canShare = (file: File): boolean => navigator.canShare?.({ files: [file] }) ?? false
