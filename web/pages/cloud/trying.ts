import { useState } from 'react'
import type { Problem } from '../../db/command.ts'
import { ProblemError } from '../../db/problems.ts'

/** One thing that may take a while and go wrong: whether it goes on, and what was wrong the last time. */
export function useTrying() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem | null>(null)
  const trying = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      setProblem(error.problem)
    } finally {
      setBusy(false)
    }
  }
  return { busy, problem, trying }
}
