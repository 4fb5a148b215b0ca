import { expect, test } from 'vitest'
import type { FilesState } from '../../sync/fileSync.ts'
import type { Sending } from '../../sync/sending.ts'
import { damagedSaid, sendingSaid } from './cloudWords.ts'

const resting: FilesState = { now: { kind: 'resting' }, here: 1200, stored: 40, damaged: 0 }
const always: Sending = { when: 'always', asked: false, paused: false }
const there = '40 of 1,200 pictures of this device are in the cloud.'

test.each([
  ['all there', { ...resting, stored: 1200 }, always, 'All 1,200 pictures of this device are in the cloud.'],
  ['on their way', { ...resting, now: { kind: 'sending' } }, always, `${there} Sending.`],
  ['paused', resting, { ...always, paused: true }, `${there} Paused.`],
  ['no wifi', resting, { ...always, when: 'wifi' }, `${there} The rest waits for wifi.`],
  ['not asked for', resting, { ...always, when: 'asked' }, there],
] as const)('%s', (_, state, sending, says) => {
  expect(sendingSaid(state, sending, 'in the cloud', false)).toBe(says)
})

test('a damaged file is said with what helps', () => {
  expect(damagedSaid(1, 'on the server')).toMatch(/^A file on the server is damaged or lost\./)
  expect(damagedSaid(3, 'in the cloud')).toMatch(/^3 files in the cloud are damaged or lost\./)
})
