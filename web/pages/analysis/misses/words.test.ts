import { expect, test } from 'vitest'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import type { Landings } from '../../../db/analysis.ts'
import { displayFor } from '../../../ui/display.ts'
import { bestAim, targetOf } from './target.ts'
import { costSaid, missesSaid } from './words.ts'

const display = displayFor(settingDefaults)
const landings = (set: Partial<Landings>): Landings => ({
  ...{ n: 40, of: 40, left_out: 0, marks: [], pattern: null, right: 20, short: 3, long: 3 },
  side: { median: 0.2, spread: 6 },
  carry: { median: 150, spread: 8 },
  ...set,
})

test('a side is named where more than six of ten end there', () => {
  expect(missesSaid(landings({ right: 30, side: { median: 5.49, spread: 6 } }), display)).toBe(
    'You miss right: 30 of 40, typically 6 yd right.',
  )
  expect(missesSaid(landings({ right: 10, side: { median: -3, spread: 6 } }), display)).toContain(
    'You miss left: 30 of 40',
  )
  expect(missesSaid(landings({}), display)).toBe('You miss both ways: 20 of 40 right of the target.')
})

test('short comes before long where it comes more than twice as often', () => {
  expect(missesSaid(landings({ short: 9, long: 0 }), display)).toContain(
    'Far short comes 9 times, far long never.',
  )
})

test('none, one and few shots say what is missing', () => {
  expect(missesSaid(landings({ n: 0 }), display)).toContain('nothing to draw')
  expect(missesSaid(landings({ n: 1 }), display)).toBe(
    'One shot has no pattern yet: 7 more, and there is one.',
  )
  expect(missesSaid(landings({ n: 6 }), display)).toContain('2 more')
})

test('aim costs where the middle is off, spread where it is wide', () => {
  const pattern = { side: 0, carry: 0, side_var: 36, carry_var: 49, covariance: 0, n: 40, strays: 0 }
  expect(costSaid(landings({ pattern, side: { median: 9, spread: 6 } }))).toContain('aim, not spread')
  expect(costSaid(landings({ pattern: { ...pattern, side_var: 200 } }))).toContain('Direction spreads more')
  expect(costSaid(landings({ pattern: null }))).toBe('')
})

test('a target is read from the address; what makes no sense is the usual one', () => {
  expect(targetOf('green:20', '-5', 'driver')).toEqual({ kind: 'green', across: 20, aim: -5 })
  expect(targetOf(null, null, 'driver')).toEqual({ kind: 'fairway', across: 32, aim: 0 })
  expect(targetOf('lake:-3', 'x', 'iron')).toEqual({ kind: 'green', across: 26, aim: 0 })
})

test('the best aim is against the bias', () => {
  const right = [6, 8, 10, 12, 14].map(side => ({ side, carry: 150 }))
  const asked = { kind: 'fairway', across: 10, aim: 0 } as const
  expect(bestAim(right, asked, 150)).toEqual({ aim: -9, held: 5 })
  expect(bestAim([], asked, 150)).toEqual({ aim: 0, held: 0 })
})
