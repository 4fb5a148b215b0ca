/** GoTrue's part of the hub: a session renewed, looked at, ended. It begins by a join: see api.ts. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import * as v from 'valibot'
import type { Hub } from './hub.ts'

const Refresh = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ refresh_token: v.pipe(v.string(), v.maxLength(200)) }),
)
const Scope = v.optional(v.picklist(['local', 'global', 'others']), 'global')

export function authRoutes(hub: Hub): Hono {
  const app = new Hono()
  app.use(bodyLimit({ maxSize: 4096 }))

  app.post('/token', async c => {
    const asked = v.safeParse(Refresh, await c.req.text())
    if (c.req.query('grant_type') !== 'refresh_token' || !asked.success) {
      return c.json(words('validation_failed', 'This hub renews sessions; it has no passwords.'), 400)
    }
    const session = await hub.members.refreshed(asked.output.refresh_token)
    return session
      ? c.json(session)
      : c.json(words('refresh_token_not_found', 'Invalid Refresh Token: Refresh Token Not Found'), 400)
  })

  app.get('/user', async c => {
    const caller = hub.caller(c)
    const user = caller.kind === 'golfer' ? await hub.members.user(caller.session_id, caller.user_id) : null
    return user ? c.json(user) : c.json(words('bad_jwt', 'This session is over.'), 403)
  })

  app.post('/logout', async c => {
    const caller = hub.caller(c)
    const scope = v.safeParse(Scope, c.req.query('scope'))
    if (caller.kind !== 'golfer') return c.json(words('bad_jwt', 'This session is over.'), 403)
    if (!scope.success) return c.json(words('validation_failed', 'No such scope.'), 400)
    await hub.members.signOut(caller.session_id, scope.output)
    return c.body(null, 204)
  })

  app.all('*', c => c.json(words('not_found', 'This hub has no such door: join it by a code.'), 404))
  return app
}

const words = (error_code: string, msg: string) => ({ error_code, msg })
