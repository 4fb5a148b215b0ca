/** Signing out, and what becomes of this device's copy. */
import { LOCAL, removeDatabase, removeOwnHistory } from '../db/databases.ts'
import { type Account, forgetAccount, sessionKey, setAccount } from './account.ts'
import type { Connection } from './connect.ts'

/** Longer than the undo is offered. */
const FORGOTTEN_MS = 60_000

/** The copy stays, and its edits wait. The cloud ends the session a minute later: until then it can be taken back. */
export function signOut(
  name: string,
  account: Account,
  connection: Connection | null,
): { readonly undo: () => void } {
  const session = localStorage.getItem(sessionKey(name))
  setAccount(name, account, null)
  const timer = setTimeout(() => endSession(connection, session), FORGOTTEN_MS)
  return {
    undo() {
      clearTimeout(timer)
      setAccount(name, account, session)
    },
  }
}

/** The copy goes with it. */
export async function signOutAndRemove(name: string, connection: Connection | null): Promise<void> {
  const session = localStorage.getItem(sessionKey(name))
  forgetAccount(name)
  endSession(connection, session)
  await (name === LOCAL ? removeOwnHistory() : removeDatabase(name))
}

/** Where there is no signal it ends by itself in time: this device has forgotten it. */
function endSession(connection: Connection | null, session: string | null): void {
  const token: unknown = session && JSON.parse(session).access_token
  if (typeof token === 'string') connection?.client.auth.admin.signOut(token, 'local').catch(() => {})
}
