/**
 * Who may talk to this server. It listens on the golfer's own machine, where every website in the
 * browser could reach it: by a foreign page's request (Origin), or by a name that was made to point here (Host).
 */
import { isIP } from 'node:net'
import { hostname } from 'node:os'
import type { MiddlewareHandler } from 'hono'
import { problem } from './uneekor/problems.ts'
import { refuse } from './uneekor/routes.ts'

export interface Door {
  readonly host: string
  readonly tls: boolean
  readonly trustProxy: boolean
}

/** Refuses a request by a name that is not this server's: DNS rebinding. */
export function ownHost(door: Door): MiddlewareHandler {
  return async (c, next) => {
    const name = nameIn(c.req.header('host'))
    if (name && isOwnName(name, door)) return next()
    return c.text(
      `This Rangebook server does not go by the name "${name ?? ''}". ` +
        'Open it by its IP address or as localhost, or give it HTTPS (TLS_CERT and TLS_KEY, or a proxy and TRUST_PROXY=1).\n',
      421,
    )
  }
}

/** Refuses what another website's page sends. Without an Origin it is no page (a command, curl), and holds no cookies of ours. */
export function ownOrigin(door: Door): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header('origin')
    const asked = (door.trustProxy && c.req.header('x-forwarded-host')) || c.req.header('host')
    const site = c.req.header('sec-fetch-site')
    const ownSite = site === undefined || site === 'same-origin' || site === 'none'
    if (ownSite && (origin === undefined || hostOf(origin) === asked?.toLowerCase())) return next()
    return refuse(c, problem('foreign_origin'))
  }
}

/** Never sent by a form or a foreign page without a preflight, which nothing here answers. */
export function jsonOnly(): MiddlewareHandler {
  return async (c, next) => {
    if (/^application\/json\b/i.test(c.req.header('content-type') ?? '')) return next()
    return refuse(c, problem('bad_request'))
  }
}

function isOwnName(name: string, { host, tls, trustProxy }: Door): boolean {
  // The browser held the name against the certificate, or the operator's proxy chose us by it.
  if (tls || trustProxy) return true
  if (isIP(name) || name === 'localhost' || name.endsWith('.localhost')) return true
  const machine = hostname().toLowerCase()
  return [host.toLowerCase(), machine, `${machine}.local`].includes(name)
}

/** The name of a Host header without its port, brackets and case. */
function nameIn(header: string | undefined): string | null {
  if (!header || !URL.canParse(`http://${header}`)) return null
  return new URL(`http://${header}`).hostname.replace(/^\[|\]$/g, '')
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** For every answer. `cloud`: address of the Supabase that the operator configured. */
export function securityHeaders(cloud: string | null): MiddlewareHandler {
  const headers = {
    ...HEADERS,
    'content-security-policy': CONTENT_SECURITY_POLICY.replace(
      'CLOUD',
      cloud ? new URL(cloud).origin : '',
    ).replace(' ;', ';'),
  }
  return async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(headers)) c.header(name, value)
  }
}

// No script or style stands inline in index.html, so none may.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'", // the device's SQLite is WebAssembly
  "style-src 'self'",
  "worker-src 'self'",
  // A golfer may type in a Supabase of their own, whose address nobody knows beforehand. What would send data
  // elsewhere is a foreign script, and none runs. The two names are Supabase's own, run on this machine.
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:* CLOUD",
  "img-src 'self' blob: data:", // kept pictures are shown from IndexedDB
  "font-src 'self'",
  "manifest-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
}
