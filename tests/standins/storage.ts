/**
 * Storage as Supabase speaks it, with a session that can be renewed: the paths are rows of a cloud's own
 * storage.objects, under its policies, the bytes in memory. Most failures come as status 400 with the real one
 * inside, as there. Real GoTrue and storage-api can't run here.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Cloud } from '../cloud/cloud.ts'

/** What the next request of that method meets instead of its answer. */
export interface StorageFault {
  readonly method: 'POST' | 'GET' | 'DELETE'
  /** With the request as it came so far; answers, or leaves it to be cut. */
  readonly meet: (request: IncomingMessage, response: ServerResponse) => void
}

export interface StorageStandin {
  readonly address: string
  /** Bytes by path. */
  readonly files: Map<string, Uint8Array>
  /** "POST {hash}", "GET {hash}", "DELETE {how many}", as they came. */
  readonly asked: string[]
  readonly faults: StorageFault[]
  /** A session as GoTrue gives one. */
  readonly session: (golfer: string) => { access_token: string; refresh_token: string }
  /** Whatever tokens there are, they hold no longer; sessions can be renewed, or not. */
  readonly endTokens: (renewable: boolean) => void
  readonly close: () => Promise<void>
}

export const answerWith =
  (status: number, body: unknown): StorageFault['meet'] =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
/** The line goes dead in the middle. */
export const cutOff: StorageFault['meet'] = request => {
  request.once('data', () => request.socket.destroy())
}

const OBJECT = '/storage/v1/object/rangebook'
const odd = (statusCode: string, error: string, message: string) =>
  answerWith(400, { statusCode, error, message })
const denied = odd('403', 'Unauthorized', 'new row violates row-level security policy')

export async function openStorage(cloud: Pick<Cloud, 'as'>): Promise<StorageStandin> {
  const files = new Map<string, Uint8Array>()
  const asked: string[] = []
  const faults: StorageFault[] = []
  let generation = 0
  let renewable = true

  const session = (golfer: string) => ({
    access_token: tokenOf({ sub: golfer, generation, exp: Math.floor(Date.now() / 1000) + 3600 }),
    refresh_token: golfer,
  })

  const server = createServer((request, response) => {
    answer(request, response).catch(error => {
      if (!response.headersSent) answerWith(500, { message: String(error) })(request, response)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '', 'http://standin')
    if (pathname === '/auth/v1/token') {
      const { refresh_token } = JSON.parse(String(await bodyOf(request)))
      if (!renewable) return answerWith(400, { code: 400, msg: 'Invalid Refresh Token' })(request, response)
      const user = { id: refresh_token, aud: 'authenticated' }
      const renewed = { ...session(refresh_token), expires_in: 3600, token_type: 'bearer', user }
      return answerWith(200, renewed)(request, response)
    }
    const token = readToken(request)
    if (pathname === '/auth/v1/user') {
      return answerWith(200, { id: token?.sub, aud: 'authenticated' })(request, response)
    }
    const path = decodeURIComponent(pathname.slice(OBJECT.length + 1))
    const sent = request.method === 'DELETE' ? JSON.parse(String(await bodyOf(request))).prefixes : []
    asked.push(`${request.method} ${request.method === 'DELETE' ? sent.length : path.slice(-64)}`)
    const fault = faults.findIndex(({ method }) => method === request.method)
    if (fault >= 0) return faults.splice(fault, 1)[0]?.meet(request, response)
    if (token && token.generation < generation) {
      return odd('403', 'Unauthorized', '"exp" claim timestamp check failed')(request, response)
    }
    switch (request.method) {
      case 'POST': {
        const bytes = await bodyOf(request)
        // An upload that was cut leaves nothing.
        if (!request.complete) return
        return add(token?.sub ?? null, path, bytes)
          .then(added => {
            if (added) answerWith(200, { Id: path, Key: `rangebook/${path}` })(request, response)
            else odd('409', 'Duplicate', 'The resource already exists')(request, response)
          })
          .catch(() => denied(request, response))
      }
      case 'GET': {
        const seen = await sees(token?.sub ?? null, [path])
        const bytes = seen.includes(path) && files.get(path)
        if (!bytes) return odd('404', 'not_found', 'Object not found')(request, response)
        response.writeHead(200, { 'content-type': 'image/jpeg' }).end(bytes)
        return
      }
      case 'DELETE': {
        const gone = await cloud.as(token?.sub ?? null, ask =>
          ask(`DELETE FROM storage.objects WHERE name = ANY ($1) RETURNING name`, [sent]),
        )
        for (const { name } of gone) files.delete(String(name))
        return answerWith(200, gone)(request, response)
      }
      default:
        return answerWith(405, {})(request, response)
    }
  }

  async function add(golfer: string | null, path: string, bytes: Uint8Array): Promise<boolean> {
    const added = await cloud.as(golfer, ask =>
      ask(
        `INSERT INTO storage.objects (bucket_id, name) VALUES ('rangebook', $1)
        ON CONFLICT (bucket_id, name) DO NOTHING RETURNING name`,
        [path],
      ),
    )
    if (added.length > 0) files.set(path, bytes)
    return added.length > 0
  }

  const sees = async (golfer: string | null, paths: string[]) =>
    (
      await cloud.as(golfer, ask => ask('SELECT name FROM storage.objects WHERE name = ANY ($1)', [paths]))
    ).map(({ name }) => name)

  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    asked,
    faults,
    session,
    endTokens(again) {
      generation++
      renewable = again
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Token {
  readonly sub: string
  readonly generation: number
  readonly exp: number
}

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const tokenOf = (claims: Token) => `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.c2lnbmVk`

/** Null: nobody in particular, as the anon key is. */
function readToken(request: IncomingMessage): Token | null {
  const claims = request.headers.authorization?.split('.')[1]
  return claims ? JSON.parse(String(Buffer.from(claims, 'base64url'))) : null
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces)
}
