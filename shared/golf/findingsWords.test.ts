import { describe, expect, test } from 'vitest'
import { settingDefaults } from '../schema/settings.ts'
import { golferOf } from './findings.golfers.ts'
import { findingsOf, followUp, openedOf } from './findings.ts'
import { soundOf } from './findingsSound.ts'
import { sayFinding, sayFollowUp } from './findingsWords.ts'

const slicer = (hand: 'right' | 'left') =>
  golferOf({ hand, seed: 5, clubs: [{ code: 'DRIVER', swing: 'driver', shots: 40, fault: { face_deg: 5 } }] })
const said = (hand: 'right' | 'left') => {
  const [finding] = findingsOf(soundOf(slicer(hand)), hand).findings
  if (!finding) throw new Error('nothing found')
  return sayFinding(finding, () => 'Driver', { ...settingDefaults, handedness: hand })
}

describe('an open face', () => {
  test('is told with figure, interval, own past or reference, drill and goal', () => {
    const { title, seen, evidence, goal, cost } = said('right')
    expect(title).toBe('Driver: the face is open to the path')
    expect(seen).toMatch(/^Face to path is [4-6]\.\d° open to path\. 40 shots; .* \d\.\d to \d\.\d°\.$/)
    expect(evidence[0]?.beside).toBe('sound: within 2.0°')
    expect(goal).toBe('7 of 10 with face to path within 2.0°.')
    expect(cost).toMatch(/^0\.\d\d strokes a shot: \d+ yd nearer to the line without it$/)
  })

  test('of a left-hander: the same words, but the ball curves to the other side', () => {
    const [right, left] = [said('right'), said('left')]
    const mirrored = (text: string) =>
      text.replace(/\b(left|right)\b/g, side => (side === 'left' ? 'right' : 'left'))
    expect(left.title).toBe(right.title)
    expect(left.seen).toBe(right.seen)
    expect(right.cause).toContain('curves right')
    expect(left.cause).toBe(mirrored(right.cause))
  })
})

test('a follow-up says what was, what is, and the goal', () => {
  const clubs = slicer('right')
  const [finding] = findingsOf(soundOf(clubs), 'right').findings
  if (!finding) throw new Error('nothing found')
  const opened = openedOf(finding)
  expect(sayFollowUp(followUp(opened, soundOf(clubs), 'right'), () => 'Driver', settingDefaults)).toMatch(
    /^Driver: face to path was \d\.\d° open to path\. It waits for the next practice\. Goal: 7 of 10 /,
  )
})
