import { expect, test } from 'vitest'
import { CloudError, type CloudTrouble } from './cloud.ts'
import { callHub } from './ownServer.ts'
import { passes, problemOf } from './problems.ts'

const hub = { kind: 'hub', url: 'http://golf.test/hub' } as const
const supabase = { kind: 'supabase', url: 'https://abcd.supabase.co' } as const

/** What a call says that failed so, on a server that offers this. */
async function said(trouble: CloudTrouble, offered: () => Promise<typeof hub | typeof supabase>) {
  const call = callHub(() => Promise.reject(new CloudError(trouble)), offered)
  const failed = await call('pull_changes', null, new AbortController().signal).then(null, error => error)
  return problemOf(failed)
}

test('a server that was the cloud and names a Supabase now is noticed, whether its sign-in stands or not', async () => {
  for (const trouble of ['not_set_up', 'signed_out'] as const) {
    const problem = await said(trouble, async () => supabase)
    expect(problem?.says).toContain('at abcd.supabase.co now. Sign in there, and this one comes along')
    expect(problem && passes(problem)).toBe(false)
  }
})

test('a hub that only fails is not taken for one that moved, nor one that says nothing', async () => {
  expect((await said('signed_out', async () => hub))?.kind).toBe('signed_out')
  expect((await said('no_signal', async () => supabase))?.kind).toBe('no_signal')
  expect((await said('not_set_up', () => Promise.reject(new Error('gone'))))?.kind).toBe('not_set_up')
})
