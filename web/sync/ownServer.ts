/** What this app's own server says of clouds: which one it offers, and how a device joins its hub. */
import * as v from 'valibot'
import type { Problem } from '../db/command.ts'
import { ProblemError } from '../db/problems.ts'
import type { CloudPlace } from './account.ts'
import { type CallCloud, CloudError } from './cloud.ts'
import { moved, noSignal, SyncTrouble } from './problems.ts'

export type Offered = CloudPlace & {
  /** This device is the server's own machine, and needs no code. */
  readonly one_tap: boolean
  /** The server fills a warehouse from that cloud. */
  readonly has_warehouse: boolean
}

export interface Tokens {
  readonly access_token: string
  readonly refresh_token: string
}

export interface JoinCode {
  readonly code: string
}

// A server of an earlier version does not say.
const has_warehouse = v.optional(v.boolean(), false)
const offered = v.variant('kind', [
  v.object({
    kind: v.literal('hub'),
    path: v.string(),
    anon_key: v.string(),
    one_tap: v.boolean(),
    has_warehouse,
  }),
  v.object({ kind: v.literal('supabase'), url: v.string(), anon_key: v.string(), has_warehouse }),
])
const tokens = v.object({ access_token: v.string(), refresh_token: v.string() })
const joinCode = v.object({ code: v.string() })
const refusal = v.object({ kind: v.string(), says: v.string(), cure: v.optional(v.string(), '') })

const oddAnswer: Problem = {
  kind: 'odd_answer',
  says: 'This address does not answer as a Rangebook server does. Is it up to date?',
  cure: 'retry',
}

/** All reject with a ProblemError. */
export async function offeredCloud(origin: string): Promise<Offered> {
  const answer = await ask(offered, '/api/cloud', {})
  if (answer.kind === 'supabase') return { ...answer, one_tap: false }
  const { path, ...rest } = answer
  return { ...rest, url: origin + path }
}

/** The hub, by a server that may have been given a Supabase since: it is gone then, and so are its sign-ins. */
export function callHub(call: CallCloud, offered: () => Promise<Pick<Offered, 'kind' | 'url'>>): CallCloud {
  return async (...asked) => {
    try {
      return await call(...asked)
    } catch (error) {
      const isGone =
        error instanceof CloudError && (error.kind === 'not_set_up' || error.kind === 'signed_out')
      const now = isGone ? await offered().catch(() => null) : null
      throw now?.kind === 'supabase' ? new SyncTrouble(moved(now.url)) : error
    }
  }
}

/** `code`: as another device shows it; null where one tap does. `device`: what this one is called. */
export function joinHub(code: string | null, device: string): Promise<Tokens> {
  return ask(tokens, '/api/hub/join', post({ ...(code !== null && { code }), device }))
}

export function newJoinCode(access_token: string): Promise<JoinCode> {
  return ask(joinCode, '/api/hub/code', post({}, { authorization: `Bearer ${access_token}` }))
}

const post = (body: object, headers: Record<string, string> = {}): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})

async function ask<S extends v.GenericSchema>(
  schema: S,
  path: string,
  init: RequestInit,
): Promise<v.InferOutput<S>> {
  const answer = await fetch(path, { ...init, cache: 'no-store' }).catch((error: unknown) => {
    throw new ProblemError(noSignal, error)
  })
  const json: unknown = await answer.json().catch(() => null)
  if (answer.ok) {
    const read = v.safeParse(schema, json)
    if (read.success) return read.output
  }
  const refused = v.safeParse(refusal, json)
  if (answer.ok || !refused.success) throw new ProblemError(oddAnswer)
  const { kind, says, cure } = refused.output
  throw new ProblemError({ kind, says: `${says} ${cure}`.trim() })
}
