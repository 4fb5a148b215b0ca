import { expect, test } from 'vitest'
import { binsOf } from './carries.ts'

const same = (m: number) => m

test('carries fall into bins that follow each other, with empty ones between', () => {
  const shots = [
    { carry_m: 141, excluded: false },
    { carry_m: 144.99, excluded: false },
    { carry_m: 155, excluded: false },
  ]
  expect(binsOf(shots, same, 5)).toEqual([
    { from: 140, counted: 2, left_out: 0 },
    { from: 145, counted: 0, left_out: 0 },
    { from: 150, counted: 0, left_out: 0 },
    { from: 155, counted: 1, left_out: 0 },
  ])
})

test('a shot left out of the figures is counted apart, one without a carry not at all', () => {
  const shots = [
    { carry_m: 150, excluded: true },
    { carry_m: 151, excluded: false },
    { carry_m: null, excluded: false },
  ]
  expect(binsOf(shots, same, 5)).toEqual([{ from: 150, counted: 1, left_out: 1 }])
  expect(binsOf([], same, 5)).toEqual([])
})
