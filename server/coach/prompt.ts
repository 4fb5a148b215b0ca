/** What the model is told: a file a version, never changed once answers were kept under its name. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Kept with each answer. */
export const PROMPT_VERSION = 'coach-3'

export interface Golfer {
  readonly handedness: 'right' | 'left'
  readonly distance: 'yard' | 'metre'
  readonly speed: 'mph' | 'kmh' | 'mps'
  /** YYYY-MM-DD where the golfer is. */
  readonly today: string
}

export function systemPrompt({ handedness, distance, speed, today }: Golfer): string {
  const rules = readFileSync(join(import.meta.dirname, 'prompts', `${PROMPT_VERSION}.md`), 'utf8')
  const units = `${distance}s for distance, ${{ mph: 'mph', kmh: 'km/h', mps: 'm/s' }[speed]} for speed`
  return `${rules}\nThe golfer is ${handedness}-handed and reads ${units}. Today is ${today}.\n`
}
