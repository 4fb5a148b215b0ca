/** The hub's secret, and what is made with it: tokens that any part of Supabase's clients can read (JWT, HS256). */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import * as v from 'valibot'

const Claims = v.object({
  role: v.picklist(['anon', 'authenticated']),
  sub: v.optional(v.pipe(v.string(), v.uuid())),
  session_id: v.optional(v.pipe(v.string(), v.uuid())),
  /** Seconds since 1970. */
  exp: v.number(),
})
export type Claims = v.InferOutput<typeof Claims>

export type Read =
  | { readonly kind: 'valid'; readonly claims: Claims }
  | { readonly kind: 'invalid' | 'expired' }

export interface Secret {
  token(claims: Claims & { readonly [more: string]: unknown }): string
  read(token: string, now_ms: number): Read
  /** Of text for one use: nobody without the secret can make or guess it. */
  seal(use: string, text: string): Buffer
}

/** Made at the first use; readable by the server's user alone. */
export function openSecret(file: string): Secret {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    const own = `${file}.${process.pid}`
    writeFileSync(own, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
    linkSync(own, file) // whole, or not at all
    unlinkSync(own)
  }
  chmodSync(file, 0o600)
  return secretOf(readFileSync(file, 'utf8').trim())
}

function secretOf(key: string): Secret {
  const sign = (text: string) => createHmac('sha256', key).update(text).digest()
  return {
    token: claims => {
      const text = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(claims)}`
      return `${text}.${sign(text).toString('base64url')}`
    },
    read: (token, now_ms) => {
      const [header = '', body = '', signature = '', ...more] = token.split('.')
      const given = Buffer.from(signature, 'base64url')
      // The header is not looked at: one algorithm, whatever it says.
      if (more.length > 0 || !same(given, sign(`${header}.${body}`))) return { kind: 'invalid' }
      const read = v.safeParse(
        v.pipe(v.string(), v.parseJson(), Claims),
        Buffer.from(body, 'base64url').toString('utf8'),
      )
      if (!read.success) return { kind: 'invalid' }
      return read.output.exp * 1000 <= now_ms ? { kind: 'expired' } : { kind: 'valid', claims: read.output }
    },
    seal: (use, text) => createHmac('sha256', key).update(`${use}\0${text}`).digest(),
  }
}

/** In constant time. */
export function same(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
