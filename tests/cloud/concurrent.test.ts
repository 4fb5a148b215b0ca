/** Writers and readers at the same time, on a real PostgreSQL: a pull never steps over a row. */
import { afterAll, afterEach, beforeAll, expect, type TestContext, test } from 'vitest'
import { findPostgres } from '../../tools/postgres.ts'
import { expectAlike } from './alike.ts'
import { call, device, newGolfer, pullAll, push, type Sent } from './cloud.ts'
import { openPostgres, type Postgres } from './postgres.ts'

/** Ten thousand on a busy machine. */
const LONG_MS = 20 * 60_000
const CASES = process.env['RANGEBOOK_TEST_ALL'] ? 10_000 : 200
const ROUNDS = process.env['RANGEBOOK_TEST_ALL'] ? 40 : 6
const GATE = 20251125

const bin = findPostgres()
let pg: Postgres | null = null
beforeAll(async () => {
  if (bin === null) return
  pg = await openPostgres(bin)
  // A row whose id begins with "slow" waits in the middle of its push until the test lets it go.
  await pg.cloud.script(`
    CREATE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql SET lock_timeout = 0 AS $$
    BEGIN
      IF NEW.id LIKE 'slow%' THEN PERFORM pg_advisory_xact_lock_shared(${GATE}); END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER slow BEFORE INSERT ON public.shots FOR EACH ROW EXECUTE FUNCTION public.slow()`)
})
afterAll(() => pg?.close())

const putBack: string[] = []
afterEach(async () => {
  for (const text of putBack.splice(0)) await pg?.cloud.script(text)
})

function here({ skip }: TestContext) {
  if (pg === null) return skip('PostgreSQL is not installed: apt-get install postgresql-15')
  return pg.cloud
}
type Here = ReturnType<typeof here>

const shot = (id: string): Sent => ({ table: 'shots', row: { id } })

/** Changes a function of the cloud for one test. */
async function change(
  cloud: Here,
  name: string,
  changes: readonly (readonly [string, string])[],
): Promise<void> {
  const [found] = await cloud.ask('SELECT pg_get_functiondef($1::regproc) AS text', [name])
  let text = String(found?.['text'])
  putBack.push(text)
  for (const [line, instead] of changes) {
    expect(text).toContain(line)
    text = text.replace(line, () => instead)
  }
  await cloud.script(text)
}

/** Holds the gate while `inside` runs, with how many wait at it. */
async function gateClosed<T>(
  cloud: Here,
  inside: (waiting: () => Promise<number>) => Promise<T>,
): Promise<T> {
  return await cloud.as('service', async ask => {
    await ask('RESET ROLE')
    await ask(`SELECT pg_advisory_xact_lock(${GATE})`)
    return await inside(async () => {
      const [row] = await ask(
        `SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory' AND NOT granted`,
      )
      return Number(row?.['n'])
    })
  })
}

const waits = (waiting: () => Promise<number>, n: number) =>
  expect.poll(waiting, { timeout: 30_000, interval: 20 }).toBe(n)

/**
 * One push stands in its middle; a second is tried; a device pulls; the first ends; the device pulls on.
 * What it has in the end.
 */
async function slowPushBesideAnother(
  cloud: Here,
): Promise<{ second: string; pulled: Set<unknown>; all: Set<unknown> }> {
  const golfer = await newGolfer(cloud)
  await push(cloud, golfer, [shot('first')])
  const pulled = new Set<unknown>()
  let cursor = 0
  const pull = async () => {
    const answer = await call(cloud, golfer, 'pull_changes', { ...device, cursor })
    cursor = Number(answer['cursor'])
    for (const { row } of answer['rows'] as Sent[]) pulled.add(row['id'])
  }
  let slow: Promise<unknown> = Promise.resolve()
  const second = await gateClosed(cloud, async waiting => {
    slow = push(cloud, golfer, [shot('slow a'), shot('slow b')]).catch(() => 'failed')
    await waits(waiting, 1)
    const { kind } = await push(cloud, golfer, [shot('quick')])
    await pull()
    return kind
  })
  await slow
  await pull()
  if (second === 'busy') await push(cloud, golfer, [shot('quick')])
  await pull()
  return { second, pulled, all: new Set((await pullAll(cloud, golfer)).map(({ row }) => row['id'])) }
}

test('a push waits for the one before it, is told "busy" after a while, and no pull skips a row', async context => {
  const cloud = here(context)
  const { second, pulled, all } = await slowPushBesideAnother(cloud)
  expect(second).toBe('busy')
  expect(all).toEqual(new Set(['first', 'slow a', 'slow b', 'quick']))
  expect(pulled).toEqual(all)
})

test('the counter’s lock taken away: a row is skipped', async context => {
  const cloud = here(context)
  await change(cloud, 'rangebook.push', [
    ['WHERE h.user_id = golfer FOR UPDATE;', 'WHERE h.user_id = golfer;'],
  ])
  const { second, pulled, all } = await slowPushBesideAnother(cloud)
  expect(second).toBe('pushed')
  expect(all.size).toBe(4)
  expect(pulled.size).toBeLessThan(4)
})

