import { afterEach, expect, test } from 'vitest'
import type { Answer } from '../../shared/golf/coachTalk.ts'
import { openAnswers } from './answers.ts'
import { type Db, type DbState, openDb, type Wiring } from './client.ts'
import type { NewCommand, Outcome } from './command.ts'
import { forgetHistory, hasHistory, markHistory, removeDatabase } from './databases.ts'
import * as problems from './problems.ts'
import { openStore } from './store.ts'
import { loadSql, testEngine } from './testing/engine.ts'

const opened: Db[] = []
const names = new Set<string>()

function wiring(workers: Worker[] = [], version = 1): Wiring {
  return {
    version,
    startWorker() {
      const worker =
        version === 1
          ? new Worker(new URL('./testing/worker.ts', import.meta.url), { type: 'module' })
          : new Worker(new URL('./testing/later.worker.ts', import.meta.url), { type: 'module' })
      workers.push(worker)
      return worker
    },
  }
}

function open(name: string, workers?: Worker[], version?: number): Db {
  const db = openDb(name, wiring(workers, version))
  opened.push(db)
  names.add(name)
  return db
}

function note(
  text: string,
  more: { blockedUntil_ms?: number; forEver?: boolean } = {},
): NewCommand & { kind: 'add_club' } {
  return {
    kind: 'add_club',
    new_id: crypto.randomUUID(),
    name: text,
    category: more.forEver ? 'mixed' : 'iron',
    loft_deg: more.blockedUntil_ms ?? null,
  }
}

/** Resolves once the state is so. */
function becomes(db: Db, is: (state: DbState) => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = () => {
      if (!is(db.state())) return
      stop()
      resolve()
    }
    const stop = db.onState(look)
    look()
  })
}
const ready = (db: Db) => becomes(db, state => state.kind === 'ready')
const owns = (db: Db) => becomes(db, state => state.kind === 'ready' && state.owner)

async function notes(db: Db): Promise<string[]> {
  return (await db.query('tags', null)).map(({ tag }) => tag)
}

afterEach(async () => {
  for (const db of opened.splice(0)) db.close()
  for (const name of names) await removeDatabase(name)
  names.clear()
})

test('what was saved is there when the database is opened again', async () => {
  const first = open('again')
  const outcome = await first.run(note('first'))
  expect(outcome).toMatchObject({ ok: true, rows: 1 })
  expect(first.state()).toEqual({ kind: 'ready', owner: true })
  first.close()
  expect(await notes(open('again'))).toEqual(['first'])
})

test('five tabs that start at one instant and write while the owner dies: each edit is there once', async () => {
  const workers = Array.from({ length: 5 }, (): Worker[] => [])
  const tabs = workers.map(own => open('five', own))
  const outcomes: Promise<Outcome>[] = []
  const expected: string[] = []
  for (let i = 0; i < 20; i++) {
    for (const [t, tab] of tabs.entries()) {
      expected.push(`${t} ${i}`)
      outcomes.push(tab.run(note(`${t} ${i}`)))
    }
    await Promise.race(outcomes.slice(-5))
    if (i % 7 === 3) {
      const owner = tabs.findIndex(tab => {
        const state = tab.state()
        return state.kind === 'ready' && state.owner
      })
      // As a tab that is closed: its page is not asked, and its worker says nothing more.
      workers[owner]?.at(-1)?.terminate()
    }
  }
  for (const outcome of await Promise.all(outcomes)) expect(outcome).toMatchObject({ ok: true })
  const last = tabs[4] as Db
  expect(await notes(last)).toEqual(expected.sort())
})

test('a command repeated with its id is the same command', async () => {
  const db = open('repeated')
  const command = { ...note('once'), id: 'c1' }
  const first = await db.run(command)
  expect(await db.run(command)).toEqual({ ...first, rows: 0 })
  expect(await notes(db)).toEqual(['once'])
})

test('what one tab saves, the watches of all tabs show', async () => {
  const [a, b] = [open('watched'), open('watched')]
  const seen: string[][] = []
  const until = (text: string) =>
    new Promise<void>(resolve => {
      const stop = b.watch('tags', null, tags => {
        seen.push(tags.map(({ tag }) => tag))
        if (tags.some(({ tag }) => tag === text)) {
          stop()
          resolve()
        }
      })
    })
  await Promise.all([ready(a), ready(b)])
  const shown = until('last')
  for (let i = 0; i < 20; i++) a.run(note(`n${i}`))
  await a.run(note('last'))
  await shown
  expect(seen.at(-1)).toHaveLength(21)
})

test('an owner that does not answer is replaced, and what it had begun fails there and is done here, once', async () => {
  const frozen = open('frozen')
  await owns(frozen)
  await frozen.run(note('before'))
  const other = open('frozen')
  await ready(other)
  const begun = frozen.run(note('begun', { blockedUntil_ms: Date.now() + 6_000 }))
  const asked = other.run(note('asked'))
  expect(await asked).toMatchObject({ ok: true })
  expect(other.state()).toEqual({ kind: 'ready', owner: true })
  expect(await begun).toMatchObject({ ok: true })
  expect(frozen.state()).toEqual({ kind: 'ready', owner: false })
  expect(await notes(frozen)).toEqual(['asked', 'before', 'begun'])
})

