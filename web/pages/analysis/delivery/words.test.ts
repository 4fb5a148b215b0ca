import { expect, test } from 'vitest'
import { settingDefaults } from '../../../../shared/schema/settings.ts'
import type { Deliveries } from '../../../db/analysis.ts'
import { displayFor } from '../../../ui/display.ts'
import { deliverySaid, verdictOf } from './words.ts'

const display = displayFor(settingDefaults)
const answer = (set: Partial<Deliveries>): Deliveries => ({
  ...{ n: 40, of: 50, left_out: 0, shots: [], shares: { n: 40, face: 0.7, path: 0.1, rest: 0.2 } },
  flights: [
    { flight: 'pull fade', n: 20 },
    { flight: 'straight', n: 20 },
  ],
  figures: [{ figure: 'face_to_path_deg', n: 40, of: 50, median: 3.1, spread: 1 }],
  ...set,
})

test('whichever explains half as much again decides', () => {
  const of = (face: number, path: number) =>
    verdictOf(answer({ shares: { n: 40, face, path, rest: 1 - face - path } }))
  expect(of(0.7, 0.1)).toBe('It is the face')
  expect(of(0.2, 0.5)).toBe('It is the path')
  expect(of(0.4, 0.4)).toBe('Face and path alike')
  expect(of(0.1, 0.1)).toBe('Neither: look at the strike')
})

test('in words, with the flight that comes most often', () => {
  expect(deliverySaid(answer({}), display)).toBe(
    'Of what decides where the ball ends, 70 % is the face, 10 % the path, the rest strike and spin. Face typically 3.1° open to path. Most often pull fade: 20 of 40.',
  )
})

test('few shots and none say what is missing', () => {
  expect(deliverySaid(answer({ shares: null, n: 3, flights: [] }), display)).toBe(
    'With 15 whole shots it shows whether face or path decides; here are 3.',
  )
  expect(deliverySaid(answer({ n: 0 }), display)).toContain('saw no club')
})
