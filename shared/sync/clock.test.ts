import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clock, deviceOf, firstClock, isClock, receive, tick, wallOf } from './clock.ts'

const NOW_MS = Date.UTC(2025, 11, 26)
const walls = fc.integer({ min: 0, max: 8_640_000_000_000_000 })
const devices = fc.constantFrom('phone', 'laptop', '0193c1f0-7f6a-7d3e-8a52-3f5b1c2d4e6f')

function ticks(from: Clock, wallTimes: readonly number[]): Clock[] {
  let last = from
  return wallTimes.map(wall_ms => {
    last = tick(last, wall_ms)
    return last
  })
}

function isRising(clocks: readonly Clock[]): boolean {
  return clocks.every((clock, i) => i === 0 || clock > (clocks[i - 1] ?? ''))
}

test('each tick is later than the one before, as text, whatever the wall clock does', () => {
  fc.assert(
    fc.property(devices, fc.array(walls, { maxLength: 50 }), (device, times) => {
      const clocks = ticks(firstClock(device), times)
      expect(isRising([firstClock(device), ...clocks])).toBe(true)
      expect(clocks.every(clock => isClock(clock) && deviceOf(clock) === device)).toBe(true)
    }),
  )
})

test('a clock set back by a year goes on from where it was', () => {
  const before = tick(firstClock('phone'), NOW_MS)
  const after = tick(before, NOW_MS - 365 * 86_400_000)
  expect(after > before).toBe(true)
  expect(wallOf(after)).toBe(NOW_MS)
})

test('100 ms granularity: 200,000 ticks in one step of the wall rise and carry into the milliseconds', () => {
  const clocks = ticks(
    firstClock('phone'),
    Array.from({ length: 200_000 }, () => NOW_MS),
  )
  expect(isRising(clocks)).toBe(true)
  expect(wallOf(clocks.at(-1) ?? firstClock(''))).toBe(NOW_MS + 3)
})

test('fractions of a millisecond, as performance clocks have, are dropped', () => {
  expect(tick(firstClock('phone'), NOW_MS + 0.9)).toBe(tick(firstClock('phone'), NOW_MS))
})

test('after receiving, the next tick is later than both, and still this device’s', () => {
  fc.assert(
    fc.property(walls, walls, walls, (mine_ms, seen_ms, wall_ms) => {
      const mine = tick(firstClock('phone'), mine_ms)
      const seen = tick(firstClock('laptop'), seen_ms)
      const next = tick(receive(mine, seen), wall_ms)
      expect(next > mine && next > seen).toBe(true)
      expect(deviceOf(next)).toBe('phone')
    }),
  )
})

test('receiving what is older changes nothing', () => {
  const mine = tick(firstClock('phone'), NOW_MS)
  expect(receive(mine, tick(firstClock('laptop'), NOW_MS - 1))).toBe(mine)
})

test('at the same time and count the device decides', () => {
  const [a, b] = ['a', 'b'].map(device => tick(firstClock(device), NOW_MS)) as [Clock, Clock]
  expect(a < b).toBe(true)
})
