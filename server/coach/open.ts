/** The coach as the configuration has it. */
import { join } from 'node:path'
import type { Config } from '../config.ts'
import { openBudget } from './budget.ts'
import type { CoachOptions } from './routes.ts'

/** Null without a key. Its count of tokens lies in the data folder. */
export function coachOf({ gemini, coachDailyTokens }: Config, folder: string): CoachOptions['coach'] {
  return (
    gemini && { gemini, budget: openBudget(join(folder, 'coach-tokens.json'), coachDailyTokens, Date.now) }
  )
}
