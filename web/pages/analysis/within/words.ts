import type { Figure } from '../../../../shared/golf/measures.ts'
import { joined } from '../../../../shared/golf/units.ts'
import { LATE, type Within } from '../../../../shared/golf/within.ts'
import type { Display } from '../../../ui/display.ts'

/** What is asked about the order of shots: more or less is better. */
export const ORDERED = [
  ['ball_speed_mps', 1],
  ['club_speed_mps', 1],
  ['smash', 1],
  ['strike_mm', -1],
  ['carry_m', 1],
] as const satisfies readonly (readonly [Figure, 1 | -1])[]

export function verdictOf(within: Within): string {
  if (within.starts_otherwise && within.ends_otherwise) return 'The start and the end differ'
  if (within.starts_otherwise) return 'The first ten differ'
  if (within.ends_otherwise) return `After ${LATE} shots it differs`
  return 'No order effect shown'
}

export function withinSaid(within: Within, figure: Figure, better: 1 | -1, display: Display): string {
  const { n, sessions, start, late, streak } = within
  if (n === 0) return 'No shot here has this measure.'
  const size = (si: number) => joined(display.size(figure, si))
  const side = (by: number) => (by * better > 0 ? 'better' : 'worse')
  const first = !start
    ? 'Too few shots for the first ten to be told from the rest.'
    : within.starts_otherwise
      ? `Your first ten are ${size(start.by)} ${side(start.by)} than the rest: warm up before you count.`
      : `Your first ten are like the rest, as far as ${sessions} ${sessions === 1 ? 'session' : 'sessions'} can show.`
  const end = !late
    ? `Hardly a session goes past ${LATE} shots.`
    : within.ends_otherwise
      ? `After ${LATE} shots you are ${size(late.by)} ${side(late.by)}${late.by * better < 0 ? ': stop there, or rest' : ''}.`
      : `After ${LATE} shots nothing falls off.`
  const streaks = !streak
    ? ''
    : streak.real
      ? ` A good shot follows a good one ${Math.round(streak.after_good * 100)} times of 100, else ${Math.round(streak.after_other * 100)}: you have streaks.`
      : ' A good shot is no likelier after a good one: no streaks.'
  return `${first} ${end}${streaks}`
}
