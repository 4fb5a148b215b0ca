/** How the app finds its cloud, and how a device joins the hub. */

import { Readable } from 'node:stream'
import type { ReadableStream as NodeWebStream } from 'node:stream/web'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { Door } from '../guard.ts'
import { isLoopback } from '../loopback.ts'
import { openGate } from '../uneekor/limits.ts'
import { NotABackup } from './backup.ts'
import { HubDown } from './database.ts'
import { type Hub, wordsFor } from './hub.ts'
import { isOperator } from './operator.ts'

export interface ApiOptions {
  readonly hub: Hub
  readonly door: Door
  /** The operator's. */
  readonly token: string
  readonly now: () => number
  readonly clientOf: (context: Context) => string
}

const json = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema)
const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60))
const Join = json(v.object({ code: v.optional(v.pipe(v.string(), v.maxLength(40))), device: name }))
const Code = json(v.object({ golfer: v.optional(name) }))

const PROBLEMS = {
  code_needed: {
    says: 'This device joins by a code.',
    cure: 'On a device that has joined: Settings, Cloud, Add a device. On the server: npx rangebook hub code.',
  },
  code_wrong: { says: 'There is no such code.', cure: 'Type it once more, or get a new one.' },
  code_over: { says: 'This code was used already, or its ten minutes are over.', cure: 'Get a new one.' },
  signed_out: { says: 'This device’s session is over.', cure: 'Join again by a code.' },
  which_golfer: { says: 'Several golfers are at home on this hub.', cure: 'Say whose code.' },
  slow_down: { says: 'That was too often.', cure: 'Wait a little, then try again.' },
  operator_only: { says: 'This is the operator’s alone.', cure: 'Use npx rangebook on the server.' },
  not_a_backup: {
    says: 'This file is no backup of a hub, or not a whole one. Nothing was changed.',
    cure: 'Choose a file that npx rangebook hub backup wrote.',
  },
  bad_request: { says: 'This request is not understood.', cure: 'Reload the app.' },
  hub_down: { says: 'The hub can’t be used now.', cure: 'Try again.' },
} as const

/** One tap: whoever sits at this machine. Behind a proxy everybody would. */
export function oneTap(c: Context, door: Door): boolean {
  if (door.trustProxy || !isLoopback(getConnInfo(c).remote.address ?? '')) return false
  if (['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'].some(header => c.req.header(header)))
    return false
  const host = c.req.header('host') ?? ''
  return URL.canParse(`http://${host}`) && isLoopback(new URL(`http://${host}`).hostname)
}

export function hubApi({ hub, door, token, now, clientOf }: ApiOptions): Hono {
  // A code has 40 bits: at this pace ten minutes find none.
  const joins = openGate({ burst: 10, perSecond: 0.2, clientAtOnce: 2, allAtOnce: 8 }, now)
  const allJoins = openGate({ burst: 60, perSecond: 1, clientAtOnce: 8, allAtOnce: 8 }, now)
  const app = new Hono()
  const operator: MiddlewareHandler = (c, next) =>
    isOperator(c, token) ? next() : Promise.resolve(refuse(c, 401, 'operator_only'))
  const small = bodyLimit({ maxSize: 4096, onError: c => refuse(c, 400, 'bad_request') })

  app.post('/join', small, async c => {
    const asked = v.safeParse(Join, await c.req.text())
    if (!asked.success) return refuse(c, 400, 'bad_request')
    const { code, device } = asked.output
    if (code === undefined && !oneTap(c, door)) return refuse(c, 403, 'code_needed')
    const turns = [joins.enter(clientOf(c)), allJoins.enter('')]
    try {
      for (const turn of turns) {
        if (turn.kind === 'go') continue
        c.header('retry-after', String(turn.retryAfter_s))
        return refuse(c, 429, 'slow_down')
      }
      const joined = await hub.members.join(device, code === undefined ? 'one_tap' : { code })
      return joined.kind === 'joined' ? c.json(joined.session) : refuse(c, 403, joined.kind)
    } finally {
      for (const turn of turns) if (turn.kind === 'go') turn.done()
    }
  })

  app.post('/code', small, async c => {
    const asked = v.safeParse(Code, (await c.req.text()) || '{}')
    if (!asked.success) return refuse(c, 400, 'bad_request')
    if (isOperator(c, token)) {
      const made = await hub.members.codeForName(asked.output.golfer ?? null)
      return 'which' in made
        ? c.json(
            {
              ...problem('which_golfer'),
              cure: `Say whose code, by --golfer NAME: ${made.which.join(', ')}.`,
            },
            400,
          )
        : c.json(made)
    }
    const caller = hub.caller(c)
    const isIn =
      caller.kind === 'golfer' && (await hub.members.user(caller.session_id, caller.user_id)) !== null
    return isIn ? c.json(await hub.members.codeFor(caller.user_id)) : refuse(c, 401, 'signed_out')
  })

  app.get('/golfers', operator, async c => c.json(await hub.members.holdings()))

  app.get('/backup', operator, async c => {
    const packed = await hub.backUp()
    return c.body(Readable.toWeb(packed) as ReadableStream, 200, { 'content-type': 'application/gzip' })
  })

  app.put('/backup', operator, async c => {
    try {
      await hub.restore(Readable.fromWeb((c.req.raw.body ?? new Blob().stream()) as NodeWebStream))
      return c.json({ kind: 'restored' })
    } catch (error) {
      if (error instanceof NotABackup) return refuse(c, 400, 'not_a_backup')
      throw error
    }
  })

  app.onError((error, c) => {
    if (!(error instanceof HubDown)) throw error
    console.error(`${c.req.method} ${c.req.path} failed:`, error.cause ?? error.kind)
    return c.json({ ...problem('hub_down'), says: wordsFor(error) }, 503)
  })
  return app
}

const problem = (kind: keyof typeof PROBLEMS) => ({ kind, ...PROBLEMS[kind] })

function refuse(c: Context, status: 400 | 401 | 403 | 429, kind: keyof typeof PROBLEMS): Response {
  return c.json(problem(kind), status)
}
