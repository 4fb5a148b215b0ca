/** A syncing process killed at random instants, at a cloud that is slow, busy and loses answers: nothing missing, nothing doubled. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckDb } from '../../server/warehouse/duckdb.ts'
import { type Cloud, call, newGolfer, openCloud, push, wire } from '../cloud/cloud.ts'
import { boundAddress } from '../server.ts'
import { expectEqual, readerOf, run } from '../warehouse/world.ts'

const { RANGEBOOK_KILLS, RANGEBOOK_TEST_ALL, RANGEBOOK_SEED } = process.env
const KILLS = Number(RANGEBOOK_KILLS ?? (RANGEBOOK_TEST_ALL ? 200 : 10))
const SEED = Number(RANGEBOOK_SEED ?? Date.now() % 1_000_000)

let cloud: Cloud
let folder: string
const standIn = createServer()
beforeAll(async () => {
  cloud = await openCloud()
  folder = mkdtempSync(join(tmpdir(), 'rangebook-kill-'))
  standIn.listen(0, '127.0.0.1')
  await once(standIn, 'listening')
})
afterAll(async () => {
  standIn.closeAllConnections()
  standIn.close()
  await cloud.close()
  rmSync(folder, { recursive: true })
})

/** Small and enough: mulberry32. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

test(
  `killed ${KILLS} times (seed ${SEED})`,
  async () => {
    const roll = dice(SEED)
    standIn.on('request', async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk)
      const name = /rpc\/(\w+)$/.exec(request.url ?? '')?.[1] ?? ''
      const asked: { request: object } = JSON.parse(Buffer.concat(chunks).toString())
      const luck = roll()
      if (luck < 0.08) return response.writeHead([429, 500, 503][Math.floor(roll() * 3)] ?? 500).end()
      if (luck < 0.1 && name === 'warehouse_rows') return response.writeHead(500).end('{"code":"57014"}')
      const answer = await call(cloud, 'service', name, asked.request).catch(error => error)
      if (luck < 0.15) return request.socket.destroy() // done, and the answer is lost
      if (answer instanceof Error) return response.writeHead(400).end(String(answer))
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
    const url = boundAddress(standIn)
    const file = join(folder, 'warehouse.duckdb')
    const golfers = [await newGolfer(cloud), await newGolfer(cloud)]
    let ended = 0
    for (let n = 0; n < KILLS; n++) {
      for (const who of golfers) {
        const rows = Array.from({ length: 40 }, () =>
          wire('shots', {
            id: `s${Math.floor(roll() * 300)}`,
            clocks: '{}',
            fact_source: 3,
            parser_version: n + 1,
            carry_m: roll() * 200,
          }),
        )
        await push(cloud, who, [...new Map(rows.map(sent => [sent.row['id'], sent])).values()])
      }
      const mode = roll() < 0.3 ? 'full' : 'incremental'
      const args = [join(import.meta.dirname, '../warehouse/syncer.ts'), url, file, mode, '25']
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const closed = once(child, 'close')
      await Promise.race([once(child.stdout, 'data'), closed])
      await Promise.race([wait(roll() * 1_500), closed])
      child.kill('SIGKILL')
      await closed
      if (child.exitCode === 0) ended += 1
    }
    const warehouse = await openDuckDb({ file })
    await run(readerOf(cloud), warehouse)
    await expectEqual(cloud, warehouse)
    await warehouse.close()
    expect(ended, 'all runs ended before their kill').toBeLessThan(KILLS)
  },
  KILLS * 60_000,
)
