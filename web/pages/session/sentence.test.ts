import { expect, test } from 'vitest'
import { settingDefaults } from '../../../shared/schema/settings.ts'
import { displayFor } from '../../ui/display.ts'
import { missesSaid, sentenceOf } from './sentence.ts'
import { tileOf } from './Tiles.tsx'
import { shotLine } from './testing/shotLine.ts'

const yards = displayFor(settingDefaults)
const metres = displayFor({ ...settingDefaults, distance: 'metre' })

const pushed = Array.from({ length: 9 }, (_, i) =>
  shotLine(i + 1, {
    carry_m: 140 + i,
    side_m: 4,
    launch_direction_deg: 3,
    back_spin_rpm: 6000,
    side_spin_rpm: 0,
    face_deg: 3,
    club_path_deg: 1,
  }),
)

test('the sentence says how far half of the shots carry, where they end, the face, and the commonest flight', () => {
  expect(sentenceOf(pushed, metres, 'right')).toBe(
    'Half of them carry 142 to 146 m, typically 4 m right. Face typically 2.0° open to path. Most often push: 9 of 9.',
  )
})

test('a left-hander’s start to the right is a pull, and the same face is closed', () => {
  const left = displayFor({ ...settingDefaults, distance: 'metre', handedness: 'left' })
  expect(sentenceOf(pushed, left, 'left')).toBe(
    'Half of them carry 142 to 146 m, typically 4 m right. Face typically 2.0° closed to path. Most often pull: 9 of 9.',
  )
})

test('fewer than five shots have no rule', () => {
  expect(sentenceOf(pushed.slice(0, 4), metres, 'right')).toBe('')
})

test('what was not measured is not spoken of', () => {
  const bare = pushed.map(({ number, carry_m }) => shotLine(number, { carry_m }))
  expect(sentenceOf(bare, yards, 'right')).toBe('Half of them carry 155 to 160 yd.')
})

test('of several clubs it says which end to one side, the widest first, and passes over what is on line', () => {
  const hit = (name: string, side_m: number) => ({
    name,
    counted: pushed.map(({ number }) => shotLine(number, { carry_m: 150, side_m })),
  })
  // 3 % of 150 m is 4.5 m.
  const clubs = [
    hit('Driver', 5),
    hit('6 iron', 9),
    hit('PW', -6),
    hit('8 iron', 4.4),
    hit('50° wedge', -4.4),
  ]
  expect(missesSaid(clubs, metres)).toBe(
    'Typically right: 6 iron by 9 m, Driver by 5 m. Typically left: PW by 6 m. The rest end near the target line.',
  )
  expect(missesSaid([hit('6 iron', 9)], metres)).toBe('Typically right: 6 iron by 9 m.')
  expect(missesSaid([hit('8 iron', 4.4)], metres)).toBe('No club ends to one side of the target.')
  expect(missesSaid([{ name: '8 iron', counted: pushed.slice(0, 4) }], metres)).toBe('')
})

test('a tile has its digits large, and unit and name small beside them', () => {
  expect(tileOf('ball_speed_mps', 52.93, yards)).toEqual({ value: '118.4', says: 'mph ball' })
  expect(tileOf('launch_deg', 17.2, yards)).toEqual({ value: '17.2°', says: 'launch' })
  expect(tileOf('face_to_path_deg', 2.1, yards)).toEqual({ value: '2.1°', says: 'open to path' })
  expect(tileOf('smash', null, yards)).toEqual({ value: '–', says: 'smash' })
})
