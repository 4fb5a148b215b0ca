import { expect, test } from 'vitest'
import { benchmarkOf, driverWindow, TOURS } from './benchmarks.ts'
import { MPH_PER_MPS, YARDS_PER_METRE } from './units.ts'

test('tour rows are the published ones', () => {
  const seven = benchmarkOf('PGA Tour', 'IRON7')
  expect((seven?.carry_m ?? 0) * YARDS_PER_METRE).toBeCloseTo(176, 6)
  expect((seven?.ball_speed_mps ?? 0) * MPH_PER_MPS).toBeCloseTo(123, 6)
  expect(seven).toMatchObject({ smash: 1.34, launch_deg: 16.1, spin_rpm: 7124, attack_deg: -3.9 })
  expect(benchmarkOf('LPGA Tour', 'IRON3')).toBeNull()
  expect(benchmarkOf('PGA Tour', null)).toBeNull()
})

test.each(TOURS)('%s: published smash is ball speed over club speed, within the rounding of means', tour => {
  for (const code of ['DRIVER', 'WOOD3', 'IRON5', 'IRON9', 'WEDGE_PITCHING']) {
    const row = benchmarkOf(tour, code)
    expect(
      Math.abs((row?.ball_speed_mps ?? 0) / (row?.club_speed_mps ?? 1) - (row?.smash ?? 0)),
    ).toBeLessThan(0.035)
  }
})

const window = (ball: number, club: number, attack_deg: number) =>
  driverWindow({ ball_speed_mps: ball / MPH_PER_MPS, club_speed_mps: club / MPH_PER_MPS, attack_deg })

test('a driver’s window holds both charts’ own cells', () => {
  // PING 150 mph, 0°: 12.4°, 2600. TrackMan 105 mph, 0°: 11.2°, 3038.
  expect(window(150, 105, 0)).toEqual({
    launch_deg: { low: expect.closeTo(10.2, 6), high: expect.closeTo(13.4, 6) },
    spin_rpm: { low: expect.closeTo(2400, 6), high: expect.closeTo(3238, 6) },
  })
  // Between rows and columns it is between their cells.
  const between = window(160, 110, 1)
  expect(between?.launch_deg.low).toBeGreaterThan(9)
  expect(between?.launch_deg.high).toBeLessThan(14)
})

test('outside of the charts there is none', () => {
  expect(window(60, 50, 0)).toBeNull()
  expect(window(200, 130, 0)).toBeNull()
  expect(window(Number.NaN, 100, 0)).toBeNull()
  expect(window(150, 105, 40)?.launch_deg.high).toBeLessThan(20)
})
