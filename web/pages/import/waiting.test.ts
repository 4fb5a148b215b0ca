import { expect, test } from 'vitest'
import { KEPT_FOR_A_SIGNAL, nextReady, stateSaid } from './waiting.ts'

const waiting = { id: '41511', state: 'waiting', problem: null } as const
const problem = { kind: 'source_down', says: 'The source is down.' }

test('without a signal a link says that it is kept, and not what went wrong before', () => {
  expect(stateSaid({ ...waiting, problem }, null, false)).toBe(KEPT_FOR_A_SIGNAL)
})

test('a link that waits for its next try says why', () => {
  expect(stateSaid({ ...waiting, problem }, null, true)).toBe('The source is down.')
  expect(stateSaid(waiting, null, true)).toBe('Next in line.')
})

test('the report that is coming says how much is here; another one says nothing of it', () => {
  expect(stateSaid(waiting, { id: '41511', received_bytes: 0 }, true)).toBe('Asking for the report.')
  expect(stateSaid(waiting, { id: '41511', received_bytes: 2_200_000 }, true)).toMatch(/2,148 KB/)
  expect(stateSaid(waiting, { id: '7', received_bytes: 9999 }, true)).toBe('Next in line.')
})

test('a failed link says why it failed', () => {
  expect(stateSaid({ id: '1', state: 'failed', problem }, null, true)).toBe('The source is down.')
})

test('after one report comes the next that is ready, not one that still waits', () => {
  const queue = [
    { id: 'a', state: 'ready' },
    { id: 'b', state: 'waiting' },
    { id: 'c', state: 'ready' },
  ] as const
  expect(nextReady(queue, 'a')).toBe('c')
  expect(nextReady(queue.slice(0, 2), 'a')).toBeNull()
})
