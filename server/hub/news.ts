/** Tells a golfer's devices at once that another of theirs has pushed: what they would else find within a minute. */
import { type Context, Hono } from 'hono'
import { stream } from 'hono/streaming'
import type { Hub } from './hub.ts'

export interface News {
  /** `from`: the session that pushed, which knows. */
  tell(user_id: string, from: string): void
  /** Calls back until it is called off, or news are closed: then `onEnd` is called, once. */
  listen(user_id: string, session_id: string, onNews: () => void, onEnd: () => void): () => void
  close(): void
}

interface Listener {
  readonly user_id: string
  readonly session_id: string
  readonly onNews: () => void
  readonly onEnd: () => void
}

export function openNews(): News {
  const listeners = new Set<Listener>()
  return {
    tell(user_id, from) {
      for (const one of listeners) if (one.user_id === user_id && one.session_id !== from) one.onNews()
    },
    listen(user_id, session_id, onNews, onEnd) {
      const one = { user_id, session_id, onNews, onEnd }
      listeners.add(one)
      return () => listeners.delete(one)
    },
    close() {
      for (const one of listeners) one.onEnd()
      listeners.clear()
    },
  }
}

/** What went away is found by writing to it. */
const PING_MS = 25_000
/** Then it asks again, and it is looked up whether its session still stands. */
const LONGEST_MS = 10 * 60_000

export function newsRoutes(hub: Hub): Hono {
  const app = new Hono()
  app.get('/', async c => {
    const caller = hub.caller(c)
    if (caller.kind !== 'golfer' || !(await hub.members.user(caller.session_id, caller.user_id)))
      return c.json({ message: 'Sign in first.' }, 401)
    return open(c, caller.user_id, caller.session_id)
  })
  return app

  function open(c: Context, user_id: string, session_id: string): Response {
    c.header('content-type', 'text/event-stream')
    c.header('cache-control', 'no-store, no-transform')
    return stream(c, async out => {
      const over = Promise.withResolvers<void>()
      const say = (line: string) => void out.write(line).catch(over.resolve)
      const unlisten = hub.news.listen(user_id, session_id, () => say('data: news\n\n'), over.resolve)
      const ping = setInterval(() => say(': here\n\n'), PING_MS)
      const end = setTimeout(over.resolve, LONGEST_MS)
      out.onAbort(over.resolve)
      say(': here\n\n')
      await over.promise
      unlisten()
      clearInterval(ping)
      clearTimeout(end)
    })
  }
}
