import { expect, test } from 'vitest'
import { settingDefaults } from '../../../shared/schema/settings.ts'
import { displayFor } from '../../ui/display.ts'
import { sentenceOf } from './sentence.ts'
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

test('a tile has its digits large, and unit and name small beside them', () => {
  expect(tileOf('ball_speed_mps', 52.93, yards)).toEqual({ value: '118.4', says: 'mph ball' })
  expect(tileOf('launch_deg', 17.2, yards)).toEqual({ value: '17.2°', says: 'launch' })
  expect(tileOf('face_to_path_deg', 2.1, yards)).toEqual({ value: '2.1°', says: 'open to path' })
  expect(tileOf('smash', null, yards)).toEqual({ value: '–', says: 'smash' })
})
