/** `cloud migrate`, `cloud grant-earlier`: a Supabase, or a PostgreSQL that stands for one. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as v from 'valibot'
import type { Supabase } from '../config.ts'
import { type Command, Failure } from './command.ts'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../migrations/cloud')

interface Migration {
  readonly name: string
  readonly sql: string
}

function migrations(): Migration[] {
  return readdirSync(folder)
    .sort()
    .map(name => ({ name, sql: readFileSync(join(folder, name), 'utf8') }))
}

export const cloudMigrate: Command = {
  name: 'cloud migrate',
  usage: '[--print]',
  about: 'brings the cloud’s tables and functions to this version',
  help: 'Applies migrations/cloud to the database that SUPABASE_DB_URL names (Supabase: Connect → Session pooler), all or\nnothing. It may be run again at any time. --print prints the SQL instead, for the SQL editor.\nThe hub brings itself to this version.',
  options: { print: { type: 'boolean' } },
  words: [0, 0],
  run: async ({ options, env, config }) => {
    const all = migrations()
    const names = all.map(({ name }) => name)
    if (options['print']) {
      const text = all.map(({ name, sql }) => `-- ${name}\n${sql.trim()}\n`).join('\n')
      return { json: { migrations: names, sql: text }, text: text.trim() }
    }
    const url = env['SUPABASE_DB_URL']
    if (!url) {
      if (!config.supabase) {
        return { json: { migrations: [] }, text: 'The hub brings itself to this version: nothing to do.' }
      }
      throw new Failure(
        3,
        'SUPABASE_DB_URL is not set: copy it from Supabase (Connect → Session pooler), or run the SQL of --print in its SQL editor.',
      )
    }
    await apply(url, all)
    return { json: { migrations: names }, text: `Applied: ${names.join(', ')}.` }
  },
}

/** In one transaction, one at a time. The address has a password: it stands in no text. */
async function apply(url: string, all: readonly Migration[]): Promise<void> {
  const { default: postgres } = await import('postgres')
  let sql: ReturnType<typeof postgres>
  try {
    sql = postgres(url, { max: 1, connect_timeout: 20, onnotice: () => {} })
  } catch {
    throw new Failure(
      2,
      'SUPABASE_DB_URL is not an address like postgresql://USER:PASSWORD@HOST:5432/postgres.',
    )
  }
  try {
    await sql.begin(async tx => {
      await tx`SELECT pg_advisory_xact_lock(hashtext('rangebook migrate'))`
      for (const { name, sql: text } of all) {
        try {
          await tx.unsafe(text).simple()
        } catch (error) {
          throw new Failure(1, `${name} failed, and nothing was changed: ${wordsOf(error)}.`, error)
        }
      }
    })
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(1, `The database of SUPABASE_DB_URL can't be used: ${wordsOf(error)}.`, error)
  } finally {
    await sql.end({ timeout: 5 })
  }
}

export const cloudGrantEarlier: Command = {
  name: 'cloud grant-earlier',
  usage: 'GOLFER',
  about: 'lets one golfer read the earlier system’s shots, and nobody else',
  help: 'GOLFER is an e-mail address or a user id of the Supabase project; the word nobody takes the grant back.',
  words: [1, 1],
  run: async ({ words: [golfer = ''], config: { supabase } }) => {
    if (!supabase?.serviceKey) {
      throw new Failure(
        3,
        'The earlier system’s shots lie in a Supabase project: set SUPABASE_URL, SUPABASE_ANON_KEY and SUPABASE_SERVICE_ROLE_KEY.',
      )
    }
    const user_id = golfer === 'nobody' ? null : await idOf(supabase, supabase.serviceKey, golfer)
    const path = '/rest/v1/rpc/grant_earlier_shots'
    const answer = await ask(supabase, supabase.serviceKey, path, { golfer: user_id })
    if (answer.status === 404) {
      throw new Failure(1, 'The cloud has no such function yet: run npx rangebook cloud migrate first.')
    }
    if (!answer.ok) throw new Failure(1, `The cloud refused it (${answer.status}).`)
    const text =
      user_id === null
        ? 'Nobody reads the earlier shots now.'
        : `${golfer} reads the earlier shots now, and nobody else.`
    return { json: { user_id }, text }
  },
}

const User = v.object({ id: v.string(), email: v.optional(v.nullable(v.string())) })
const Users = v.object({ users: v.array(User) })

export async function idOf(supabase: Supabase, key: string, golfer: string): Promise<string> {
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(golfer)) return golfer
  if (!golfer.includes('@')) throw new Failure(2, `"${golfer}" is neither an e-mail address nor a user id.`)
  for (let page = 1; ; page++) {
    const answer = await ask(supabase, key, `/auth/v1/admin/users?page=${page}&per_page=200`)
    if (!answer.ok)
      throw new Failure(1, `The cloud's users can't be read (${answer.status}): is the key right?`)
    const { users } = v.parse(Users, await answer.json())
    const found = users.find(({ email }) => email?.toLowerCase() === golfer.toLowerCase())
    if (found) return found.id
    if (users.length === 0) throw new Failure(1, `Nobody with the address ${golfer} has signed up there.`)
  }
}

export async function ask(supabase: Supabase, key: string, path: string, body?: object): Promise<Response> {
  const headers = { apikey: key, authorization: `Bearer ${key}`, 'content-type': 'application/json' }
  try {
    return await fetch(`${supabase.url}${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    })
  } catch (error) {
    throw new Failure(1, `${supabase.url} can't be reached.`, error)
  }
}

/** PostgreSQL's and the network's own words hold no password. */
function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
