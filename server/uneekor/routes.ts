/** The proxy: the app's own pages ask here for a report and its pictures, as the source takes no calls from them. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { type Gate, openGate } from './limits.ts'
import { PROBLEMS, type Problem, problem } from './problems.ts'
import { type Answer, type Source, staysUnderBase } from './source.ts'

const digits = v.pipe(v.string(), v.regex(/^\d{1,15}$/))
const LinkBody = v.object({ id: digits, key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9]{1,128}$/)) })
const ShotBody = v.object({ ...LinkBody.entries, group_id: digits, shot_id: digits })

export interface ProxyOptions {
  readonly source: Source
  readonly base: string
  readonly now: () => number
  /** Whom the limits count. */
  readonly clientOf: (context: Context) => string
}

export function uneekorRoutes({ source, base, now, clientOf }: ProxyOptions): Hono {
  // A golfer's forty links in one paste, then one every two seconds. Few at once: each may be 32 MB here.
  const reports = openGate({ burst: 40, perSecond: 0.5, clientAtOnce: 2, allAtOnce: 4 }, now)
  // A shot has 25 files.
  const media = openGate({ burst: 250, perSecond: 10, clientAtOnce: 6, allAtOnce: 12 }, now)
  const FileBody = v.object({
    image: v.pipe(
      v.string(),
      v.maxLength(1024),
      v.check(image => staysUnderBase(base, image)),
    ),
  })
  const app = new Hono()

  app.use(bodyLimit({ maxSize: 4096, onError: c => refuse(c, problem('bad_request')) }))

  app.post('/report', c =>
    answer(c, reports, LinkBody, (link, signal) => source.report(link, signal), {
      type: 'application/json; charset=utf-8',
      body: report => report,
    }),
  )
  app.post('/media', c =>
    answer(c, media, ShotBody, (shot, signal) => source.media(shot, signal), {
      type: 'application/json; charset=utf-8',
      body: files => JSON.stringify(files),
    }),
  )
  app.post('/file', c =>
    answer(c, media, FileBody, ({ image }, signal) => source.file(image, signal), {
      type: 'image/jpeg',
      body: file => file,
    }),
  )
  return app

  async function answer<Asked, Value>(
    c: Context,
    gate: Gate,
    schema: v.GenericSchema<unknown, Asked>,
    ask: (asked: Asked, signal: AbortSignal) => Promise<Answer<Value>>,
    { type, body }: { type: string; body: (value: Value) => string | Uint8Array<ArrayBuffer> },
  ): Promise<Response> {
    const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), await c.req.text())
    if (!asked.success) return refuse(c, problem('bad_request'))
    const turn = gate.enter(clientOf(c))
    if (turn.kind === 'wait') return slowDown(c, turn.retryAfter_s)
    try {
      const found = await ask(asked.output, c.req.raw.signal)
      if (found.kind === 'slow_down') return slowDown(c, found.retryAfter_s)
      if (found.kind !== 'ok') return refuse(c, problem(found.kind))
      return c.body(body(found.value), 200, { 'content-type': type })
    } finally {
      turn.done()
    }
  }
}

/** A golfer-facing problem as a response. */
export function refuse(c: Context, what: Problem): Response {
  return c.json(what, PROBLEMS[what.kind].status)
}

function slowDown(c: Context, retryAfter_s: number): Response {
  c.header('retry-after', String(Math.max(1, retryAfter_s)))
  return refuse(c, problem('slow_down'))
}
