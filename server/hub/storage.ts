/**
 * Supabase Storage's part of the hub: the private bucket of 0006_storage.sql. Rows of storage.objects and their
 * policies say who may; the bytes lie in files. A file is there before its row, and goes before it: what a kill
 * leaves in between nobody sees, the next upload mends, and the next start sweeps away.
 */
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import { type Ask, type Database, HubDown, isSqlError } from './database.ts'
import { FILE_NAME, type Files } from './files.ts'
import type { Hub } from './hub.ts'

const BUCKET = 'rangebook'
/** As a Supabase project takes by default. */
const MOST_BYTES = 50 * 1024 * 1024

const Names = v.object({ prefixes: v.pipe(v.array(v.string()), v.maxLength(1_000)) })
const List = v.object({
  prefix: v.string(),
  limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000)), 100),
  offset: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
})

export function storageRoutes(hub: Hub): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: MOST_BYTES, onError: c => refuse(c, 'too_large') }))

  app.post(`/object/${BUCKET}/:user/:hash`, upload)
  app.put(`/object/${BUCKET}/:user/:hash`, c => refuse(c, 'forbidden')) // a file is never changed
  app.get(`/object/${BUCKET}/:user/:hash`, download)
  app.get(`/object/authenticated/${BUCKET}/:user/:hash`, download)
  app.delete(`/object/${BUCKET}`, async c => {
    const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), Names), await c.req.text())
    if (!asked.success) return refuse(c, 'malformed')
    return c.json(
      await asGolfer(c, async ask => {
        const rows = await ask(
          'DELETE FROM storage.objects WHERE bucket_id = $1 AND name = ANY ($2) RETURNING name, bucket_id',
          [BUCKET, asked.output.prefixes.filter(name => FILE_NAME.test(name))],
        )
        for (const { name } of rows) await hub.files.remove(String(name))
        return rows
      }),
    )
  })
  app.post(`/object/list/${BUCKET}`, async c => {
    const asked = v.safeParse(v.pipe(v.string(), v.parseJson(), List), await c.req.text())
    if (!asked.success) return refuse(c, 'malformed')
    const { prefix, limit, offset } = asked.output
    const folder = `${prefix.replace(/\/$/, '')}/`
    return c.json(
      await asGolfer(c, ask =>
        ask(
          `SELECT substr(name, length($2) + 1) AS name, id FROM storage.objects
           WHERE bucket_id = $1 AND starts_with(name, $2) ORDER BY name LIMIT $3 OFFSET $4`,
          [BUCKET, folder, limit, offset],
        ),
      ),
    )
  })
  app.all('*', c => refuse(c, 'not_found'))
  app.onError((error, c) => {
    if (error instanceof Refused) return refuse(c, error.why)
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
      throw new HubDown('disk_full', error)
    throw error
  })
  return app

  async function upload(c: Context): Promise<Response> {
    const name = nameIn(c)
    const bytes = await bytesIn(c)
    if (hub.caller(c).kind !== 'golfer') throw new Refused('forbidden')
    const staged = await hub.files.stage(bytes)
    try {
      await asGolfer(c, async ask => {
        // Found there, the row stands; its file may have been lost with an old disk.
        const added = await ask(
          `INSERT INTO storage.objects (bucket_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING name`,
          [BUCKET, name],
        )
        if (added.length === 0 && hub.files.has(name)) throw new Refused('there')
        await staged.becomes(name)
      })
    } catch (error) {
      await staged.drop()
      throw error
    }
    return c.json({ Id: name, Key: `${BUCKET}/${name}` })
  }

  async function download(c: Context): Promise<Response> {
    const name = nameIn(c)
    const rows = await asGolfer(c, ask =>
      ask('SELECT FROM storage.objects WHERE bucket_id = $1 AND name = $2', [BUCKET, name]),
    )
    const bytes = rows.length > 0 ? await hub.files.read(name) : null
    if (!bytes) return refuse(c, 'not_found')
    // Whatever somebody sent: no page of ours, even if opened by itself.
    return c.body(bytes, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment',
      'cache-control': 'private, no-store',
    })
  }

  /** With the rights of whoever is signed in. */
  async function asGolfer<T>(c: Context, work: (ask: Ask) => Promise<T>): Promise<T> {
    const caller = hub.caller(c)
    if (caller.kind === 'expired' || caller.kind === 'invalid') throw new Refused(caller.kind)
    const isGolfer = caller.kind === 'golfer'
    try {
      return await (await hub.database()).as(
        {
          role: isGolfer ? 'authenticated' : 'anon',
          claims: isGolfer ? JSON.stringify(caller.claims) : '',
        },
        work,
        async ask => {
          if (!isGolfer) return
          const open = 'SELECT FROM hub.sessions WHERE id = $1 AND user_id = $2'
          if ((await ask(open, [caller.session_id, caller.user_id])).length === 0)
            throw new Refused('expired')
        },
      )
    } catch (error) {
      if (isSqlError(error) && error.code === '42501') throw new Refused('forbidden')
      throw error
    }
  }
}

/**
 * Removes files that have no row: a kill came in between. Within one transaction, so that no upload is between the
 * two. Those of a golfer whom the database does not know stay: it may be a new one beside old files.
 */
export async function sweepFiles(database: Database, files: Files): Promise<void> {
  await files.dropStaged()
  const names: string[] = []
  await database.own(async ask => {
    for await (const name of files.names()) names.push(name)
    const nameless = await ask(
      `SELECT name FROM unnest($1::text[]) AS name JOIN auth.users u ON u.id = left(name, 36)::uuid
       WHERE NOT EXISTS (SELECT FROM storage.objects o WHERE o.bucket_id = $2 AND o.name = name.name)`,
      [names, BUCKET],
    )
    for (const { name } of nameless) await files.remove(String(name))
  })
}

class Refused extends Error {
  readonly why: keyof typeof REFUSALS
  constructor(why: keyof typeof REFUSALS) {
    super(why)
    this.why = why
  }
}

/** As storage-api says it: status 400, and what is meant within. */
const REFUSALS = {
  not_found: { statusCode: '404', error: 'not_found', message: 'Object not found' },
  there: { statusCode: '409', error: 'Duplicate', message: 'The resource already exists' },
  forbidden: {
    statusCode: '403',
    error: 'Unauthorized',
    message: 'new row violates row-level security policy',
  },
  invalid: { statusCode: '403', error: 'Unauthorized', message: 'Invalid Compact JWS' },
  expired: { statusCode: '403', error: 'Unauthorized', message: '"exp" claim timestamp check failed' },
  malformed: { statusCode: '400', error: 'invalid_request', message: 'The request is malformed.' },
  too_large: {
    statusCode: '413',
    error: 'Payload too large',
    message: 'The object exceeded the maximum allowed size',
  },
}

function refuse(c: Context, why: keyof typeof REFUSALS): Response {
  return c.json(REFUSALS[why], 400)
}

function nameIn(c: Context): string {
  const name = `${c.req.param('user')}/${c.req.param('hash')}`
  if (!FILE_NAME.test(name)) throw new Refused('forbidden')
  return name
}

/** A browser's Blob comes as a form, with its file under an empty name; bytes come as they are. */
async function bytesIn(c: Context): Promise<Uint8Array> {
  if (!/^multipart\/form-data\b/i.test(c.req.header('content-type') ?? '')) {
    return new Uint8Array(await c.req.arrayBuffer())
  }
  const form = await c.req.formData()
  const file = form.get('')
  if (!(file instanceof Blob)) throw new Refused('malformed')
  return new Uint8Array(await file.arrayBuffer())
}
