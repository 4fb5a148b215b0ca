/** Tokens of today, in a file of the data folder: a limit that the operator sets holds over restarts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import * as v from 'valibot'
import type { Usage } from './gemini.ts'

export interface Budget {
  readonly daily_tokens: number
  usedToday(): number
  spend(usage: Usage): void
}

const Kept = v.pipe(v.string(), v.parseJson(), v.object({ day: v.string(), tokens: v.number() }))

/** A day is one of UTC: all servers of a golfer agree. */
export function openBudget(path: string, daily_tokens: number, now: () => number): Budget {
  const today = () => new Date(now()).toISOString().slice(0, 10)
  const usedToday = () => {
    const kept = read(path)
    return kept?.day === today() ? kept.tokens : 0
  }
  return {
    daily_tokens,
    usedToday,
    spend: ({ input_tokens, output_tokens }) => {
      const tokens = usedToday() + input_tokens + output_tokens
      // Whole or not at all: a server that is killed here has the count of before.
      writeFileSync(`${path}.new`, JSON.stringify({ day: today(), tokens }), { mode: 0o600 })
      renameSync(`${path}.new`, path)
    },
  }
}

function read(path: string): v.InferOutput<typeof Kept> | null {
  try {
    const kept = v.safeParse(Kept, readFileSync(path, 'utf8'))
    return kept.success ? kept.output : null
  } catch {
    return null
  }
}
