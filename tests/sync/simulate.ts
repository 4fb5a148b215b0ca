/**
 * Several devices, one cloud, and all that can happen to them, from a seed: edits, imports, deletions and
 * undo, lost, repeated, late and half-done requests, clocks that jump, restarts, a cloud restored from
 * before. At the end all are healed, and must be equal with no edit lost.
 */
import type { WireElement } from '../../shared/sync/wire.ts'
import type { NewCommand } from '../../web/db/command.ts'
import { importReport, reportOf } from '../../web/db/testing/report.ts'
import { type CallCloud, CloudError } from '../../web/sync/cloud.ts'
import { compared, type Device, digestOfCloud, digestOfDevice, openDevice, type World } from './world.ts'

export type Action = { readonly device: number; readonly seed: number } & (
  | { readonly kind: 'edit' | 'import' | 'sync' | 'signal' | 'clock' | 'restart' | 'join' }
  | { readonly kind: 'back_up' | 'restore' | 'late' }
)

export interface Lost {
  readonly says: string
  /** What was done until it was found. */
  readonly trace: readonly string[]
}

type Random = () => number

/** mulberry32: small, and the same everywhere. */
function randomOf(seed: number): Random {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)] as T

const WEIGHTS: readonly (readonly [Action['kind'], number])[] = [
  ['edit', 12],
  ['sync', 9],
  ['import', 2],
  ['signal', 1],
  ['clock', 1],
  ['restart', 1],
  ['late', 2],
  ['back_up', 1],
  ['restore', 1],
  ['join', 0.4],
]
const KINDS = WEIGHTS.flatMap(([kind, weight]) => Array<Action['kind']>(Math.round(weight * 10)).fill(kind))
const MOST_DEVICES = 5

export function actionsOf(seed: number, many: number): Action[] {
  const random = randomOf(seed)
  return Array.from({ length: many }, () => ({
    kind: pick(random, KINDS),
    device: Math.floor(random() * MOST_DEVICES),
    seed: Math.floor(random() * 2 ** 31),
  }))
}

/** Null where all ended equal. */
export async function play(world: World, actions: readonly Action[]): Promise<Lost | null> {
  const simulation = new Simulation(world, await world.newGolfer())
  try {
    await simulation.run(actions)
    return null
  } catch (error) {
    const says = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { says, trace: simulation.trace }
  } finally {
    simulation.close()
  }
}

/** The fewest of the actions that still end badly, as far as some tries go. */
export async function shrunk(
  world: World,
  actions: readonly Action[],
  tries = 150,
): Promise<readonly Action[]> {
  let best = actions
  for (let size = Math.ceil(best.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < best.length && tries > 0; tries--) {
      const fewer = [...best.slice(0, from), ...best.slice(from + size)]
      if (await play(world, fewer)) best = fewer
      else from += size
    }
  }
  return best
}

const REPORTS = [
  reportOf({ report_id: 701, groups: [{ id: 1, club_name: 'IRON7', name: 'Iron 7', shots: 2 }] }),
  reportOf({ report_id: 702, groups: [{ id: 2, club_name: 'IRON6', name: 'Towel drill', shots: 2 }] }),
  reportOf({ report_id: 703, groups: [{ id: 3, club_name: 'IRON7', name: 'Seven again', shots: 1 }] }),
]
const CLUBS = ['code:IRON7', 'code:IRON6', 'code:WEDGE_50']

class Simulation {
  readonly trace: string[] = []
  readonly #world: World
  readonly #golfer: string
  readonly #devices: Device[] = []
  readonly #offline = new Set<Device>()
  readonly #late: (() => Promise<unknown>)[] = []
  /** Commands that were answered as done. */
  readonly #done = new Set<string>()
  #backed_up = false

  constructor(world: World, golfer: string) {
    this.#world = world
    this.#golfer = golfer
  }

