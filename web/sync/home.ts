/** Where the history of whoever has signed in stands on this device. Accounts never mix. */
import type { Db } from '../db/client.ts'
import { switchTo } from '../db/databases.ts'
import { ProblemError } from '../db/problems.ts'
import { accountsHere, setAccount } from './account.ts'
import type { Visit } from './visit.ts'

export type Home =
  /** The database that is open; `known`: it was this golfer's before. */
  | { readonly kind: 'this'; readonly known: boolean }
  /** Another one of this device, which is theirs. */
  | { readonly kind: 'there'; readonly name: string }
  /** One of their own, as the open one belongs to somebody else. */
  | { readonly kind: 'new'; readonly name: string }
  /** The open one belongs to another cloud: it is brought along, or they get one of their own. */
  | { readonly kind: 'asked'; readonly name: string }

export async function homeOf({ cloud_id, user_id }: Visit, db: Pick<Db, 'name' | 'query'>): Promise<Home> {
  const { bound } = await db.query('sync', null)
  if (bound?.cloud_id === cloud_id && bound.user_id === user_id) return { kind: 'this', known: true }
  const theirs = accountsHere().find(
    ([name, account]) => name !== db.name && account?.cloud_id === cloud_id && account.user_id === user_id,
  )
  if (theirs) return { kind: 'there', name: theirs[0] }
  if (!bound) return { kind: 'this', known: false }
  const name = `account:${cloud_id}:${user_id}`
  return { kind: bound.cloud_id === cloud_id ? 'new' : 'asked', name }
}

/** `bring`: the open database goes to this cloud. Rejects with a ProblemError; then nothing was changed. */
export async function settleIn(
  { place, cloud_id, user_id, email, session }: Visit,
  db: Pick<Db, 'name' | 'run'>,
  home: Home,
  bring: boolean,
): Promise<void> {
  const { kind, url, anon_key } = place
  const account = { kind, url, anon_key, cloud_id, user_id, email }
  if (home.kind === 'this' || (home.kind === 'asked' && bring)) {
    const outcome = await db.run({ kind: 'sync_bind', cloud_id, user_id, anew: home.kind === 'asked' })
    if (!outcome.ok) throw new ProblemError(outcome.problem)
    setAccount(db.name, account, session)
  } else {
    setAccount(home.name, account, session)
    switchTo(home.name)
  }
}
