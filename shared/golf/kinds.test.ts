import { describe, expect, test } from 'vitest'
import { guessKind, speedsOfWholeBag } from './kinds.ts'

const none = { clubCodes: ['IRON7'], shots: [] }

describe('the label tells the kind', () => {
  test.each([
    ['warmup 50', 'warm-up'],
    ['Warm-up', 'warm-up'],
    ['Warming up', 'warm-up'],
    ['WM', 'warm-up'],
    ['wmup2', 'warm-up'],
    ['sgt rd1', 'round'],
    ['Sgt Rd1', 'round'],
    ['Round 2', 'round'],
    ['RD', 'round'],
    ['sim', 'round'],
    ['Tour night', 'round'],
    ['dst compressor 8', 'drill'],
    ['Path Focus', 'drill'],
    ['tempo towel 8', 'drill'],
    ['Magnolia', 'drill'],
    ['1/2 Swing', 'drill'],
    ['½', 'drill'],
    ['3/4 PW', 'drill'],
    ['swing trainer', 'drill'],
    ['60 Shot Challenge', 'test'],
    ['Bag Mapping', 'test'],
    ['bag_mapping', 'test'],
    ['Combine', 'test'],
    ['Wedge gapping', 'test'],
    ['swing test', 'test'],
    ['M 7', 'practice'],
    ['56', 'practice'],
    ['Iron 6', 'practice'],
    ['IRON7 | MEDIUM', 'practice'],
    [null, 'practice'],
    ['', 'practice'],
  ])('%s: %s', (label, kind) => {
    expect(guessKind(label, none)).toBe(kind)
  })

  test.each(['third', 'hard', 'simple', 'around', 'swarm', 'contest', 'latest', 'tourist', 'bag', 'w m'])(
    'short words hide in %s and do not count',
    label => {
      expect(guessKind(label, none)).toBe('practice')
    },
  )
})

/** Driver, approach, chip, and so on: as on a course. */
const course = Array.from({ length: 36 }, (_, i) => ({
  ball_speed_mps: [71, 52, 20, 64, 38, 24][i % 6] ?? 0,
}))
const range = Array.from({ length: 36 }, (_, i) => ({ ball_speed_mps: 52 + (i % 5) }))
const ladder = Array.from({ length: 36 }, (_, i) => ({ ball_speed_mps: 22 + i / 2 }))

describe('the shots tell it where the label does not', () => {
  test('a course’s name over 36 changing shots is a round', () => {
    expect(guessKind('Pebble Beach', { clubCodes: ['IRON7'], shots: course })).toBe('round')
    expect(guessKind('Pebble Beach', { clubCodes: ['IRON7'], shots: range })).toBe('practice')
  })

  test('a whole bag under a club that nobody carries is a round, whatever the label', () => {
    expect(guessKind('IRON1 | MEDIUM', { clubCodes: ['IRON1'], shots: course })).toBe('round')
    expect(guessKind(null, { clubCodes: ['IRON1'], shots: range })).toBe('practice')
  })

  test('under 18 shots nothing is said, and a wedge ladder is none', () => {
    expect(speedsOfWholeBag(course.slice(0, 17))).toBe(false)
    expect(speedsOfWholeBag(ladder)).toBe(false)
    expect(speedsOfWholeBag(course)).toBe(true)
    expect(speedsOfWholeBag(course.map(() => ({ ball_speed_mps: null })))).toBe(false)
  })
})