  async run(actions: readonly Action[]): Promise<void> {
    for (const name of ['phone', 'laptop']) await this.#join(name)
    for (const action of actions) {
      this.#world.now_ms += 1_000
      for (const device of this.#devices) device.wall.now_ms += 1_000
      const device = this.#devices[action.device % this.#devices.length] as Device
      await this.#act(action, device, randomOf(action.seed))
    }
    await this.#heal()
    await this.#check()
  }

  close(): void {
    for (const device of this.#devices) device.close()
  }

  async #join(name: string): Promise<void> {
    this.#devices.push(await openDevice(this.#world, this.#golfer, name))
  }

  async #act({ kind }: Action, device: Device, random: Random): Promise<void> {
    const say = (what: string) => this.trace.push(`${device.name}: ${what}`)
    switch (kind) {
      case 'edit':
        return this.#edit(device, random)
      case 'import': {
        const report = pick(random, REPORTS)
        say(`imports ${report[0]?.report_id}`)
        const run = (command: Parameters<Device['run']>[0]) => this.#run(device, command)
        const { memory } = device
        await importReport(
          {
            ...memory(),
            run,
            done: async command => {
              const outcome = await run(command)
              if (!outcome.ok) throw new Error(outcome.problem.says)
              return outcome
            },
          },
          report,
        )
        return
      }
      case 'sync':
        return this.#sync(device, random)
      case 'signal':
        if (!this.#offline.delete(device)) this.#offline.add(device)
        say(this.#offline.has(device) ? 'no signal' : 'a signal')
        return
      case 'clock': {
        const off_ms = pick(random, [0, 0, 120_000, -120_000, 900_000, -900_000, -3e10, 3.2e10, 3e13])
        say(`clock off by ${off_ms} ms`)
        device.wall.now_ms = this.#world.now_ms + off_ms
        return
      }
      case 'restart':
        say('restarts')
        return device.restart()
      case 'join':
        if (this.#devices.length < MOST_DEVICES) {
          const name = `device${this.#devices.length + 1}`
          this.trace.push(`${name} joins`)
          await this.#join(name)
        }
        return
      case 'back_up':
        this.trace.push('the cloud is backed up')
        this.#backed_up = true
        return this.#world.backUp(this.#golfer)
      case 'restore':
        if (!this.#backed_up) return
        this.trace.push('the cloud is restored')
        return this.#world.restore(this.#golfer)
      case 'late': {
        const request = this.#late.splice(Math.floor(random() * this.#late.length), 1)[0]
        if (!request) return
        this.trace.push('a late request arrives')
        await request()
        return
      }
      default:
        kind satisfies never
    }
  }

  async #run(device: Device, command: Parameters<Device['run']>[0]) {
    const outcome = await device.run(command)
    // Others, as the queue's, are no steps of the history.
    const is_step = !command.kind.startsWith('queue_') && command.kind !== 'media_listed'
    if (outcome.ok && is_step && outcome.rows > 0) this.#done.add(outcome.command_id)
    return outcome
  }

  async #edit(device: Device, random: Random, of: readonly string[] = []): Promise<void> {
    const command = this.#anEdit(device, random, of)
    if (!command) return
    const outcome = await this.#run(device, command)
    this.trace.push(
      `${device.name}: ${JSON.stringify(command)} → ${outcome.ok ? `${outcome.command_id}, ${outcome.rows} rows` : outcome.problem.kind}`,
    )
  }

  #anEdit(device: Device, random: Random, of: readonly string[]): NewCommand | null {
    const { reader } = device.memory()
    const ids = (table: string) =>
      reader.all<{ id: string }>(`SELECT id FROM ${table} ORDER BY id`).map(({ id }) => id)
    const [shots, sessions, commands] = [ids('shots'), ids('sessions'), ids('commands')]
    if (shots.length === 0 || sessions.length === 0) return null
    const from = of.length > 0 ? of : shots
    const some = { ids: [...new Set([pick(random, from), pick(random, from)])] }
    const word = pick(random, ['a', 'b', 'ß\u{1F3CC}', null])
    const session_id = pick(random, sessions)
    const club_id = pick(random, CLUBS)
    const edits: readonly (() => NewCommand)[] = [
      () => ({ kind: 'set_shots', shots: some, set: { notes: word } }),
      () => ({ kind: 'set_shots', shots: some, set: { excluded: random() < 0.5 } }),
      () => ({ kind: 'set_shots', shots: some, set: { club_id: random() < 0.3 ? null : club_id } }),
      () => ({ kind: 'tag_shots', shots: some, add: [word ?? 'c'], remove: ['a'] }),
      () => ({ kind: 'delete_shots', shots: some }),
      () => ({ kind: 'restore_shots', shots: some }),
      () => ({ kind: 'set_session', session_id, set: { name: word, tags: ['wet'] } }),
      () => ({ kind: 'delete_sessions', session_ids: [session_id] }),
      () => ({ kind: 'restore_sessions', session_ids: [session_id] }),
      () => ({ kind: 'merge_sessions', session_ids: [session_id], into: pick(random, sessions) }),
      () => ({ kind: 'unmerge_session', session_id }),
      () => ({
        kind: 'split_session',
        new_id: `${device.name}-new-${random()}`,
        shots: some,
        practice_date: '2026-01-01',
        name: word,
      }),
      () => ({ kind: 'merge_clubs', club_id, into: pick(random, CLUBS) }),
      () => ({ kind: 'unmerge_club', club_id }),
      () => ({ kind: 'set_club', club_id, set: { name: word, loft_deg: Math.round(random() * 100) / 2 } }),
      () => ({ kind: 'set_setting', set: { distance: pick(random, ['yard', 'metre'] as const) } }),
      () => ({ kind: 'media_listed', shot_id: pick(random, shots), names: ['ballimpact', 'topview00'] }),
      () => ({ kind: 'undo_last' }),
      () => ({ kind: 'redo_last' }),
      // Shots may be here before the steps that brought them.
      () => ({ kind: 'undo', command_id: pick(random, commands.length > 0 ? commands : ['none yet']) }),
      () => ({ kind: 'purge', shot_ids: some.ids.slice(0, 1), session_ids: [] }),
    ]
    return pick(random, edits)()
  }

