/**
 * PGlite bears one process. Where a server runs on the data folder, a command asks it; where none does, the command
 * takes the folder's lock and runs the server's routes itself, without a port.
 */
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { request as requestTls } from 'node:https'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { setTimeout as wait } from 'node:timers/promises'
import { createApp } from '../app.ts'
import { coachOf } from '../coach/open.ts'
import type { Config } from '../config.ts'
import { openDataFolder, serverOf, tokenOf } from '../data-folder.ts'
import { openHub } from '../hub/hub.ts'
import { dist, surroundings, versionOfPackage } from '../surroundings.ts'
import { warehouseOf } from '../warehouse/open.ts'
import { Failure } from './command.ts'

/** A request by the operator; `path` as '/api/hub/code'. Rejects with a Failure where no answer comes. */
export type AskServer = (
  path: string,
  init?: { readonly method?: string; readonly json?: object; readonly body?: Readable },
) => Promise<Response>

export async function withServer<T>(config: Config, work: (ask: AskServer) => Promise<T>): Promise<T> {
  const here = surroundings(randomUUID())
  const running = await serverOf(config.dataFolder, here)
  if (running && running.address === null) {
    throw new Failure(1, 'The server of this data folder is starting or stopping: try again in a moment.')
  }
  if (running?.address) return work(overHttp(running.address, config.token ?? tokenOf(config.dataFolder)))

  const opened = await openDataFolder(config.dataFolder, here)
  if (!opened.ok) throw new Failure(1, opened.says)
  const folder = opened.value
  const cloud = config.supabase ?? openHub(join(folder.path, 'hub'), Date.now)
  const token = config.token ?? folder.token
  const warehouse = warehouseOf(config, folder.path, cloud)
  const app = createApp({
    door: { host: config.host, tls: false, trustProxy: false },
    dist,
    uneekorBase: config.uneekorBase,
    cloud,
    warehouse,
    coach: coachOf(config, folder.path),
    token,
    version: versionOfPackage(),
    instance: here.instance,
    fetch: globalThis.fetch,
    now: Date.now,
    wait,
    tryLimit_ms: 30_000,
  })
  try {
    return await work(async (path, { method, json, body } = {}) =>
      app.request(path, {
        method: method ?? (json ? 'POST' : 'GET'),
        headers: { host: 'localhost', ...headers(token, json) },
        ...(json && { body: JSON.stringify(json) }),
        ...(body && { body: Readable.toWeb(body) as ReadableStream, duplex: 'half' }),
      }),
    )
  } finally {
    await warehouse.close()
    if (!('url' in cloud)) await cloud.close()
    folder.release()
  }
}

function overHttp(address: string, token: string): AskServer {
  const url = new URL(address)
  const send = url.protocol === 'https:' ? requestTls : request
  return (path, { method, json, body } = {}) =>
    new Promise((resolve, reject) => {
      const asked = send(
        new URL(path, url),
        {
          method: method ?? (json ? 'POST' : 'GET'),
          headers: headers(token, json),
          // Its certificate is for the name that phones use; its address is from our own data folder.
          rejectUnauthorized: false,
        },
        answer => {
          const status = answer.statusCode ?? 500
          const stream = status === 204 ? null : (Readable.toWeb(answer) as NodeWebStream as ReadableStream)
          resolve(new Response(stream, { status }))
        },
      )
      asked.on('error', error =>
        reject(new Failure(1, `The server at ${address} does not answer: is it stuck?`, error)),
      )
      if (body) body.on('error', reject).pipe(asked)
      else asked.end(json && JSON.stringify(json))
    })
}

const headers = (token: string, json: object | undefined) => ({
  authorization: `Bearer ${token}`,
  ...(json && { 'content-type': 'application/json' }),
})

/** What a route refused, in its own words. */
export async function failureOf(answer: Response): Promise<Failure> {
  const said: unknown = await answer.json().catch(() => null)
  const { says, cure } = { says: undefined, cure: undefined, ...(said as object | null) }
  return new Failure(1, [says ?? `The server answered ${answer.status}.`, cure].filter(Boolean).join(' '))
}
