/** DuckDB's disk is full, for real: a process whose files may not grow beyond a size, as the shell's `ulimit -f` has it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDuckDb } from '../../server/warehouse/duckdb.ts'
import { type Cloud, call, newGolfer, openCloud, push, wire } from '../cloud/cloud.ts'
import { boundAddress } from '../server.ts'
import { expectEqual, movedBy, readerOf, rowsIn, run } from './world.ts'

let cloud: Cloud
let folder: string
const standIn = createServer(async (request, response) => {
  const asked: { request: object } = JSON.parse(await text(request))
  const name = /rpc\/(\w+)$/.exec(request.url ?? '')?.[1] ?? ''
  response.end(JSON.stringify(await call(cloud, 'service', name, asked.request)))
})
beforeAll(async () => {
  cloud = await openCloud()
  folder = mkdtempSync(join(tmpdir(), 'rangebook-full-'))
  standIn.listen(0, '127.0.0.1')
  await once(standIn, 'listening')
})
afterAll(async () => {
  standIn.closeAllConnections()
  standIn.close()
  await cloud.close()
  rmSync(folder, { recursive: true })
})

/** As its own process ended, and what it said. */
async function syncWithin(file: string, most_bytes: number): Promise<{ exit: number | null; said: string }> {
  const url = boundAddress(standIn)
  const node = [process.execPath, join(import.meta.dirname, 'syncer.ts'), url, file, 'incremental', '1000']
  // Of 512 bytes each, by POSIX; a shell's own builtin is everywhere, and no root is needed.
  const limited = `ulimit -f ${Math.floor(most_bytes / 512)} && exec "$@"`
  const child = spawn('/bin/sh', ['-c', limited, 'sh', ...node], { stdio: ['ignore', 'ignore', 'pipe'] })
  const said = text(child.stderr)
  const [exit] = await once(child, 'close')
  return { exit, said: await said }
}

test('a disk that is full in the middle of a run is one line, the load leaves nothing, and with room the next run does the rest', {
  timeout: 5 * 60_000,
}, async context => {
  if (process.platform === 'win32') context.skip('Windows has no ulimit')
  const file = join(folder, 'warehouse.duckdb')
  const golfer = await newGolfer(cloud)
  const shots = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) =>
      wire('shots', {
        ...{ id: `s${from + n}`, clocks: '{}', fact_source: 3, carry_m: n },
        notes: Buffer.from(String((from + n) * 7919))
          .toString('base64')
          .repeat(400),
      }),
    )
  await push(cloud, golfer, shots(0, 20))
  const before = await openDuckDb({ file })
  await run(readerOf(cloud), before)
  await before.close()
  for (let at = 20; at < 2_020; at += 500) await push(cloud, golfer, shots(at, 500))

  const { exit, said } = await syncWithin(file, statSync(file).size + 64 * 1024)
  expect(exit).toBe(1)
  expect(said).toContain('The disk of the data folder is full: nothing was changed by this load.')
  expect(said).toContain('Make room there, then sync again.')

  const after = await openDuckDb({ file })
  const [held] = await rowsIn(after, at => `SELECT count(*) AS n FROM ${at('shot_log')}`)
  expect(held?.['n']).toBe(20)
  expect(movedBy(await run(readerOf(cloud), after))).toEqual({ shots: 2_000 })
  await expectEqual(cloud, after)
  await after.close()
})