  async #sync(device: Device, random: Random): Promise<void> {
    this.trace.push(`${device.name}: syncs`)
    device.sizes.push_rows = pick(random, [1, 3, 20, 500])
    device.sizes.pull_rows = pick(random, [1, 4, 20, 1000])
    try {
      await device.sync(this.#faulty(device, random))
    } catch (error) {
      if (error instanceof Closed) {
        this.trace.push(`${device.name}: closed in the middle`)
        await device.restart()
      } else if (!(error instanceof CloudError)) throw error
    }
  }

  /** The cloud over a bad line. */
  #faulty(device: Device, random: Random): CallCloud {
    const call = this.#world.call(this.#golfer)
    return async (name, request, signal) => {
      const say = (what: string) => this.trace.push(`${device.name}: ${name} ${what}`)
      if (this.#offline.has(device)) throw new CloudError('no_signal')
      // An edit while it is on its way, best of a row that is.
      if (random() < 0.2) await this.#edit(device, random, shotsIn(request))
      const fate = random()
      if (fate < 0.03) {
        say('is lost')
        throw new CloudError('no_signal')
      }
      if (fate < 0.05) {
        say('is on its way for long')
        this.#late.push(() => call(name, request, signal))
        throw new CloudError('timeout')
      }
      if (fate < 0.07 && request !== null && 'rows' in request) {
        say('arrives by half')
        const rows = request.rows as readonly unknown[]
        await call(name, { ...request, rows: rows.slice(0, rows.length / 2) } as typeof request, signal)
        throw new CloudError('no_signal')
      }
      const answer = await call(name, request, signal)
      if (fate < 0.1) {
        say('is answered, unheard')
        throw new CloudError('no_signal')
      }
      if (fate < 0.12) throw new Closed()
      if (fate < 0.15) {
        say('arrives twice')
        await call(name, request, signal)
      }
      if (fate < 0.18) this.#late.push(() => call(name, request, signal))
      return answer
    }
  }

