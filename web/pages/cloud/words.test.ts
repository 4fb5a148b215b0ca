import { expect, test } from 'vitest'
import type { SyncState } from '../../sync/engine.ts'
import { agoSaid, aloneSaid, chipSaid, homeSaid, stateSaid } from './words.ts'

const synced: SyncState = { now: { kind: 'resting' }, waiting: 0, held: 0, refused: 0, synced_ms: 1 }
const failed = (kind: string, again_ms: number | null): SyncState['now'] => ({
  kind: 'failed',
  problem: { kind, says: 'So it is.' },
  again_ms,
})
const hub = { kind: 'hub', url: 'http://x/hub', anon_key: 'k' } as const

test.each<[Partial<SyncState>, string, string]>([
  [{}, 'Synced', 'done'],
  [{ synced_ms: null }, 'Looking for news', 'busy'],
  [{ waiting: 1_200 }, '1,200 waiting', 'busy'],
  [{ now: { kind: 'sending', done: 50, of: 200 }, waiting: 150 }, 'Sending 25 %', 'busy'],
  [{ now: { kind: 'receiving', done: 999, of: 1_000 } }, 'Fetching 99 %', 'busy'],
  [{ now: { kind: 'offline' }, waiting: 3 }, 'Offline, 3 waiting', 'off'],
  [{ now: failed('no_signal', 9), waiting: 3 }, 'Offline, 3 waiting', 'off'],
  [{ now: failed('down', 9) }, 'Not synced', 'wants'],
  [{ now: failed('signed_out', null), waiting: 2 }, 'Sign in again, 2 waiting', 'wants'],
  [{ now: failed('client_too_old', null) }, 'Update Rangebook', 'wants'],
  [{ now: failed('other_golfer', null) }, 'Sync has stopped', 'wants'],
  [{ held: 4 }, '4 held back', 'wants'],
  [{ held: 4, refused: 1 }, '1 refused', 'wants'],
])('%j is said as %j', (state, says, look) => {
  expect(chipSaid({ ...synced, ...state })).toEqual({ says, look })
})

test('what waits is told with why', () => {
  expect(stateSaid({ ...synced, now: failed('down', 9), waiting: 1 }, hub)).toBe(
    'So it is. One change waits on this device.',
  )
  expect(stateSaid(synced, hub)).toBe('All of it is on this device and on the server.')
})

test('signing in says what it does on both sides', () => {
  const here = { shots: 2_000, sessions: 20 }
  const there = { shots: 3_100, sessions: 1 }
  const none = { shots: 0, sessions: 0 }
  const home = { kind: 'this', known: false } as const
  expect(homeSaid(home, here, there, hub)).toBe(
    'This device has 2,000 shots in 20 sessions, the Rangebook server 3,100 shots in 1 session. Afterwards both have all of them; what is the same is there once.',
  )
  expect(homeSaid(home, here, none, hub)).toContain('They are copied to the Rangebook server, and stay here.')
  expect(homeSaid(home, none, there, hub)).toBe(
    'The Rangebook server holds 3,100 shots in 1 session. They come to this device, the newest sessions first.',
  )
  expect(homeSaid(home, none, null, hub)).toContain('What it holds comes to this device')
})

test.each([
  [59_000, 'just now'],
  [60_000, 'a minute ago'],
  [59 * 60_000, '59 minutes ago'],
  [3_600_000, 'an hour ago'],
  [50 * 3_600_000, '2 days ago'],
])('%i ms are %s', (ms, says) => {
  expect(agoSaid(0, ms)).toBe(says)
})

test('what a removed copy would take with it is told', () => {
  expect(aloneSaid(1, 0)).toBe('One change is on this device alone.')
  expect(aloneSaid(2, 1_250)).toBe('2 changes and 1,250 pictures are on this device alone.')
  expect(aloneSaid(0, 0)).toBe('Not all raw reports are sent yet.')
})
