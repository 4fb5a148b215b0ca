/** The server as a hub, in this process, without a port; its database made from a kept copy. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Hono } from 'hono'
import { createApp } from '../../server/app.ts'
import { loadDatabase } from '../../server/hub/database.ts'
import { type Hub, openHub } from '../../server/hub/hub.ts'
import { keptCloud } from './cloud.ts'

export const OPERATOR = 'operator-token-of-this-test'

export interface TestHub {
  readonly hub: Hub
  readonly app: Hono
  readonly behindProxy: Hono
  /** Of the data. */
  readonly folder: string
  close(): Promise<void>
}

export async function openTestHub(now: () => number = Date.now): Promise<TestHub> {
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-hub-'))
  const hub = openHub(join(folder, 'hub'), now)
  hub.anonKey() // makes the secret, and the folder
  await loadDatabase(join(folder, 'hub', 'database'), await keptCloud())
  const appOf = (trustProxy: boolean) =>
    createApp({
      door: { host: '127.0.0.1', tls: false, trustProxy },
      dist: folder,
      uneekorBase: 'http://127.0.0.1:9',
      cloud: hub,
      warehouse: null,
      coach: null,
      token: OPERATOR,
      version: '0',
      instance: 'test',
      fetch: globalThis.fetch,
      now,
      wait: async () => {},
      tryLimit_ms: 1,
    })
  return {
    hub,
    folder,
    app: appOf(false),
    behindProxy: appOf(true),
    close: async () => {
      await hub.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
