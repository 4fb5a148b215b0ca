/** Who asks, by the cloud of this server's own configuration: no other issuer's token counts. */
import type { Context } from 'hono'
import * as v from 'valibot'
import type { Supabase } from './config.ts'
import type { Hub } from './hub/hub.ts'

const User = v.object({ id: v.string() })

/** The signed-in golfer's user id; null for anybody else. */
export async function golferOf(
  c: Context,
  cloud: Supabase | Hub,
  fetch: typeof globalThis.fetch,
): Promise<string | null> {
  if (!('url' in cloud)) {
    const caller = cloud.caller(c)
    if (caller.kind !== 'golfer') return null
    return (await cloud.members.user(caller.session_id, caller.user_id)) === null ? null : caller.user_id
  }
  const authorization = c.req.header('authorization')
  if (!authorization) return null
  const answer = await fetch(`${cloud.url}/auth/v1/user`, {
    headers: { apikey: cloud.anonKey, authorization },
    signal: AbortSignal.timeout(10_000),
  }).catch(() => null)
  const user = answer?.ok ? v.safeParse(User, await answer.json().catch(() => null)) : null
  return user?.success ? user.output.id : null
}
