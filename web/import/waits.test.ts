import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPatient, wait_ms } from './waits.ts'

const random = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })

test('waits grow, and end at an hour', () => {
  const waits = Array.from({ length: 20 }, (_, n) => wait_ms('source_down', n + 1, 0.5))
  expect(waits.slice(0, 4)).toEqual([30_000, 60_000, 120_000, 240_000])
  expect(waits.at(-1)).toBe(60 * 60_000)
})

test('after any number of tries a wait stays within a quarter of its middle, and is never nothing', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('no_signal', 'source_down', 'slow_down', 'quota'),
      fc.integer({ min: 1, max: 5_000 }),
      random,
      (kind, tries, chance) => {
        const middle = wait_ms(kind, tries, 0.5)
        const wait = wait_ms(kind, tries, chance)
        expect(wait).toBeGreaterThanOrEqual(0.75 * middle)
        expect(wait).toBeLessThanOrEqual(1.25 * middle)
        expect(wait).toBeGreaterThan(1_000)
      },
    ),
  )
})

test('what waiting cures is waited for; a wrong link is not', () => {
  expect(['no_signal', 'slow_down', 'source_down', 'source_slow'].filter(isPatient)).toHaveLength(4)
  expect(['not_found', 'empty_report', 'bad_request', 'not_a_report', 'too_big'].filter(isPatient)).toEqual(
    [],
  )
})
