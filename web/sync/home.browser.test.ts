/** Where a golfer's history stands on a device, with a real database. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Db, openDb } from '../db/client.ts'
import { currentDatabase, LOCAL, removeDatabase, switchTo } from '../db/databases.ts'
import { accountOf, sessionKey } from './account.ts'
import { homeOf, settleIn } from './home.ts'
import type { Visit } from './visit.ts'

let db: Db
beforeEach(() => {
  localStorage.clear()
  db = openDb(`home-${crypto.randomUUID()}`)
})
afterEach(async () => {
  db.close()
  switchTo(LOCAL)
  await removeDatabase(db.name)
  localStorage.clear()
})

const visitOf = (user_id: string, cloud_id: string): Visit => ({
  place: { kind: 'supabase', url: `https://${cloud_id}.example.com`, anon_key: 'anon' },
  cloud_id,
  user_id,
  email: `${user_id}@example.com`,
  session: `session of ${user_id}`,
  holds: null,
  leave: () => {},
})
const ann = visitOf('ann', 'c1')
const bob = visitOf('bob', 'c1')
const annElsewhere = visitOf('ann', 'c2')

async function settle(visit: Visit, bring: boolean): Promise<void> {
  await settleIn(visit, db, await homeOf(visit, db), bring)
}
const bound = async () => (await db.query('sync', null)).bound

test('the first account takes the history that is here; signed in again, it is theirs as before', async () => {
  expect(await homeOf(ann, db)).toEqual({ kind: 'this', known: false })
  await settle(ann, true)
  expect(accountOf(db.name)).toMatchObject({ user_id: 'ann', cloud_id: 'c1', signed_in: true })
  expect(localStorage.getItem(sessionKey(db.name))).toBe('session of ann')
  expect(await bound()).toMatchObject({ cloud_id: 'c1', user_id: 'ann' })
  expect(await homeOf(ann, db)).toEqual({ kind: 'this', known: true })
})

test('another account gets a database of its own, and the first one’s is found again from there', async () => {
  await settle(ann, true)
  expect(await homeOf(bob, db)).toEqual({ kind: 'new', name: 'account:c1:bob' })
  await settle(bob, true)
  expect(currentDatabase()).toBe('account:c1:bob')
  expect(accountOf('account:c1:bob')).toMatchObject({ user_id: 'bob' })
  expect(accountOf(db.name)).toMatchObject({ user_id: 'ann' })
  expect(await bound()).toMatchObject({ user_id: 'ann' })
  const bobs = {
    name: currentDatabase(),
    query: async () => ({ bound: { ...(await bound()), user_id: 'bob' } }),
  }
  expect(await homeOf(ann, bobs as Pick<Db, 'name' | 'query'>)).toEqual({ kind: 'there', name: db.name })
})

test('at another cloud it is asked: brought along, or begun beside', async () => {
  await settle(ann, true)
  expect(await homeOf(annElsewhere, db)).toEqual({ kind: 'asked', name: 'account:c2:ann' })
  await settle(annElsewhere, false)
  expect(currentDatabase()).toBe('account:c2:ann')
  expect(await bound()).toMatchObject({ cloud_id: 'c1' })
  localStorage.removeItem('rangebook.account.account:c2:ann')
  await settle(annElsewhere, true)
  expect(await bound()).toMatchObject({ cloud_id: 'c2', epoch: 0, cursor: 0 })
  expect(accountOf(db.name)).toMatchObject({ cloud_id: 'c2', url: 'https://c2.example.com' })
})
