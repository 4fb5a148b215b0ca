/** PostgREST's part of the hub: the functions of the schema `public`, called by name. Tables are not shown at all. */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { isSqlError, type SqlError } from './database.ts'
import type { Caller, Hub } from './hub.ts'

/** A push is at most 4 MB, and json may spell a letter with six. */
const MOST_BYTES = 8 * 1024 * 1024
/** Supabase cuts row sets there, silently; so does this, that nothing works here alone. */
const MOST_ROWS = 1_000

interface Problem {
  readonly code: string
  readonly message: string
  readonly details?: string | null
  readonly hint?: string | null
}

export function restRoutes(hub: Hub): Hono {
  const app = new Hono()
  const tooLarge = (c: Context) => refuse(c, 413, { code: 'too_large', message: 'Request Entity Too Large' })
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }))

  app.post('/rpc/:name', async c => {
    const caller = hub.caller(c)
    if (caller.kind === 'expired') return refuse(c, 401, { code: 'PGRST303', message: 'JWT expired' })
    if (caller.kind === 'invalid') return refuse(c, 401, { code: 'PGRST301', message: 'JWT invalid' })
    const name = c.req.param('name')
    const given = readBody((await c.req.text()) || '{}')
    if (!given) return refuse(c, 400, { code: 'PGRST102', message: 'Empty or invalid json' })
    try {
      const answer = await call(caller, name, given)
      if (answer === 'no_session') return refuse(c, 401, { code: 'PGRST301', message: 'Session is over' })
      if (answer === 'no_function') {
        const message = `Could not find the function public.${name}(${Object.keys(given).join(', ')}) in the schema cache`
        return refuse(c, 404, { code: 'PGRST202', message })
      }
      if (caller.kind === 'golfer' && name === 'push_changes' && answer !== null && hasChanged(answer))
        hub.news.tell(caller.user_id, caller.session_id)
      return answer === null ? c.body(null, 204) : c.body(answer, 200, { 'content-type': 'application/json' })
    } catch (error) {
      if (!isSqlError(error)) throw error
      const { code, message, detail, hint } = error
      return refuse(c, statusOf(error, caller), {
        code,
        message,
        details: detail ?? null,
        hint: hint ?? null,
      })
    }
  })
  app.all('*', c => refuse(c, 404, { code: 'PGRST205', message: 'This hub shows no tables.' }))
  return app

  /** The function's json as text, or null where it returns nothing. */
  async function call(caller: Caller, name: string, given: Body) {
    const isGolfer = caller.kind === 'golfer'
    let isOver = false
    let found: Found | undefined
    const database = await hub.database()
    return database.as(
      isGolfer
        ? { role: 'authenticated', claims: JSON.stringify(caller.claims) }
        : { role: 'anon', claims: JSON.stringify({ role: 'anon' }) },
      async ask => {
        if (isOver) return 'no_session'
        if (!found) return 'no_function'
        const values = valuesOf(given, found)
        if (found.returns === 'void') {
          await ask(`SELECT ${found.call}`, values)
          return null
        }
        const select = found.is_set
          ? `SELECT coalesce(json_agg(s), '[]')::text AS answer FROM (SELECT * FROM ${found.call} LIMIT ${MOST_ROWS}) AS s`
          : `SELECT to_json(${found.call})::text AS answer`
        const [row] = await ask(select, values)
        return typeof row?.['answer'] === 'string' ? row['answer'] : 'null'
      },
      async ask => {
        if (isGolfer) {
          const open = 'SELECT FROM hub.sessions WHERE id = $1 AND user_id = $2'
          isOver = (await ask(open, [caller.session_id, caller.user_id])).length === 0
        }
        found = (await ask(FIND, [name, Object.keys(given)]))[0] as unknown as Found | undefined
      },
    )
  }
}

/** Of a push: one that changes nothing is no news, or two devices could tell each other for ever. */
function hasChanged(answer: string): boolean {
  const { from_rev, head } = JSON.parse(answer) // the function's own
  return head !== from_rev
}

/** A function whose arguments are those given, others having defaults; and its call, each with a parameter of its own. */
const FIND = `
  SELECT format('public.%I(%s)', p.proname, (
      SELECT string_agg(format('%I := $%s::text::%s', n, array_position($2, n), t), ', ')
      FROM unnest(p.proargnames[1:p.pronargs], p.proargtypes::regtype[]::text[]) AS a (n, t) WHERE n = ANY ($2)
    )) AS call,
    p.prorettype::regtype::text AS returns, p.proretset AS is_set,
    ARRAY(SELECT t FROM unnest($2::text[]) WITH ORDINALITY AS g (n, at)
      JOIN unnest(p.proargnames[1:p.pronargs], p.proargtypes::regtype[]::text[]) AS a (n, t) USING (n) ORDER BY at) AS types
  FROM pg_proc p
  WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f' AND p.proname = $1
    AND coalesce(p.proargnames[1:p.pronargs], '{}') @> $2::text[]
    AND cardinality($2::text[]) >= p.pronargs - p.pronargdefaults
  LIMIT 1`

interface Found {
  readonly call: string
  readonly returns: string
  readonly is_set: boolean
  /** Of the arguments given, in their order. */
  readonly types: readonly string[]
}

/** As the driver takes them: text, whatever the type. Json as it came, so that the function itself judges it. */
function valuesOf(given: Body, { types }: Found): (string | null)[] {
  return Object.values(given).map((value, at) => {
    if (types[at]?.startsWith('json')) return JSON.stringify(value)
    return value === null || typeof value === 'string' ? value : JSON.stringify(value)
  })
}

type Body = { readonly [argument: string]: unknown }

function readBody(text: string): Body | null {
  try {
    const given: unknown = JSON.parse(text)
    return typeof given === 'object' && given !== null && !Array.isArray(given) ? (given as Body) : null
  } catch {
    return null
  }
}

/** As PostgREST has them, by class of the SQLSTATE. */
function statusOf({ code }: SqlError, caller: Caller): 400 | 401 | 403 | 404 | 409 | 500 | 503 {
  if (code === '42501') return caller.kind === 'golfer' ? 403 : 401
  if (code === '42883' || code === '42P01') return 404
  if (code === '23503' || code === '23505') return 409
  if (/^(08|53|57P)/.test(code)) return 503
  return /^(09|25|2D|38|39|3B|40|54|55|57|58|F0|HV|XX)/.test(code) ? 500 : 400
}

function refuse(
  c: Context,
  status: 400 | 401 | 403 | 404 | 409 | 413 | 500 | 503,
  problem: Problem,
): Response {
  return c.json({ details: null, hint: null, ...problem }, status)
}
