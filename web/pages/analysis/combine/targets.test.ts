import { expect, test } from 'vitest'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import { displayFor } from '../../../ui/display.ts'
import { targetsSaid, targetsTyped } from './targets.ts'

const display = displayFor(settingDefaults)
const clubs = [
  { id: 'code:IRON7', name: '7 iron', short: '7i' },
  { id: 'code:WEDGE_PITCHING', name: 'Pitching wedge', short: 'PW' },
]

test('targets as a golfer types them, and as they are told again', () => {
  const targets = targetsTyped('60, 100 pw\n150 7 iron;', clubs, display)
  if (typeof targets === 'string') throw new Error(targets)
  expect(targets.map(({ club_id }) => club_id)).toEqual([null, 'code:WEDGE_PITCHING', 'code:IRON7'])
  expect(targets[0]?.carry_m).toBeCloseTo(54.864, 3)
  const shortOf = (id: string) => clubs.find(club => club.id === id)?.short ?? ''
  expect(targetsSaid({ targets, each: 3 }, shortOf, display)).toBe('60, 100 PW, 150 7i yd, 3 each')
})

test.each([
  ['', 'A test needs a target, as 80, 120.'],
  ['80, far', '“far” is no distance to a target.'],
  ['2', '“2” is no distance to a target.'],
  ['80 putter', '“putter” is no club of your bag.'],
  [Array(31).fill('80').join(), 'A test has at most 30 targets.'],
])('%s is told wrong', (text, says) => {
  expect(targetsTyped(text, clubs, display)).toBe(says)
})
