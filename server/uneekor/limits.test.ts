import { expect, test } from 'vitest'
import { clientOf, openGate } from './limits.ts'

const limits = { burst: 2, perSecond: 1, clientAtOnce: 10, allAtOnce: 3 }

test('all clients together may have no more on their way than the bound', () => {
  const gate = openGate(limits, () => 0)
  const turns = ['a', 'b', 'c', 'd'].map(client => gate.enter(client))
  expect(turns.map(({ kind }) => kind)).toEqual(['go', 'go', 'go', 'wait'])
})

test('a place is free again once, however often its holder says done', () => {
  const gate = openGate({ ...limits, allAtOnce: 1 }, () => 0)
  const turn = gate.enter('a')
  if (turn.kind === 'go') {
    turn.done()
    turn.done()
  }
  expect(gate.enter('b').kind).toBe('go')
  expect(gate.enter('c').kind).toBe('wait')
})

test('a clock set back neither gives turns nor takes them', () => {
  let now_ms = 1_000_000
  const gate = openGate(limits, () => now_ms)
  gate.enter('a')
  now_ms = 0
  expect(gate.enter('a').kind).toBe('go')
  expect(gate.enter('a').kind).toBe('wait')
})

test('twenty thousand clients do not make one of them forgotten that is over its limit right now', () => {
  const gate = openGate({ ...limits, allAtOnce: Number.POSITIVE_INFINITY }, () => 0)
  const enter = (client: string) => {
    const turn = gate.enter(client)
    if (turn.kind === 'go') turn.done()
    return turn.kind
  }
  for (let n = 0; n < 20_000; n++) enter(`flood ${n}`)
  enter('a')
  enter('a')
  expect(enter('a')).toBe('wait')
})

test.each([
  ['203.0.113.5', '203.0.113.5'],
  ['::ffff:203.0.113.5', '203.0.113.5'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s counts as %s', (address, client) => {
  expect(clientOf(address)).toBe(client)
})