  /** Signals and clocks are well again; nobody edits; all that still travelled arrives. */
  async #heal(): Promise<void> {
    this.trace.push('all is well again')
    for (const request of this.#late) await request()
    for (const device of this.#devices) device.wall.now_ms = this.#world.now_ms
    this.#offline.clear()
    for (let turn = 0; turn < 6; turn++) {
      for (const device of this.#devices) await device.sync()
      const standings = await Promise.all(this.#devices.map(device => device.memory().query('sync', null)))
      const heads = new Set(standings.map(({ bound }) => `${bound?.epoch} ${bound?.cursor} ${bound?.head}`))
      if (turn > 0 && heads.size === 1 && standings.every(({ waiting }) => waiting === 0)) return
    }
    throw new Error('they do not come to an end')
  }

  async #check(): Promise<void> {
    const [first] = this.#devices
    const measured = first && (await compared(this.#world, this.#golfer, first))
    if (!first || (measured && measured.differences.length > 0))
      throw new Error(`${first?.name} is told to differ: ${JSON.stringify(measured?.differences)}`)
    const cloud = digestLines(await digestOfCloud(this.#world, this.#golfer))
    for (const device of this.#devices) {
      const own = digestLines(digestOfDevice(device))
      const [here, there] = [own.filter(row => !cloud.includes(row)), cloud.filter(row => !own.includes(row))]
      if (here.length + there.length > 0) {
        throw new Error(
          `${device.name} differs.\n  device: ${here.join('\n    ')}\n  cloud: ${there.join('\n    ')}`,
        )
      }
      const standing = await device.memory().query('sync', null)
      if (standing.refused + standing.held > 0) throw new Error(`${device.name}: rows were refused`)
      this.#checkEdits(device)
    }
  }

  /** Each step that was ever answered as done is in every history, whole, and its fields have the latest of them. */
  #checkEdits(device: Device): void {
    const { reader } = device.memory()
    const there = new Set(reader.all<{ id: string }>('SELECT id FROM commands').map(({ id }) => id))
    const missing = [...this.#done].filter(id => !there.has(id))
    if (missing.length > 0) throw new Error(`${device.name} lacks the steps ${missing}`)
    const cut = reader.all(
      `SELECT id FROM commands WHERE items <> (SELECT count(*) FROM command_items WHERE command_id = commands.id)`,
    )
    if (cut.length > 0) throw new Error(`${device.name} has steps cut off: ${JSON.stringify(cut)}`)
    for (const table of ['shots', 'sessions', 'groups', 'clubs', 'settings']) {
      // What an import notes is no edit: it has no clock on its rows.
      const late = reader.all(
        `SELECT row_id, field, c.clock, json_extract(t.clocks, '$.' || field) AS stands
        FROM command_items AS i JOIN commands AS c ON c.id = i.command_id JOIN ${table} AS t ON t.id = i.row_id
        WHERE i.table_name = '${table}' AND c.kind NOT IN ('accept_import')
          AND coalesce(json_extract(t.clocks, '$.' || field), '') < c.clock`,
      )
      if (late.length > 0) throw new Error(`${device.name} lost edits of ${table}: ${JSON.stringify(late)}`)
    }
  }
}

function shotsIn(request: Parameters<CallCloud>[1]): string[] {
  const rows = request !== null && 'rows' in request ? (request.rows as readonly WireElement[]) : []
  return rows.flatMap(({ table, row }) => (table === 'shots' ? [String(row['id'])] : []))
}

/** The tab went away while it waited. */
class Closed extends Error {}

const digestLines = (digest: ReturnType<typeof digestOfDevice>) =>
  Object.entries(digest).flatMap(([table, rows]) => rows.map(row => `${table} ${row}`))
