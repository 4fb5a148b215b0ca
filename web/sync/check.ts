/** A Supabase, looked at before anybody signs in: is it there, is it set up, is it closed to others. */
import { createClient } from '@supabase/supabase-js'
import * as v from 'valibot'
import { SCHEMA_VERSION } from '../../shared/schema/catalogue.ts'
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { CloudPlace } from './account.ts'
import { appTooOld, saying } from './problems.ts'
import { supabaseCloud } from './supabase.ts'

export interface Checked {
  readonly place: CloudPlace
  /** What works all the same, but not whole. Its cure is the cloud's SQL. */
  readonly wants: readonly string[]
  readonly takes_new_accounts: boolean
}

/** What the cloud's SQL cures; the rest is cured where it was typed. */
export const curedBySql = ({ kind }: Problem): boolean => kind === 'not_set_up' || kind === 'open_to_all'

const settings = v.object({
  disable_signup: v.optional(v.boolean(), false),
  external: v.object({ email: v.optional(v.boolean(), false) }),
})

/** Rejects with a ProblemError, whose words say the cure. */
export async function checkSupabase(
  typed_url: string,
  typed_key: string,
  signal: AbortSignal,
): Promise<Checked> {
  const url = supabaseUrl(typed_url)
  if (url === null) throw new ProblemError(notAnAddress)
  const anon_key = typed_key.replace(/\s/g, '')
  if (anon_key === '') throw new ProblemError(noKey)
  // Whoever has that one reads and writes everybody's rows: it has no place in a browser.
  if (isSecretKey(anon_key)) throw new ProblemError(secretKey)
  const { disable_signup, external } = await readSettings(url, anon_key, signal)
  if (!external.email) throw new ProblemError(noEmail)
  const wants = await readDatabase(url, anon_key, signal)
  return { place: { kind: 'supabase', url, anon_key }, wants, takes_new_accounts: !disable_signup }
}

async function readSettings(url: string, anon_key: string, signal: AbortSignal) {
  const asking = fetch(`${url}/auth/v1/settings`, { headers: { apikey: anon_key }, signal })
  const answer = await asking.catch((error: unknown) => {
    throw new ProblemError(navigator.onLine ? notReached : offline, error)
  })
  if (answer.status === 401 || answer.status === 403) throw new ProblemError(wrongKey)
  const read = v.safeParse(settings, await answer.json().catch(() => null))
  if (!answer.ok || !read.success) throw new ProblemError(answer.status >= 500 ? asleep : notSupabase)
  return read.output
}

async function readDatabase(url: string, anon_key: string, signal: AbortSignal): Promise<string[]> {
  const client = createClient(url, anon_key, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  })
  const about = await saying(supabaseCloud(client, '').about(signal))
  if (about.min_client > SCHEMA_VERSION) throw new ProblemError(appTooOld)
  if (about.open.length > 0) throw new ProblemError(openToAll(about.open))
  const wants: string[] = []
  if (about.schema_version < SCHEMA_VERSION)
    wants.push('It is older than this app: what it has no place for yet waits on this device.')
  if (!about.bucket) wants.push('It has no place for pictures and raw reports yet.')
  return wants
}

/** Its address alone, also from one of its pages or its dashboard. Null where it is none. */
export function supabaseUrl(typed: string): string | null {
  const text = typed.trim()
  const project = /^https:\/\/supabase\.com\/dashboard\/project\/([a-z0-9]+)/.exec(text)?.[1]
  if (project) return `https://${project}.supabase.co`
  const whole = /^https?:\/\//i.test(text) ? text : `https://${text}`
  if (!URL.canParse(whole)) return null
  const { protocol, hostname, origin } = new URL(whole)
  // The two that the server's policy lets through.
  const here = hostname === 'localhost' || hostname === '127.0.0.1'
  if (protocol === 'http:' && !here) return null
  return here || hostname.includes('.') ? origin : null
}

export function isSecretKey(key: string): boolean {
  if (key.startsWith('sb_secret_')) return true
  const [, claims] = key.split('.')
  if (claims === undefined) return false
  try {
    return JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))).role === 'service_role'
  } catch {
    // No token at all: the cloud says so.
    return false
  }
}

const notAnAddress: Problem = {
  kind: 'not_an_address',
  says: 'That is no address of a Supabase. It stands in its settings under API, and begins with https.',
}
const noKey: Problem = {
  kind: 'no_key',
  says: 'The key is missing. It stands beside the address, as “anon” or “publishable”.',
}
const secretKey: Problem = {
  kind: 'secret_key',
  says: 'That is the secret key, which opens everybody’s rows. Use the one called “anon” or “publishable”, and do not share this one.',
}
const notReached: Problem = {
  kind: 'not_reached',
  says: 'Nothing answers at that address. Check it for a slip; a project that was paused has to be woken in its dashboard.',
}
const offline: Problem = {
  kind: 'offline',
  says: 'There is no signal. Try again when there is.',
  cure: 'go_online',
}
const wrongKey: Problem = {
  kind: 'wrong_key',
  says: 'The key does not belong to that address. Copy both from the same project.',
}
const notSupabase: Problem = {
  kind: 'not_supabase',
  says: 'Something answers there, but it is no Supabase. Check the address.',
}
const asleep: Problem = {
  kind: 'asleep',
  says: 'That Supabase answers, but does not work just now. Is it paused, or being updated?',
  cure: 'wait',
}
const noEmail: Problem = {
  kind: 'no_email',
  says: 'That Supabase does not sign in by e-mail. Switch it on in its dashboard: Authentication, Sign in, Email.',
}
const openToAll = (tables: readonly string[]): Problem => ({
  kind: 'open_to_all',
  says: `Others could read your ${tables.join(', ')} there. Apply its SQL again, then check once more.`,
})
