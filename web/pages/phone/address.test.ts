import { expect, test } from 'vitest'
import { reachOf } from './address.ts'

test.each([
  ['https://rangebook.example.com/', 'phone'],
  ['https://mac.tail1234.ts.net/', 'phone'],
  ['https://192.168.1.20:8787/', 'phone'],
  ['http://127.0.0.1:8787/', 'this_machine'],
  ['http://localhost:8787/', 'this_machine'],
  ['https://localhost:8787/', 'this_machine'],
  ['http://range.localhost/', 'this_machine'],
  ['http://[::1]:8787/', 'this_machine'],
  ['http://192.168.1.20:8787/', 'unsafe'],
  ['http://mac.local:8787/', 'unsafe'],
  ['http://localhost.example.com/', 'unsafe'],
])('%s leads to: %s', (address, reach) => {
  expect(reachOf(new URL(address))).toBe(reach)
})
