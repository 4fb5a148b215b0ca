import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDataFolder, type Surroundings } from './data-folder.ts'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'rangebook-data-')), 'data')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

/** A first start in an empty world: the process lives, nothing answers at any address. */
function starter(changes: Partial<Surroundings> = {}): Surroundings {
  return {
    pid: 100,
    instance: 'a',
    now: () => 1_000_000,
    isAlive: () => true,
    mayBeAt: async () => false,
    ...changes,
  }
}

async function open(here: Surroundings) {
  const opened = await openDataFolder(folder, here)
  if (!opened.ok) throw new Error(opened.says)
  return opened.value
}

describe('the lock of the data folder', () => {
  test('a second server is refused while the first one starts, and told who has it', async () => {
    await open(starter())
    const second = await openDataFolder(folder, starter({ pid: 200, instance: 'b' }))
    expect(!second.ok && second.says).toMatch(/^A Rangebook server already uses .* \(process 100\)/)
  })

  test('a second server is refused while the first one answers at its address', async () => {
    ;(await open(starter())).setAddress('http://127.0.0.1:8787')
    const second = await openDataFolder(
      folder,
      starter({
        pid: 200,
        instance: 'b',
        now: () => 9_000_000,
        mayBeAt: async (address, instance) => address === 'http://127.0.0.1:8787' && instance === 'a',
      }),
    )
    expect(!second.ok && second.says).toContain('at http://127.0.0.1:8787')
  })

  test.each([
    ['its process is gone', { isAlive: () => false }],
    ['its pid is another program’s, and nobody answers there', {}],
    ['its pid is our own, as in a container started again', { pid: 100, mayBeAt: async () => true }],
  ])('a lock left behind is taken over: %s', async (_why, changes) => {
    ;(await open(starter())).setAddress('http://127.0.0.1:8787')
    await open(starter({ pid: 200, instance: 'b', ...changes }))
    expect(readFileSync(join(folder, 'server.lock'), 'utf8')).toContain('"instance":"b"')
  })

  test('a lock of a start that never came up is taken over after a minute', async () => {
    await open(starter())
    await open(starter({ pid: 200, instance: 'b', now: () => 1_070_000 }))
  })

  test('a lock file of nonsense keeps nobody out', async () => {
    await open(starter())
    writeFileSync(join(folder, 'server.lock'), '{"pid":')
    await open(starter({ pid: 200, instance: 'b' }))
  })

  test('of ten starters that find one stale lock, exactly one gets the folder', async () => {
    ;(await open(starter())).setAddress('http://127.0.0.1:8787')
    const starters = Array.from({ length: 10 }, (_, n) =>
      openDataFolder(folder, starter({ pid: 200 + n, instance: `s${n}`, isAlive: pid => pid !== 100 })),
    )
    const opened = await Promise.all(starters)
    expect(opened.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('releasing leaves nothing but the token behind', async () => {
    const first = await open(starter())
    first.setAddress('http://127.0.0.1:8787')
    first.setAddress(null)
    first.release()
    expect(readdirSync(folder)).toEqual(['operator-token'])
  })

  test('a server whose lock was taken from it does not release the other’s', async () => {
    const first = await open(starter())
    await open(starter({ instance: 'b', isAlive: () => false }))
    first.release()
    expect(readFileSync(join(folder, 'server.lock'), 'utf8')).toContain('"instance":"b"')
  })
})

describe('the operator’s token', () => {
  test('is made once, long, and readable by its owner alone', async () => {
    const { token } = await open(starter())
    expect(token).toMatch(/^[\w-]{43}$/)
    expect((await open(starter({ isAlive: () => false }))).token).toBe(token)
    expect(statSync(join(folder, 'operator-token')).mode & 0o777).toBe(0o600)
  })
})

test('a folder that cannot be made is one line that says what to do', async () => {
  writeFileSync(join(folder, '..', 'file'), '')
  const opened = await openDataFolder(join(folder, '..', 'file', 'data'), starter())
  expect(!opened.ok && opened.says).toMatch(
    /can't be written \(ENOTDIR\): make it writable, or set RANGEBOOK_DATA/,
  )
})
