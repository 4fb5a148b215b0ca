import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { get } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { makeCertificate } from '../tests/certificate.ts'
import { type RunningServer, startServer } from '../tests/server.ts'
import { KEY, REAL_REPORT, realReportText, startUneekor } from '../tests/standins/uneekor.ts'

const running: { stop(): Promise<unknown> }[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map(one => one.stop()))
})

async function start(env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer({ env })
  running.push(server)
  return server
}

/** What a start that does not succeed prints. */
async function refusal(env: Record<string, string>): Promise<string> {
  return start(env).then(
    () => 'it started',
    error => error.message,
  )
}

describe('a start', () => {
  test('prints the address, the source, the data folder, and what is not there', async () => {
    const server = await start({ UNEEKOR_API_BASE: 'http://127.0.0.1:9/v2/', GEMINI_API_KEY: 'k' })
    const lines = server
      .said()
      .trim()
      .split('\n')
      .filter(line => !line.includes('not built'))
    expect(lines).toEqual([
      `Rangebook is at ${server.address}`,
      '  source: http://127.0.0.1:9/v2',
      `  data folder: ${server.dataFolder}`,
      '  cloud: this machine, and not a cloud (the hub). A browser on this machine joins with one tap, other devices by the code of: npx rangebook hub code',
      '  warehouse: a DuckDB file in the data folder, and not BigQuery',
      '  coach: gemini-2.5-flash',
    ])
  })

  test('with a bad variable is one line', async () => {
    expect(await refusal({ PORT: 'eighty' })).toBe(
      "Rangebook can't start. PORT must be a whole number from 0 to 65535.",
    )
  })

  test('on a taken port is one line that names another', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const bound = other.address()
    const port = typeof bound === 'object' && bound ? bound.port : 0
    const says = await refusal({ PORT: String(port) })
    other.close()
    expect(says).toMatch(new RegExp(`^Rangebook can't start\\. Port ${port} on 127\\.0\\.0\\.1 is taken.*$`))
  })

  test('on a taken port leaves no lock behind', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'rangebook-port-'))
    const first = await start()
    await refusal({ PORT: new URL(first.address).port, RANGEBOOK_DATA: dataFolder })
    expect(existsSync(join(dataFolder, 'server.lock'))).toBe(false)
    rmSync(dataFolder, { recursive: true })
  })

  test.each(['/proc/rangebook', '/dev/null/rangebook'])('with the data folder %s is one line', async path => {
    const says = await refusal({ RANGEBOOK_DATA: path })
    expect(says).toMatch(/^Rangebook can't start\. The data folder .* can't be written .*RANGEBOOK_DATA.*$/)
  })

  test('on a data folder in use is one line that says where its server is', async () => {
    const first = await start()
    expect(await refusal({ RANGEBOOK_DATA: first.dataFolder })).toContain(`at ${first.address}`)
  })

  test('after a kill takes its folder back', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'rangebook-killed-'))
    const killed = await startServer({ env: { RANGEBOOK_DATA: dataFolder } })
    await killed.stop('SIGKILL')
    expect(existsSync(join(dataFolder, 'server.lock'))).toBe(true)
    const next = await start({ RANGEBOOK_DATA: dataFolder })
    expect(readFileSync(join(dataFolder, 'server.lock'), 'utf8')).toContain(next.address)
    await next.stop()
    rmSync(dataFolder, { recursive: true })
  })

  test('with a certificate that can’t be read is one line', async () => {
    expect(await refusal({ TLS_CERT: '/nowhere.pem', TLS_KEY: '/nowhere.key' })).toMatch(
      /^Rangebook can't start\. TLS_CERT .* can't be read.*$/,
    )
  })

  test('with a certificate that is none is one line', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rangebook-tls-'))
    const file = join(folder, 'x.pem')
    writeFileSync(file, 'nonsense')
    expect(await refusal({ TLS_CERT: file, TLS_KEY: file })).toMatch(/^Rangebook can't start\. TLS_CERT.*$/)
    rmSync(folder, { recursive: true })
  })
})

test('with a certificate and its key the server answers over HTTPS', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rangebook-https-'))
  const { cert, key } = makeCertificate(folder, 'localhost')
  const server = await start({ TLS_CERT: cert, TLS_KEY: key })
  const { port } = new URL(server.address)
  const status = await new Promise((resolve, reject) => {
    const asked = get(`https://localhost:${port}/api/health`, { ca: readFileSync(cert) }, response => {
      resolve(response.statusCode)
      response.resume()
    })
    asked.on('error', reject)
  })
  expect(status).toBe(200)
  rmSync(folder, { recursive: true })
})

test('a connection that a proxy or a busy client left idle, for longer than Node’s six seconds, is answered again', async () => {
  const server = await start()
  const { port, host } = new URL(server.address)
  const socket = connect(Number(port), '127.0.0.1')
  const ask = async () => {
    socket.write(`GET /api/health HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    const [answer] = await once(socket, 'data')
    return String(answer).split('\r\n')[0]
  }
  expect(await ask()).toBe('HTTP/1.1 200 OK')
  const closed = once(socket, 'end').then(() => 'closed')
  const idle = new Promise(resolve => setTimeout(resolve, 8_000, 'open'))
  expect(await Promise.race([closed, idle])).toBe('open')
  expect(await ask()).toBe('HTTP/1.1 200 OK')
  socket.destroy()
}, 60_000)

describe('a stop', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s is clean: exit code 0, nothing printed, no lock left',
    async signal => {
      const dataFolder = mkdtempSync(join(tmpdir(), 'rangebook-stop-'))
      const server = await startServer({ env: { RANGEBOOK_DATA: dataFolder } })
      const before = server.said()
      expect(await server.stop(signal)).toBe(0)
      expect(server.said()).toBe(before)
      expect(existsSync(join(dataFolder, 'server.lock'))).toBe(false)
      rmSync(dataFolder, { recursive: true })
    },
  )

  test('does not wait for a source that hangs', async () => {
    const uneekor = await startUneekor()
    running.push(uneekor)
    uneekor.fail('hang')
    const server = await start({ UNEEKOR_API_BASE: uneekor.address })
    const open = askForReport(server).catch(() => 'cut')
    while (uneekor.paths.length === 0) await new Promise(resolve => setTimeout(resolve, 5))
    expect(await server.stop('SIGINT')).toBe(0)
    expect(await open).toBe('cut')
  })
})

test('a report passes through the running server, and its key into nothing that it prints', async () => {
  const uneekor = await startUneekor()
  running.push(uneekor)
  const server = await start({ UNEEKOR_API_BASE: uneekor.address })
  const response = await askForReport(server)
  expect(await response.text()).toBe(realReportText)
  uneekor.fail('html')
  await askForReport(server)
  expect(server.said()).not.toContain(KEY)
})

function askForReport({ address }: RunningServer): Promise<Response> {
  return fetch(`${address}/api/uneekor/report`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: REAL_REPORT, key: KEY }),
  })
}
