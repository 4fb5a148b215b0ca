/** The engine's patience: what wakes it, what it does when things fail, and that it drains by itself. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Command } from '../../web/db/command.ts'
import type { Answer, Params, QueryName } from '../../web/db/query.ts'
import { importReport, realReport } from '../../web/db/testing/report.ts'
import { type CallCloud, CloudError, cloudOver } from '../../web/sync/cloud.ts'
import { openSync, type SyncEngine, type SyncState } from '../../web/sync/engine.ts'
import { type Device, digestOfCloud, digestOfDevice, openDevice, openWorld, type World } from './world.ts'

const SHOT = '41511_85589_1298333'
const MINUTE_MS = 60_000

let world: World
let golfer: string
let phone: Device
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  golfer = await world.newGolfer()
  phone = await openDevice(world, golfer, 'phone')
})

/** The engine in a browser of the test's own: its timers, its signal, its looks. */
class Browser {
  now_ms = 0
  online = true
  readonly timers = new Map<symbol, { readonly at_ms: number; readonly call: () => void }>()
  readonly hopes = new Set<() => void>()
  readonly watches = new Set<() => Promise<void>>()
  readonly states: SyncState['now']['kind'][] = []
  engine: SyncEngine | null = null
  turns = 0

  /** Commands one after the other, as the worker runs them; watches hear of each. */
  async run(command: Parameters<Device['run']>[0]) {
    const outcome = await phone.run(command as Command)
    for (const watch of this.watches) await watch()
    return outcome
  }

  open(call: CallCloud = world.call(golfer), name = 'local'): SyncEngine {
    const engine = openSync({
      db: {
        name,
        query: (query, params) => phone.memory().query(query, params),
        run: command => this.run(command),
        watch: <Q extends QueryName>(query: Q, params: Params<Q>, listener: (answer: Answer<Q>) => void) => {
          const watch = async () => listener(await phone.memory().query(query, params))
          this.watches.add(watch)
          void watch()
          return () => this.watches.delete(watch)
        },
      },
      cloud: cloudOver(golfer, call),
      online: () => this.online,
      onHope: hope => {
        this.hopes.add(hope)
        return () => this.hopes.delete(hope)
      },
      alone: (_, work) => {
        this.turns++
        return work()
      },
      now: () => this.now_ms,
      after: (ms, call) => {
        const key = Symbol()
        this.timers.set(key, { at_ms: this.now_ms + ms, call })
        return () => this.timers.delete(key)
      },
      random: () => 0.5,
    })
    this.engine = engine
    engine.onState(() => this.states.push(engine.state().now.kind))
    return engine
  }

  /** Until it rests or gives up: `sync` joins what runs already. */
  async quiet(): Promise<SyncState> {
    for (let last = ''; last !== JSON.stringify(this.engine?.state()); ) {
      last = JSON.stringify(this.engine?.state())
      for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate)
      while (['asking', 'sending', 'receiving'].includes(this.engine?.state().now.kind ?? ''))
        await new Promise(setImmediate)
    }
    return this.engine?.state() as SyncState
  }

  /** Time goes by, timer after timer. */
  async pass(ms: number): Promise<SyncState> {
    const until_ms = this.now_ms + ms
    for (;;) {
      await this.quiet()
      const [next] = [...this.timers].sort(([, a], [, b]) => a.at_ms - b.at_ms)
      if (!next || next[1].at_ms > until_ms) break
      this.timers.delete(next[0])
      this.now_ms = Math.max(this.now_ms, next[1].at_ms)
      next[1].call()
    }
    this.now_ms = until_ms
    return this.quiet()
  }
}

const taking = () => importReport({ ...phone.memory(), run: phone.run, done: phone.done }, realReport())
const note = (notes: string) => ({ kind: 'set_shots', shots: { ids: [SHOT] }, set: { notes } }) as const
const equal = async () => expect(digestOfDevice(phone)).toEqual(await digestOfCloud(world, golfer))

test('an edit goes by itself; a timer asks for what others did; nothing runs once it is closed', async () => {
  await taking()
  const browser = new Browser()
  const engine = browser.open()
  expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0, synced_ms: 0 })
  expect(browser.states).toContain('sending')
  await browser.run(note('wet'))
  expect(engine.state().waiting).toBeGreaterThan(0)
  expect(await browser.pass(2_000)).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
  await equal()
  const laptop = await openDevice(world, golfer, 'laptop')
  await laptop.sync()
  await laptop.done(note('dry'))
  await laptop.sync()
  await browser.pass(2 * MINUTE_MS)
  await equal()
  engine.close()
  expect([browser.timers.size, browser.hopes.size, browser.watches.size]).toEqual([0, 0, 0])
})