test('an owner that finds itself fenced, without having lost its lock, begins anew and answers', async () => {
  const db = open('fenced')
  await db.run(note('a'))
  const intruder = await openStore({ ...testEngine, name: 'fenced', sql: loadSql(), expected: true })
  await intruder.write(tx => tx.run("INSERT INTO notes (id, text, n) VALUES ('b', 'b', 1)"))
  intruder.close()
  expect(await db.run(note('c'))).toMatchObject({ ok: true })
  expect(await notes(db)).toEqual(['a', 'b', 'c'])
})

test('progress arrives, and a cancel takes all of it back', async () => {
  const db = open('cancel')
  await db.run(note('before'))
  const cancel = new AbortController()
  let steps = 0
  const outcome = await db.run(note('endless', { forEver: true }), {
    signal: cancel.signal,
    onProgress(progress) {
      steps = progress.done
      if (steps > 1) cancel.abort()
    },
  })
  expect(steps).toBeGreaterThan(1)
  expect(outcome).toEqual({ ok: false, problem: problems.cancelled })
  expect(await notes(db)).toEqual(['before'])
})

test('a command that is refused changes nothing, and one that is a bug neither', async () => {
  const db = open('refused')
  expect(await db.run(note(''))).toMatchObject({ ok: false, problem: { kind: 'no_name' } })
  expect(await db.run({ kind: 'undo_last' })).toEqual({ ok: false, problem: problems.failed })
  expect(await notes(db)).toEqual([])
})

test('a tab of a newer build takes the database over; the older one asks for a reload', async () => {
  const old = open('builds')
  await owns(old)
  await old.run(note('old'))
  const late = open('builds', [], 2)
  await owns(late)
  await becomes(old, state => state.kind === 'stopped')
  expect(old.state()).toEqual({ kind: 'stopped', ...problems.newer })
  expect(await notes(late)).toEqual(['old'])
  expect((await late.run(note('new'))).ok).toBe(true)
})

test('a history deleted behind the app is missed, not taken for a new golfer', async () => {
  markHistory('missed')
  const db = open('missed')
  await becomes(db, state => state.kind === 'stopped')
  expect(db.state()).toEqual({ kind: 'stopped', ...problems.emptied })
  expect(await db.run(note('lost'))).toEqual({ ok: false, problem: problems.emptied.problem })
  const watched = new Promise<unknown>(resolve => db.watch('tags', null, resolve))
  await db.recover('start_afresh')
  expect(hasHistory('missed')).toBe(false)
  expect(await watched).toEqual([])
  expect((await db.run(note('new'))).ok).toBe(true)
  expect(hasHistory('missed')).toBe(true)
})

test('a database that is removed leaves no mark, and its tabs say so', async () => {
  const db = open('gone')
  await db.run(note('a'))
  expect(hasHistory('gone')).toBe(true)
  await removeDatabase('gone')
  expect(hasHistory('gone')).toBe(false)
  expect(await db.run(note('b'))).toEqual({ ok: false, problem: problems.removed.problem })
  db.close()
  expect(await notes(open('gone'))).toEqual([])
  await expect(removeDatabase('local')).rejects.toThrow()
  forgetHistory('gone')
})

test('the coach’s answers, the newest 200, go with their database and what was allowed to it', async () => {
  const answer = (n: number): Answer => ({
    ...{ id: `a${n}`, asked_at: new Date(n).toISOString(), question: 'Why?', text: 'So.', calls: [] },
    ...{ model: null, prompt: null, tokens: 0, cost_usd: null, problem: null },
  })
  const answers = openAnswers('asked')
  for (let n = 203; n > 0; n--) await answers.keep(answer(n))
  expect((await answers.all()).map(({ id }) => id)).toEqual(
    Array.from({ length: 200 }, (_, i) => `a${i + 4}`),
  )
  await answers.drop('a7')
  expect(await answers.all()).toHaveLength(199)
  localStorage.setItem('rangebook.gemini.asked', 'notes')
  // Open in a tab: it lets go.
  await removeDatabase('asked')
  expect(localStorage.getItem('rangebook.gemini.asked')).toBeNull()
  const anew = openAnswers('asked')
  expect(await anew.all()).toEqual([])
  anew.close()
  await removeDatabase('asked')
})

test('the file is a whole SQLite database', async () => {
  const db = open('file')
  await db.run(note('a'))
  const file = await db.exportFile()
  expect(new TextDecoder().decode(file.subarray(0, 15))).toBe('SQLite format 3')
  const follower = open('file')
  await ready(follower)
  expect(await follower.exportFile()).toEqual(file)
})

test('without WebAssembly the database says so, and the page lives', async () => {
  const kept = WebAssembly
  Reflect.deleteProperty(globalThis, 'WebAssembly')
  const db = open('no wasm')
  globalThis.WebAssembly = kept
  expect(db.state()).toEqual({ kind: 'stopped', ...problems.noWasm })
  expect(await db.run(note('a'))).toEqual({ ok: false, problem: problems.noWasm.problem })
})

test('a worker that can not start is tried again, and then says so', async () => {
  let starts = 0
  const db = openDb('no worker', {
    version: 1,
    startWorker() {
      starts++
      return new Worker(URL.createObjectURL(new Blob(['throw new Error("as the test wants it")'])))
    },
  })
  opened.push(db)
  await becomes(db, state => state.kind === 'stopped')
  expect(db.state()).toEqual({ kind: 'stopped', ...problems.workerFailed })
  expect(starts).toBe(4)
})
