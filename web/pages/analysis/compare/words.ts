import type { Compared } from '../../../../shared/golf/compare.ts'
import { figures } from '../../../../shared/golf/measures.ts'
import { joined } from '../../../../shared/golf/units.ts'
import type { Comparison } from '../../../db/analysis.ts'
import type { Display } from '../../../ui/display.ts'

/** How many in a sentence; the picture has all. */
const TOLD = 3

export function comparisonSaid({ a, b, figures: all }: Comparison, display: Display): string {
  const least = Math.min(a.n, b.n)
  if (least === 0) return 'One side has no shot that counts. Choose another time, club or tag.'
  if (least < 5)
    return `One side has ${least === 1 ? 'one shot' : `${least} shots`}: with five each something can be said.`
  const clear = all.filter(({ clear }) => clear)
  if (clear.length === 0) return 'No difference that these shots could show.'
  return `${clear
    .slice(0, TOLD)
    .map(one => changeSaid(one, display))
    .join(', ')}${clear.length > TOLD ? `, and ${clear.length - TOLD} more` : ''}.`
}

/** "Carry up by 4 yd", "Club path 1.2° further out". */
export function changeSaid({ figure, difference }: Compared, display: Display): string {
  if (!difference) return `${figures[figure].label}: too few`
  const { by } = difference
  const size = joined(display.size(figure, by))
  // A launch has no other side than down: it goes up and down.
  const word = figures[figure].sides?.plus.word ? display.shown(figure, by).unit.replace(/^\S+\s?/, '') : ''
  if (word === '') return `${figures[figure].label} ${by > 0 ? 'up' : 'down'} by ${size}`
  return `${figures[figure].label} ${size} further ${word}`
}

/** "1 to 7 yd": where the difference lies, signs as plus and minus. */
export function intervalSaid({ figure, difference }: Compared, display: Display): string {
  if (!difference) return '–'
  const signed = (si: number) => {
    const text = display.size(figure, si).cell
    return /^[0.,]*$/.test(text) ? '0' : `${si < 0 ? '−' : '+'}${text}`
  }
  return `${signed(difference.low)} to ${signed(difference.high)}`
}
