import { expect, test } from 'vitest'
import { isSecretKey, supabaseUrl } from './check.ts'

test.each([
  ['https://abcd.supabase.co', 'https://abcd.supabase.co'],
  [' https://abcd.supabase.co/rest/v1/ ', 'https://abcd.supabase.co'],
  ['abcd.supabase.co', 'https://abcd.supabase.co'],
  ['https://supabase.com/dashboard/project/abcd/settings/api', 'https://abcd.supabase.co'],
  ['http://127.0.0.1:54321', 'http://127.0.0.1:54321'],
  ['http://abcd.supabase.co', null],
  ['my cloud', null],
  ['abcd', null],
  ['', null],
])('%j is the address %j', (typed, url) => {
  expect(supabaseUrl(typed)).toBe(url)
})

const jwt = (role: string) => `e30.${btoa(JSON.stringify({ role }))}.x`

test('a key that opens everybody’s rows is told from one for apps', () => {
  expect([jwt('service_role'), 'sb_secret_x1'].map(isSecretKey)).toEqual([true, true])
  expect([jwt('anon'), 'sb_publishable_x1', 'a.%.c', 'typed'].map(isSecretKey)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
