/** Starts the server, says where it is and what it uses, and ends it cleanly. */
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { isIPv6 } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createSecureContext } from 'node:tls'
import { getRequestListener } from '@hono/node-server'
import { createApp } from './app.ts'
import { coachOf } from './coach/open.ts'
import { type Config, readConfig } from './config.ts'
import { type DataFolder, openDataFolder } from './data-folder.ts'
import { openHub } from './hub/hub.ts'
import { isLoopback } from './loopback.ts'
import { dist, surroundings, versionOfPackage } from './surroundings.ts'
import { warehouseOf } from './warehouse/open.ts'

const instance = randomUUID()

/** Open requests get this long to end after a Ctrl-C. */
const STOP_LIMIT_MS = 3_000

/**
 * An idle connection stays open for longer than proxies (nginx 60 s, Caddy 2 min) and busy clients keep theirs: one that
 * is closed just as it is used again is a push that failed, as nobody repeats a POST by itself. Node's own is 5 s.
 */
const KEPT_OPEN_MS = 150_000

const config = readConfig(process.env)
if (config.ok) await start(config.value)
else giveUp(config.says)

async function start(config: Config): Promise<void> {
  const tls = readTls(config)
  if (tls === 'unreadable') return
  const opened = await openDataFolder(config.dataFolder, surroundings(instance))
  if (!opened.ok) return giveUp(opened.says)
  const folder = opened.value

  const cloud = config.supabase ?? openHub(join(folder.path, 'hub'), Date.now)

  const warehouse = warehouseOf(config, folder.path, cloud)

  const app = createApp({
    door: { host: config.host, tls: tls !== null, trustProxy: config.trustProxy },
    dist,
    uneekorBase: config.uneekorBase,
    cloud,
    warehouse,
    coach: coachOf(config, folder.path),
    token: config.token ?? folder.token,
    version: versionOfPackage(),
    instance,
    fetch: globalThis.fetch,
    now: Date.now,
    wait,
    tryLimit_ms: 30_000,
  })
  const listener = getRequestListener(app.fetch)
  const server = tls ? createTlsServer(tls, listener) : createServer(listener)
  server.keepAliveTimeout = KEPT_OPEN_MS

  const hub = 'url' in cloud ? null : cloud
  stopOnSignal(
    server,
    folder,
    () => hub?.news.close(),
    async () => {
      await warehouse.close()
      await hub?.close()
    },
  )
  server.once('error', error => {
    folder.release()
    giveUp(wordsForListening(error, config))
  })
  server.listen(config.port, config.host, () => {
    const bound = server.address()
    const port = typeof bound === 'object' && bound ? bound.port : config.port
    const address = addressToOpen(config, port)
    folder.setAddress(address)
    introduce(config, folder, address)
  })
}

function introduce(config: Config, folder: DataFolder, address: string): void {
  const lines = [
    `Rangebook is at ${address}`,
    `source: ${config.uneekorBase}`,
    `data folder: ${folder.path}`,
    config.supabase
      ? `cloud: ${config.supabase.url}`
      : `cloud: this machine, and not a cloud (the hub). ${howToJoin(config)}`,
    config.bigquery
      ? `warehouse: BigQuery, ${config.bigquery.project}.${config.bigquery.dataset}`
      : 'warehouse: a DuckDB file in the data folder, and not BigQuery',
    config.gemini ? `coach: ${config.gemini.model}` : 'coach: the rules on each device',
  ]
  if (!existsSync(join(dist, 'index.html'))) {
    lines.push('the app is not built: only the API answers (npm start builds it)')
  }
  if (!isLoopback(config.host) && !config.tls && !config.trustProxy) {
    lines.push('other devices need HTTPS: set TLS_CERT and TLS_KEY, or TRUST_PROXY=1 behind a proxy')
  }
  console.log(lines.join('\n  '))
}

function howToJoin({ host, trustProxy }: Config): string {
  const byCode = 'by the code of: npx rangebook hub code'
  if (trustProxy || !isLoopback(host)) return `Devices join ${byCode}`
  return `A browser on this machine joins with one tap, other devices ${byCode}`
}

function stopOnSignal(
  server: ReturnType<typeof createServer>,
  folder: DataFolder,
  /** Ends answers that stay open. */
  endStreams: () => void,
  closeStores: () => Promise<void>,
): void {
  let stopping = false
  const stop = () => {
    if (stopping) return // a terminal's Ctrl-C reaches us twice: from it, and handed on by npm
    stopping = true
    folder.setAddress(null)
    setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS).unref()
    endStreams()
    server.close(async () => {
      await closeStores()
      folder.release()
      process.exit(0)
    })
    // Again and again: a stream that ends leaves a connection that is kept.
    setInterval(() => server.closeIdleConnections(), 50).unref()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

function readTls({ tls }: Config): { cert: Buffer; key: Buffer } | null | 'unreadable' {
  if (!tls) return null
  try {
    const read = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) }
    createSecureContext(read) // throws for what is no certificate, or not this key's
    return read
  } catch {
    giveUp(
      `TLS_CERT (${tls.cert}) and TLS_KEY (${tls.key}) can't be read as a certificate and its key: check both files and their permissions.`,
    )
    return 'unreadable'
  }
}

function wordsForListening(error: NodeJS.ErrnoException, { host, port }: Config): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is taken: end what runs there, or choose another, as in PORT=${port + 1} npm start.`
    case 'EACCES':
      return `Port ${port} is not allowed for this user: choose one above 1023, as in PORT=8787.`
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `HOST=${host} is no address of this machine: use 127.0.0.1 (this machine alone) or 0.0.0.0 (all of its networks).`
    default:
      return `The server can't listen on ${host}:${port} (${error.code ?? error.message}).`
  }
}

function giveUp(says: string): void {
  console.error(`Rangebook can't start. ${says}`)
  process.exitCode = 1
}

/** A server on all networks is opened by this machine's own address. */
function addressToOpen({ host, tls }: Config, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `${tls ? 'https' : 'http'}://${isIPv6(name) ? `[${name}]` : name}:${port}`
}
