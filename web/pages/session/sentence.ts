import { flightOf, type Handedness } from '../../../shared/golf/metrics.ts'
import { joined } from '../../../shared/golf/units.ts'
import type { ShotLine } from '../../db/query.ts'
import type { Display } from '../../ui/display.ts'
import { summaryOf } from './summary.ts'

/** Fewer shots than these have no rule. */
const ENOUGH = 5

/** A flight is told when this share of the shots flies it. */
const OFTEN = 0.3

/** The figures in one or two sentences of the golfer's; empty where there are too few shots for any. */
export function sentenceOf(counted: readonly ShotLine[], display: Display, handedness: Handedness): string {
  const carry = summaryOf(counted, 'carry_m')
  if (carry.n < ENOUGH || carry.low === null || carry.high === null) return ''
  const low = display.shown('carry_m', carry.low)
  const high = display.shown('carry_m', carry.high)
  return [
    `Half of them carry ${low.value} to ${joined(high)}${sideSaid(counted, display)}.`,
    faceSaid(counted, display),
    flightSaid(counted, handedness),
  ]
    .filter(Boolean)
    .join(' ')
}

/** Of the carry: a club whose shots end further to one side on the whole misses to that side. */
const OFF_LINE = 0.03

/** More clubs than these to one side make no sentence; the picture has them. */
const TOLD = 3

/** Which clubs of a session end right and left of the target, the widest first; empty where too few were hit. */
export function missesSaid(
  clubs: readonly { readonly name: string; readonly counted: readonly ShotLine[] }[],
  display: Display,
): string {
  const known = clubs.flatMap(({ name, counted }) => {
    const side = summaryOf(counted, 'side_m')
    const carry = summaryOf(counted, 'carry_m')
    return side.n < ENOUGH || side.median === null || carry.median === null
      ? []
      : [{ name, side_m: side.median, off: side.median / carry.median }]
  })
  if (known.length === 0) return ''
  const told = (way: 'right' | 'left', sign: 1 | -1) => {
    const off = known
      .filter(club => club.off * sign >= OFF_LINE)
      .sort((a, b) => (b.side_m - a.side_m) * sign)
      .slice(0, TOLD)
      .map(({ name, side_m }) => `${name} by ${joined(display.size('side_m', side_m))}`)
    return off.length > 0 && `Typically ${way}: ${off.join(', ')}.`
  }
  const says = [told('right', 1), told('left', -1)].filter(Boolean).join(' ')
  if (says === '') return 'No club ends to one side of the target.'
  const straight = known.some(({ off }) => Math.abs(off) < OFF_LINE)
  return straight ? `${says} The rest end near the target line.` : says
}

function sideSaid(counted: readonly ShotLine[], display: Display): string {
  const side = summaryOf(counted, 'side_m')
  if (side.n < ENOUGH || side.median === null) return ''
  const shown = display.shown('side_m', side.median)
  return shown.value === '0' ? ', as many left as right' : `, typically ${joined(shown)}`
}

/** The face to the path is what curves the ball; under a degree nobody sees it. */
function faceSaid(counted: readonly ShotLine[], display: Display): string {
  const { n, median } = summaryOf(counted, 'face_to_path_deg')
  if (n < ENOUGH || median === null || Math.abs(median) < 1) return ''
  return `Face typically ${display.measure('face_to_path_deg', median)}.`
}

function flightSaid(counted: readonly ShotLine[], handedness: Handedness): string {
  const times = new Map<string, number>()
  let known = 0
  for (const shot of counted) {
    const flight = flightOf(shot, handedness)
    if (!flight) continue
    known += 1
    times.set(flight.name, (times.get(flight.name) ?? 0) + 1)
  }
  const [name, n] = [...times].sort((a, b) => b[1] - a[1])[0] ?? []
  if (name === undefined || n === undefined || known < ENOUGH || n < known * OFTEN) return ''
  return `Most often ${name}: ${n} of ${known}.`
}
