import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { type Delivered, sharesOf } from './delivery.ts'
import { correlation } from './stats.ts'

const chance = chanceFrom(9)
const golfer = (n: number, { face, path, noise }: Record<'face' | 'path' | 'noise', number>): Delivered[] =>
  Array.from({ length: n }, () => {
    const [face_deg, path_deg] = [chance.normal(1, 2), chance.normal(-2, 2)]
    return { face_deg, path_deg, off_deg: face * face_deg + path * path_deg + chance.normal(0, noise) }
  })

test('shares are those of the variance that was planted', () => {
  // Independent face and path of equal spread: 4 : 1 : (noise/2)².
  const shares = sharesOf(golfer(20_000, { face: 2, path: 1, noise: 2 }))
  expect(shares?.face).toBeCloseTo(4 / 6, 1)
  expect(shares?.path).toBeCloseTo(1 / 6, 1)
  expect(shares?.rest).toBeCloseTo(1 / 6, 1)
})

test('they make one whole, and a misread changes little', () => {
  const shots = golfer(40, { face: 2, path: 1, noise: 1 })
  const shares = sharesOf(shots)
  expect((shares?.face ?? 0) + (shares?.path ?? 0) + (shares?.rest ?? 0)).toBeCloseTo(1, 10)
  const with_ = sharesOf([...shots, { face_deg: 0, path_deg: 0, off_deg: 60 }])
  expect(with_?.face).toBeCloseTo(shares?.face ?? 0, 10)
})

test('face and path in one are halves; few, equal and no shots have no shares', () => {
  const one = golfer(30, { face: 1, path: 0, noise: 0.5 }).map(shot => ({ ...shot, path_deg: shot.face_deg }))
  expect(sharesOf(one)?.face).toBe(sharesOf(one)?.path)
  expect(sharesOf(golfer(14, { face: 1, path: 0, noise: 1 }))).toBeNull()
  expect(sharesOf(Array.from({ length: 30 }, () => ({ face_deg: 1, path_deg: 1, off_deg: 1 })))).toBeNull()
  expect(sharesOf([])).toBeNull()
  expect(correlation([1, 2, 3], [2, 4, 6])).toBeCloseTo(1, 12)
})
