/** One database and its cloud, connected: the session that renews itself, and the engine that keeps both equal. */
import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import type { Db } from '../db/client.ts'
import { browser } from '../import/browser.ts'
import { type Account, sessionKey } from './account.ts'
import { cloudOver } from './cloud.ts'
import type { SyncEngine } from './engine.ts'
import type { FileSync } from './fileSync.ts'
import { supabaseFiles } from './files.ts'
import { hearNews } from './news.ts'
import { openCloudFileSync, openCloudSync } from './open.ts'
import { callHub, offeredCloud } from './ownServer.ts'
import { callSupabase } from './supabase.ts'
import { deviceName } from './visit.ts'

export interface Connection {
  readonly account: Account
  readonly client: SupabaseClient
  readonly engine: SyncEngine
  readonly files: FileSync
  /** When both were last known to be equal (wall clock), in whichever tab; null = never yet. */
  readonly syncedMs: () => number | null
  readonly close: () => void
}

const syncedKey = (name: string): string => `rangebook.synced.${name}`

/** As the golfer who has signed in on this database. Nothing of it waits for a signal. */
export function connect(db: Db, account: Account): Connection {
  const client = clientOf(db.name, account)
  const call = callSupabase(client)
  const offered = () => offeredCloud(location.origin)
  const cloud = cloudOver(account.user_id, account.kind === 'hub' ? callHub(call, offered) : call)
  const engine = openCloudSync(db, cloud)
  const files = openCloudFileSync(db, cloud, supabaseFiles(client, account.user_id), engine)
  // So that its edits can be told from the other devices'.
  void db.run({ kind: 'guess_device_name', name: deviceName(navigator.userAgent) })
  const unhear = account.kind === 'hub' ? hearHub(db, account, client, engine) : () => {}
  const unlisten = engine.onState(() => {
    const { synced_ms } = engine.state()
    if (synced_ms !== null) localStorage.setItem(syncedKey(db.name), String(synced_ms))
  })
  return {
    account,
    client,
    engine,
    files,
    syncedMs: () => Number(localStorage.getItem(syncedKey(db.name))) || null,
    close() {
      unhear()
      unlisten()
      files.close()
      engine.close()
      // Its timer; what it has begun comes to an end by itself.
      client.auth.stopAutoRefresh()
    },
  }
}

const clientOf = (name: string, { url, anon_key }: Account) =>
  createClient(url, anon_key, {
    auth: { storageKey: sessionKey(name), storage: localStorage, detectSessionInUrl: false },
  })

/** The token of a database that is not open, and so has no connection; null where it is signed out by now. */
export async function tokenOf(name: string, account: Account): Promise<string | null> {
  const { auth } = clientOf(name, account)
  const { data } = await auth.getSession()
  auth.stopAutoRefresh()
  return data.session?.access_token ?? null
}

function hearHub(db: Db, { url }: Account, client: SupabaseClient, engine: SyncEngine): () => void {
  return hearNews({
    ...browser,
    url: `${url}/news`,
    token: async () => (await client.auth.getSession()).data.session?.access_token ?? null,
    fetch: (...asked) => fetch(...asked),
    isSeen: () => document.visibilityState === 'visible',
    onNews: () => void engine.sync(),
    alone: (work, signal) => navigator.locks.request(`rangebook-news:${db.name}`, { signal }, work),
  })
}
