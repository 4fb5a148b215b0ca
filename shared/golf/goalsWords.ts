/** Goals that the golfer set, in the golfer's words and units. */
import type { Settings } from '../schema/settings.ts'
import { formatDate } from './dates.ts'
import { FEWEST_FOR_GOAL, type GoalStand, type GolferGoal } from './goals.ts'
import { figures } from './measures.ts'
import { display, displaySize, joined, type UnitSettings } from './units.ts'

/** "Side within 12 yd", "carry at least 150 yd". */
export function boundsSaid({ figure, low, high }: GolferGoal, settings: UnitSettings): string {
  const { label } = figures[figure]
  const size = (si: number) => joined(displaySize(figure, si, settings))
  const value = (si: number) => joined(display(figure, si, settings))
  if (low !== null && high !== null) {
    return low === -high ? `${label} within ${size(high)}` : `${label} from ${value(low)} to ${value(high)}`
  }
  return low === null ? `${label} at most ${value(high ?? 0)}` : `${label} at least ${value(low)}`
}

export const of100 = (share: number): string => `${Math.round(100 * share)} of 100`

/** "80 of 100 with carry at least 150 yd, by Fri 1 May 2026". */
export function goalSaid(goal: GolferGoal, settings: Settings): string {
  const by = goal.by === null ? '' : `, by ${formatDate(goal.by, settings.date_style)}`
  return `${boundsSaid(goal, settings)}, ${of100(goal.share)}${by}`
}

/** How it stands, large. */
export function standSaid({ is, now, goal }: GoalStand): string {
  switch (is) {
    case 'waits':
      return 'No shot yet'
    case 'too few':
      return `${FEWEST_FOR_GOAL - (now?.n ?? 0)} more shots`
    case 'reached':
      return `Reached: ${of100(now?.value ?? 0)}`
    case 'missed':
      return `Day passed at ${of100(now?.value ?? 0)}`
    case 'open':
      return `${of100(now?.value ?? 0)}, ${Math.ceil(100 * goal.share - 100 * (now?.value ?? 0))} to go`
    default:
      return is satisfies never
  }
}

/** What it stands on, and how sure. */
export function sureSaid({ is, now, was, goal }: GoalStand): string {
  if (now === null) return 'It begins with the next practice. Warm-ups, drills and rounds do not count.'
  if (is === 'too few')
    return `A share needs ${FEWEST_FOR_GOAL} shots; here ${now.n === 1 ? 'is 1' : `are ${now.n}`}.`
  const sure = `Newest ${now.n} shots; 19 times of 20 the truth is ${Math.round(100 * now.low)} to ${of100(now.high)}.`
  const luck = is === 'reached' && now.low < goal.share ? ' Luck may have helped: go on until it stays.' : ''
  return `${sure}${luck}${was === null ? '' : ` It was ${of100(was.value)} when you set it.`}`
}
