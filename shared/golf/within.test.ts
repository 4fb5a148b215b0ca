import { expect, test } from 'vitest'
import { chanceFrom } from './chance.ts'
import { type Ordered, withinOf } from './within.ts'

const chance = chanceFrom(31)
const session = (id: number, off: (number: number) => number, day = 1): Ordered[] => {
  const today = chance.normal(0, day)
  return Array.from({ length: 100 }, (_, i) => ({
    session_id: `s${id}`,
    club_id: i < 50 ? 'iron' : 'driver',
    number: i + 1,
    value: (i < 50 ? 50 : 70) + today + off(i + 1) + chance.normal(0, 2),
  }))
}
const golfer = (off: (number: number) => number) =>
  Array.from({ length: 8 }, (_, i) => session(i, off)).flat()

test('a golfer who neither warms up nor tires is not said to, in 19 of 20', () => {
  let alarms = 0
  let streaks = 0
  for (let i = 0; i < 100; i++) {
    const found = withinOf(
      golfer(() => 0),
      1,
    )
    if (found.starts_otherwise || found.ends_otherwise) alarms++
    if (found.streak?.real) streaks++
  }
  console.log(`within a session: false alarms ${alarms} of 100, false streaks ${streaks} of 100`)
  expect(alarms).toBeLessThanOrEqual(5)
  expect(streaks).toBeLessThanOrEqual(5)
})

test('a slow start and a late fall are found, though the driver comes last', () => {
  const found = withinOf(
    golfer(number => (number <= 10 ? -3 : number > 60 ? -2 : 0)),
    1,
  )
  expect(found.starts_otherwise).toBe(true)
  expect(found.start?.by).toBeLessThan(-1)
  expect(found.ends_otherwise).toBe(true)
  expect(found.late?.by).toBeLessThan(-0.5)
  expect(found.steps[0]).toMatchObject({ from: 1, n: 80 })
})

test('streaks that are planted are found', () => {
  const shots = Array.from({ length: 6 }, (_, s) => {
    let last = 0
    return Array.from({ length: 60 }, (_, i) => {
      last = 0.7 * last + chance.normal(0, 1)
      return { session_id: `s${s}`, club_id: 'iron', number: i + 1, value: 50 + last }
    })
  }).flat()
  expect(withinOf(shots, 1).streak?.real).toBe(true)
})

test('none, one and equal shots: nothing said, nothing NaN', () => {
  const one = { session_id: 's', club_id: null, number: 1, value: 50 }
  for (const shots of [[], [one], Array.from({ length: 90 }, (_, i) => ({ ...one, number: i + 1 }))]) {
    const found = withinOf(shots, 1)
    expect(found.starts_otherwise || found.ends_otherwise || found.streak?.real).toBeFalsy()
    expect(JSON.stringify(found, (_, v) => (Number.isNaN(v) ? 'bad' : v))).not.toContain('bad')
  }
})
