/** How SQLite goes about what is asked often: by an index, never through all the wide rows of shots. */
import { beforeAll, describe, expect, test } from 'vitest'
import type { NewCommand } from '../command.ts'
import { runCommand } from '../commands/index.ts'
import type { QueryName } from '../query.ts'
import type { Reader, SqlValue, Tx } from '../sql.ts'
import { loadSqlJs } from '../sqljs.ts'
import { type Memory, openMemory } from '../testing/memory.ts'
import { importReport, reportOf, SESSION } from '../testing/report.ts'
import { queries } from './index.ts'

let memory: Memory
let shot_id: string
beforeAll(async () => {
  memory = await openMemory()
  await importReport(memory)
  await importReport(memory, reportOf({ report_id: 777 }))
  await memory.done({ kind: 'merge_sessions', session_ids: ['777:2025-12-27'], into: SESSION })
  shot_id = (await memory.query('shots', {}))[0]?.id ?? ''
})

/** What SQLite says that it would do for each statement. */
function plansOf(statements: Iterable<string>): string[] {
  return [...new Set(statements)].flatMap(sql =>
    memory.reader.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail),
  )
}

function listening<T extends Pick<Reader, 'all' | 'get'>>(reader: T, heard: Set<string>): T {
  return {
    ...reader,
    all<R>(sql: string, values?: readonly SqlValue[]): R[] {
      heard.add(sql)
      return reader.all<R>(sql, values)
    },
    get<R>(sql: string, values?: readonly SqlValue[]): R | undefined {
      heard.add(sql)
      return reader.get<R>(sql, values)
    },
  }
}

/** Every shot read; through an index that holds all that is asked it is cheap. */
const scansOfShots = (plans: readonly string[]) =>
  plans.filter(plan => /^SCAN (shots|placed_shots|command_items|media)\b/.test(plan))

async function plansOfQuery(name: QueryName, params: never): Promise<string[]> {
  const heard = new Set<string>()
  await queries[name].read(listening(memory.reader, heard), params)
  expect(heard.size).toBeGreaterThan(0)
  return plansOf(heard)
}

describe('no shot is read but those that are asked for', () => {
  test.each<[what: string, name: QueryName, params: () => unknown]>([
    ['a session', 'session', () => ({ id: SESSION })],
    ['the shots of a session', 'shots', () => ({ session_id: SESSION })],
    ['those of a group', 'shots', () => ({ group_id: '777_1' })],
    ['a filter within a session', 'count', () => ({ filter: { session_id: SESSION, tag: 'x' } })],
    ['one shot', 'shot', () => ({ id: shot_id })],
    ['tags', 'tags', () => null],
    ['history', 'history', () => ({ limit: 100 })],
    ['what undo would do', 'undo_state', () => null],
  ])('for %s', async (_, name, params) => {
    const plans = await plansOfQuery(name, params() as never)
    expect(scansOfShots(plans).filter(plan => !plan.includes('shots_tagged'))).toEqual([])
  })

  test.each<[what: string, command: () => NewCommand]>([
    ['an edit', () => ({ kind: 'set_shots', shots: { ids: [shot_id] }, set: { notes: 'x' } })],
    ['its undo', () => ({ kind: 'undo_last' })],
    ['a session deleted', () => ({ kind: 'delete_sessions', session_ids: [SESSION] })],
    ['a shot deleted for good', () => ({ kind: 'purge', shot_ids: [shot_id], session_ids: [] })],
  ])('for %s', async (what, command) => {
    const heard = new Set<string>()
    await memory.write(async tx => {
      const heardTx: Tx = {
        ...listening(tx, heard),
        run: (sql, values) => {
          heard.add(sql)
          return tx.run(sql, values)
        },
      }
      const outcome = await runCommand(heardTx, { id: what, ...command() } as never, {
        now: () => Date.UTC(2026, 0, 3),
        loadSql: loadSqlJs,
        uuid: () => 'uuid',
        progress: () => {},
        signal: new AbortController().signal,
        yieldNow: async () => {},
      })
      expect(outcome).toMatchObject({ ok: true })
    })
    expect(scansOfShots(plansOf(heard))).toEqual([])
  })
})

test.each(['sessions', 'bag'] as const)(
  '%s of the whole history read one index, not the rows',
  async name => {
    const params = name === 'sessions' ? {} : null
    const scans = scansOfShots(await plansOfQuery(name, params as never))
    expect(scans).toEqual(['SCAN shots USING COVERING INDEX shots_by_place'])
  },
)
