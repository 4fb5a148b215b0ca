import { expect, test } from 'vitest'
import { carryFactor, PLAIN_AIR } from './air.ts'
import { FEET_PER_METRE } from './units.ts'

const at = (feet: number, fahrenheit = 77) => ({
  altitude_m: feet / FEET_PER_METRE,
  temperature_c: (fahrenheit - 32) / 1.8,
})

test('Titleist’s figures: about 6 % at a mile, 1.5 % of 20 °F', () => {
  expect(carryFactor(PLAIN_AIR, at(5280))).toBeCloseTo(1.06, 2)
  expect(carryFactor(PLAIN_AIR, at(1000))).toBeCloseTo(1.0116, 5)
  expect(carryFactor(PLAIN_AIR, at(0, 57))).toBeCloseTo(0.985, 4)
})

test('there and back again is the same carry, and the same air changes nothing', () => {
  const [here, there] = [at(300, 60), at(7800, 95)]
  expect(carryFactor(here, there) * carryFactor(there, here)).toBeCloseTo(1, 12)
  expect(carryFactor(there, there)).toBe(1)
})