test('after failures it drains with no further event', async () => {
  await taking()
  let fails = 4
  const browser = new Browser()
  browser.open(async (...question) => {
    if (fails-- > 0) throw new CloudError('no_signal')
    return world.call(golfer)(...question)
  })
  const state = await browser.quiet()
  expect(state.now).toMatchObject({ kind: 'failed', problem: { kind: 'no_signal' }, again_ms: 5_000 })
  expect(await browser.pass(5 * MINUTE_MS)).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
  await equal()
})

test('an answer that is lost, or another server’s, costs nothing', async () => {
  await taking()
  let n = 0
  const browser = new Browser()
  browser.open(async (...question) => {
    const answer = await world.call(golfer)(...question)
    n++
    if (n % 2 === 0) throw new CloudError('no_signal')
    return n % 3 === 0 ? '<html>Sign in to this network</html>' : answer
  })
  expect(await browser.pass(60 * MINUTE_MS)).toMatchObject({ waiting: 0 })
  await equal()
})

test('what takes too long is sent in halves, nothing twice', async () => {
  await taking()
  const sizes: number[] = []
  const browser = new Browser()
  browser.open(async (name, request, signal) => {
    const rows = request !== null && 'rows' in request ? (request.rows as unknown[]).length : 0
    if (rows > 3) throw new CloudError('timeout')
    if (name === 'push_changes') sizes.push(rows)
    return world.call(golfer)(name, request, signal)
  })
  expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3)
  const rows = Object.values(digestOfDevice(phone)).flat().length
  expect(sizes.reduce((sum, n) => sum + n, 0)).toBe(rows)
  await equal()
})

test('what takes minutes gives other tabs a turn in between, and goes on', async () => {
  await taking()
  const browser = new Browser()
  const names: string[] = []
  browser.open(async (name, request, signal) => {
    browser.now_ms += 50_000
    names.push(name)
    const rows = request !== null && 'rows' in request ? (request.rows as unknown[]).length : 0
    if (rows > 4) throw new CloudError('timeout')
    return world.call(golfer)(name, request, signal)
  })
  expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
  expect(browser.turns).toBeGreaterThan(5)
  expect(names.filter(name => name === 'about_cloud')).toHaveLength(1)
  await equal()
})

test('without a signal it waits for one, and says so', async () => {
  await taking()
  const browser = new Browser()
  browser.online = false
  browser.open()
  expect((await browser.quiet()).now).toEqual({ kind: 'offline' })
  browser.online = true
  for (const hope of browser.hopes) hope()
  expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
  await equal()
})

describe('a row that the cloud can’t take', () => {
  test('is set aside, and the rest goes on', async () => {
    await taking()
    await phone.done(note('a \0 that no PostgreSQL holds'))
    const browser = new Browser()
    browser.open()
    expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0, refused: 1 })
    const refused = await phone.memory().query('refused_rows', null)
    expect(refused.map(({ table_name }) => table_name)).toEqual(['shots'])
    await browser.run(note('fine'))
    expect(await browser.pass(MINUTE_MS)).toMatchObject({ waiting: 0, refused: 0 })
  })

  test('nor any cloud, as it is too large, as well', async () => {
    await taking()
    await phone.done(note('x'.repeat(4_300_000)))
    const browser = new Browser()
    browser.open()
    expect(await browser.quiet()).toMatchObject({ now: { kind: 'resting' }, waiting: 0 })
    expect((await phone.memory().query('refused_rows', null)).map(({ reason }) => reason)).toEqual([
      'too_large',
      'too_large',
    ])
  })
})

test.each([
  ['client_too_old', { min_client: 99 }, 'client_too_old'],
  ['malformed', {}, 'malformed'],
])('where the cloud answers %s it stops until somebody does something', async (kind, more, problem) => {
  await taking()
  const browser = new Browser()
  browser.open(async (name, request, signal) => {
    const answer = (await world.call(golfer)(name, request, signal)) as object
    return name === 'push_changes' || name === 'pull_changes' ? { ...answer, kind, ...more } : answer
  })
  const state = await browser.pass(60 * MINUTE_MS)
  expect(state.now).toMatchObject({ kind: 'failed', problem: { kind: problem }, again_ms: null })
  expect(state.waiting).toBeGreaterThan(0)
})

test('the sample never syncs', () => {
  expect(() => new Browser().open(undefined, 'sample')).toThrow('the sample never syncs')
})

test('cut at any request, it goes on where it was', async () => {
  await taking()
  for (let at = 1, whole = false; !whole; at++) {
    await phone.done(note(`cut at ${at}`))
    phone.sizes.push_rows = 2
    phone.sizes.pull_rows = 2
    let n = 0
    whole = true
    await phone
      .sync(async (...question) => {
        n++
        const answer = await world.call(golfer)(...question)
        if (n !== at) return answer
        whole = false
        throw new CloudError('no_signal')
      })
      .catch(error => expect(error).toMatchObject({ kind: 'no_signal' }))
    await phone.restart()
  }
  await phone.sync()
  await equal()
})
