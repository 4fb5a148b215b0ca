/** `npx rangebook`: what each command does, to a running server and without one, and how it says that it can't. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keptCloud } from '../../tests/cloud/cloud.ts'
import { openPostgres } from '../../tests/cloud/postgres.ts'
import { startServer } from '../../tests/server.ts'
import { root } from '../../tools/node.mjs'
import { findPostgres } from '../../tools/postgres.ts'
import { loadDatabase } from '../hub/database.ts'
import { openSecret } from '../hub/secret.ts'
import { commands } from './commands.ts'
import { runCommand } from './run.ts'

const folder = mkdtempSync(join(tmpdir(), 'rangebook-cli-'))
const data = join(folder, 'data')
const run = (line: string, env: Record<string, string> = {}) =>
  runCommand(line.split(' ').filter(Boolean), { RANGEBOOK_DATA: data, INIT_CWD: folder, ...env })
beforeAll(async () => {
  openSecret(join(data, 'hub', 'secret'))
  await loadDatabase(join(data, 'hub', 'database'), await keptCloud())
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const supabase = { SUPABASE_URL: 'http://127.0.0.1:9', SUPABASE_ANON_KEY: 'anon' }

test('through npx’s own door', () => {
  const done = execFileSync(process.execPath, [join(root, 'tools/rangebook.mjs')], { encoding: 'utf8' })
  for (const { name } of commands) expect(done).toContain(`  ${name} `)
  const bin = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).bin
  expect(existsSync(join(root, bin.rangebook))).toBe(true)
})

test.each(commands)('$name has a help of its own', async ({ name, usage }) => {
  const { exit, out } = await run(`${name} --help`)
  expect([exit, out.split('\n')[0]]).toEqual([0, `npx rangebook ${name} ${usage}`.trimEnd()])
})

test.each<[string, Record<string, string>, number, RegExp]>([
  ['hub bakup', {}, 2, /^There is no command "hub bakup"/],
  ['hub backup', {}, 2, /^Usage: npx rangebook hub backup FILE$/],
  ['hub backup a b', {}, 2, /^Usage/],
  ['hub code --golfr Ann', {}, 2, /^Unknown option '--golfr'/],
  ['hub code', { PORT: 'x' }, 2, /^PORT must be/],
  ['hub code', supabase, 3, /^There is no hub here: SUPABASE_URL/],
  ['hub restore nowhere.gz', {}, 1, /nowhere\.gz can't be read \(ENOENT\)/],
  ['cloud migrate', supabase, 3, /^SUPABASE_DB_URL is not set/],
  [
    'cloud migrate',
    { ...supabase, SUPABASE_DB_URL: 'postgres://x:hunter2@127.0.0.1:9/x' },
    1,
    /can't be used/,
  ],
  ['cloud grant-earlier a@b.example', {}, 3, /SUPABASE_SERVICE_ROLE_KEY/],
  ['cloud grant-earlier Ann', { ...supabase, SUPABASE_SERVICE_ROLE_KEY: 'k' }, 2, /neither an e-mail/],
  ['cloud grant-earlier a@b.example', { ...supabase, SUPABASE_SERVICE_ROLE_KEY: 'k' }, 1, /can't be reached/],
])('%s with %o: exit code %i and one clear line', async (line, env, code, says) => {
  const { exit, out, err } = await run(line, env)
  expect([exit, out]).toEqual([code, ''])
  expect(err).toMatch(says)
  expect(err).not.toMatch(/\n|hunter2/)
  const json = await run(`${line} --json`, env)
  expect([json.exit, JSON.parse(json.out)]).toEqual([code, { failed: expect.stringMatching(says) }])
})

test('cloud migrate --print is the SQL itself, in order', async () => {
  const { out } = await run('cloud migrate --print')
  expect(out.indexOf('0001_tables.sql')).toBeLessThan(
    out.indexOf('CREATE OR REPLACE FUNCTION public.push_changes'),
  )
})

test('cloud migrate makes a project’s database the cloud, and may be run again', async context => {
  const bin = findPostgres()
  if (!bin) return context.skip('PostgreSQL is not installed: npm run test:all brings it')
  const postgres = await openPostgres(bin, [])
  // The driver takes a socket's folder from here.
  Object.assign(process.env, { PGHOST: postgres.folder, PGUSER: 'postgres' })
  try {
    const url = { ...supabase, SUPABASE_DB_URL: 'postgres:///postgres' }
    for (let time = 0; time < 2; time++) expect((await run('cloud migrate', url)).err).toBe('')
    const [about] = await postgres.cloud.ask('SELECT public.about_cloud() AS said')
    expect(about?.['said']).toMatchObject({ kind: 'about', bucket: true, open: [] })
    await postgres.cloud.script(
      'CREATE TABLE public.earlier_shots (); ALTER TABLE public.shots RENAME COLUMN clocks TO hours',
    )
    expect(await run('cloud migrate', url)).toMatchObject({
      exit: 1,
      err: expect.stringMatching(/^0001_tables\.sql failed, and nothing was changed: An earlier table/),
    })
  } finally {
    delete process.env['PGHOST']
    delete process.env['PGUSER']
    await postgres.close()
  }
})

describe('the hub', () => {
  test('without a server: a command takes the folder’s lock, does it, and gives it back', async () => {
    expect(await run('hub backup alone.gz')).toMatchObject({ exit: 0, out: expect.stringContaining(folder) })
    expect(statSync(join(folder, 'alone.gz')).mode & 0o777).toBe(0o600)
    expect(existsSync(join(data, 'server.lock'))).toBe(false)
  })

  test('with a running server: it does it, and devices stay joined', async () => {
    const server = await startServer({ env: { RANGEBOOK_DATA: data } })
    try {
      const made = JSON.parse((await run('hub code --golfer Ann --json')).out)
      expect(made).toMatchObject({ code: expect.stringMatching(/^\w{4}-\w{4}$/), golfer: 'Ann' })
      const joined = await fetch(`${server.address}/api/hub/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ device: 'phone', code: made.code }),
      })
      const { access_token, user } = await joined.json()
      expect(user.user_metadata).toEqual({ name: 'Ann' })

      expect((await run('hub backup b.gz')).exit).toBe(0)
      expect(await run('hub backup b.gz')).toMatchObject({
        exit: 2,
        err: expect.stringContaining('is there already'),
      })
      writeFileSync(join(folder, 'none.gz'), 'no backup')
      const none = { exit: 1, err: expect.stringContaining('no backup of a hub') }
      expect(await run('hub restore none.gz')).toMatchObject(none)
      const restored = { exit: 0, out: expect.stringContaining('hub.before') }
      expect(await run('hub restore b.gz')).toMatchObject(restored)
      const headers = { authorization: `Bearer ${access_token}` }
      expect((await fetch(`${server.address}/hub/auth/v1/user`, { headers })).status).toBe(200)
    } finally {
      await server.stop()
    }
  })
})
