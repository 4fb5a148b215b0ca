/**
 * Which cloud each database on this device is kept equal with, and as whom. It lies in localStorage, one key a
 * database: the first screen knows it at once, and the cloud's own client is loaded only where one is in use.
 */
import type { Db } from '../db/client.ts'
import { databaseNames, SAMPLE } from '../db/databases.ts'
import type { Connection } from './connect.ts'

/** Where a cloud is, and what names this app to it. */
export interface CloudPlace {
  /** hub: this app's own server. supabase: one that the server names, or that was typed in. */
  readonly kind: 'hub' | 'supabase'
  readonly url: string
  readonly anon_key: string
}

export interface Account extends CloudPlace {
  readonly cloud_id: string
  readonly user_id: string
  /** Null at the hub, which knows no addresses. */
  readonly email: string | null
  /** False: signed out. What is here stays, and so does whose it is. */
  readonly signed_in: boolean
}

const ACCOUNT = 'rangebook.account.'
const changed = new EventTarget()

/** Where the cloud's client keeps its session. */
export const sessionKey = (name: string): string => `rangebook.session.${name}`

/** Null where there is none, or none that can be read: the golfer signs in again, and finds the same history. */
export function accountOf(name: string): Account | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(ACCOUNT + name) ?? 'null')
    return isAccount(kept) ? kept : null
  } catch {
    return null
  }
}

function isAccount(kept: unknown): kept is Account {
  if (typeof kept !== 'object' || kept === null) return false
  const {
    kind,
    url,
    anon_key,
    cloud_id,
    user_id,
    email,
    signed_in,
  }: Partial<Record<keyof Account, unknown>> = kept
  return (
    (kind === 'hub' || kind === 'supabase') &&
    typeof url === 'string' &&
    URL.canParse(url) &&
    [anon_key, cloud_id, user_id].every(text => typeof text === 'string') &&
    (email === null || typeof email === 'string') &&
    typeof signed_in === 'boolean'
  )
}

/** All tabs follow. `session`: as the client keeps it; null signs out. */
export function setAccount(name: string, account: Omit<Account, 'signed_in'>, session: string | null): void {
  if (name === SAMPLE) throw new Error('the sample never syncs')
  if (session === null) localStorage.removeItem(sessionKey(name))
  else localStorage.setItem(sessionKey(name), session)
  localStorage.setItem(ACCOUNT + name, JSON.stringify({ ...account, signed_in: session !== null }))
  changed.dispatchEvent(new Event(name))
}

export function forgetAccount(name: string): void {
  localStorage.removeItem(sessionKey(name))
  localStorage.removeItem(ACCOUNT + name)
  changed.dispatchEvent(new Event(name))
}

/** By the name of its database: every history on this device but the sample. */
export function accountsHere(): readonly (readonly [name: string, account: Account | null])[] {
  return databaseNames()
    .filter(name => name !== SAMPLE)
    .map(name => [name, accountOf(name)])
}

/** The cloud of one open database; opened and closed with it. */
export interface CloudOf {
  /** The same object until it changes. */
  readonly account: () => Account | null
  /** Null: none is in use, or it is being loaded. */
  readonly connection: () => Connection | null
  readonly onChange: (listener: () => void) => () => void
  /** The code that the app was opened with, once. */
  readonly takeCode: () => string | null
  readonly close: () => void
}

export function openCloudOf(db: Db, code: string | null): CloudOf {
  const listeners = new Set<() => void>()
  let account = accountOf(db.name)
  let connection: Connection | null = null
  let turn = 0

  function leave(): void {
    turn++
    connection?.close()
    connection = null
  }

  async function follow(): Promise<void> {
    leave()
    const mine = turn
    account = accountOf(db.name)
    tell()
    if (!account?.signed_in) return
    // The first screen has its rows before the client is loaded.
    await db.query('sync', null)
    const { connect } = await import('./connect.ts')
    if (mine !== turn || !account) return
    connection = connect(db, account)
    tell()
  }

  function tell(): void {
    for (const listener of listeners) listener()
  }

  // A database that is stopped has no sync, and the app says so; a script that can't be had comes with a reload.
  const followed = () => void follow().catch(console.error)
  const inOtherTab = ({ key }: StorageEvent) => {
    if (key === ACCOUNT + db.name) followed()
  }
  changed.addEventListener(db.name, followed)
  addEventListener('storage', inOtherTab)
  followed()

  return {
    account: () => account,
    connection: () => connection,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    takeCode() {
      const taken = code
      code = null
      return taken
    },
    close() {
      leave()
      changed.removeEventListener(db.name, followed)
      removeEventListener('storage', inOtherTab)
    },
  }
}
