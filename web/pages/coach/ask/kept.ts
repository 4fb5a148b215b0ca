/** Answers of this device, by database: never synced, in no backup; the golfer deletes them here. */
import type { Answer } from './conversation.ts'

const MOST = 20
const answersKey = (database: string) => `rangebook.answers.${database}`
const onKey = (database: string) => `rangebook.gemini.${database}`

/** Off until the golfer has turned it on. */
export const isOn = (database: string): boolean => localStorage.getItem(onKey(database)) !== null
export function turn(database: string, on: boolean): void {
  if (on) localStorage.setItem(onKey(database), new Date().toISOString())
  else localStorage.removeItem(onKey(database))
}

/** Oldest first. What this version can't read is as if it were not there. */
export function readAnswers(database: string): readonly Answer[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(answersKey(database)) ?? '[]')
    return Array.isArray(kept) ? (kept as readonly Answer[]) : []
  } catch {
    return []
  }
}

/** The oldest give way where there is no room. */
export function keepAnswers(database: string, answers: readonly Answer[]): void {
  for (let kept = answers.slice(-MOST); ; kept = kept.slice(1)) {
    try {
      localStorage.setItem(answersKey(database), JSON.stringify(kept))
      return
    } catch (error) {
      if (kept.length === 0) throw error
    }
  }
}