test('revisions by a sequence, as is usual: a row is skipped', async context => {
  const cloud = here(context)
  await cloud.script(`
    CREATE TABLE public.naive (id text PRIMARY KEY, rev bigserial);
    CREATE TRIGGER slow BEFORE INSERT ON public.naive FOR EACH ROW EXECUTE FUNCTION public.slow()`)
  const pulled = new Set<unknown>()
  let cursor = 0
  const pull = async () => {
    for (const { id, rev } of await cloud.ask('SELECT id, rev::int FROM naive WHERE rev > $1 ORDER BY rev', [
      cursor,
    ])) {
      pulled.add(id)
      cursor = Number(rev)
    }
  }
  let slow: Promise<unknown> = Promise.resolve()
  await gateClosed(cloud, async waiting => {
    slow = cloud.ask(`INSERT INTO naive (id) VALUES ('slow')`)
    await waits(waiting, 1)
    await cloud.ask(`INSERT INTO naive (id) VALUES ('quick')`)
    await pull()
  })
  await slow
  await pull()
  expect(await cloud.ask('SELECT id FROM naive')).toHaveLength(2)
  expect(pulled).toEqual(new Set(['quick']))
})

/** Between its two questions a pull is held, and a push commits. */
const HEAD_FIRST = 'head := rangebook.head_of(golfer);'
const ROWS_READ = 'INTO page USING golfer, after, up_to, page_bytes;'
const WAIT = `PERFORM pg_advisory_xact_lock_shared(${GATE});`

async function pushWithinAPull(cloud: Here): Promise<boolean> {
  const golfer = await newGolfer(cloud)
  await push(cloud, golfer, [shot('1')])
  let page: Promise<{ [name: string]: unknown }> = Promise.resolve({})
  await gateClosed(cloud, async waiting => {
    page = call(cloud, golfer, 'pull_changes', device)
    await waits(waiting, 1)
    await push(cloud, golfer, [shot('2')])
  })
  const first = await page
  const next = await call(cloud, golfer, 'pull_changes', { ...device, cursor: first['cursor'] })
  const ids = [...(first['rows'] as Sent[]), ...(next['rows'] as Sent[])].map(({ row }) => row['id'])
  return ids.includes('2')
}

test('a push that commits in the middle of a pull comes whole with the next: the head is read first', async context => {
  const cloud = here(context)
  const volatile = ['STABLE SECURITY', 'VOLATILE SECURITY'] as const
  await change(cloud, 'public.pull_changes', [volatile, [HEAD_FIRST, `${HEAD_FIRST} ${WAIT}`]])
  expect(await pushWithinAPull(cloud)).toBe(true)
})

test('the head read last, with a fresh look at each question: the push is stepped over', async context => {
  const cloud = here(context)
  await change(cloud, 'public.pull_changes', [
    ['STABLE SECURITY', 'VOLATILE SECURITY'],
    [ROWS_READ, `${ROWS_READ} ${WAIT} ${HEAD_FIRST}`],
  ])
  expect(await pushWithinAPull(cloud)).toBe(false)
})

test('many devices push and one pulls all the time: it has every row once', async context => {
  const cloud = here(context)
  const golfer = await newGolfer(cloud)
  let writing = true
  const pulled: unknown[] = []
  const reader = (async () => {
    for (let cursor = 0, more = true; more; ) {
      const last = !writing
      const answer = await call(cloud, golfer, 'pull_changes', { ...device, cursor, limit: 7 })
      for (const { row } of answer['rows'] as Sent[]) pulled.push(row['id'])
      cursor = Number(answer['cursor'])
      more = !last || cursor < Number(answer['head'])
    }
  })()
  const writer = async (name: number) => {
    for (let i = 0; i < ROUNDS; i++) {
      const rows = Array.from({ length: 1 + ((name * 7 + i) % 5) }, (_, n) => shot(`${name} ${i} ${n}`))
      while ((await push(cloud, golfer, rows)).kind === 'busy');
    }
  }
  await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writer))
  writing = false
  await reader
  const all = await cloud.ask('SELECT id FROM shots WHERE user_id = $1', [golfer])
  expect(all.length).toBeGreaterThan(8 * ROUNDS)
  expect(pulled.sort()).toEqual(all.map(({ id }) => id).sort())
})

test('a statement that Supabase ends after its time leaves nothing, and its halves come through', async context => {
  const cloud = here(context)
  const golfer = await newGolfer(cloud)
  const rows = [shot('slow 1'), shot('2'), shot('3'), shot('4')]
  await gateClosed(cloud, async () => {
    const ended = cloud.as(golfer, async ask => {
      await ask(`SET LOCAL statement_timeout = '200ms'`)
      return await ask('SELECT push_changes($1::text::json)', [JSON.stringify({ ...device, rows })])
    })
    await expect(ended).rejects.toMatchObject({ code: '57014' })
    expect(await pullAll(cloud, golfer)).toEqual([])
    expect((await push(cloud, golfer, rows.slice(1))).kind).toBe('pushed')
  })
  await push(cloud, golfer, rows)
  expect((await pullAll(cloud, golfer)).map(({ row }) => row['id']).sort()).toEqual(['2', '3', '4', 'slow 1'])
})

test('two devices that settle an epoch at once agree', async context => {
  const cloud = here(context)
  const golfer = await newGolfer(cloud)
  await push(cloud, golfer, [shot('1')])
  const asked = { ...device, cursor: 9 }
  const settled = await Promise.all([1, 2, 3, 4].map(() => call(cloud, golfer, 'settle_epoch', asked)))
  expect(settled.map(answer => answer['epoch'])).toEqual([2, 2, 2, 2])
})

test(
  `${CASES} pairs of states merge here as in TypeScript`,
  async context => {
    await expectAlike(here(context), CASES)
  },
  LONG_MS,
)
