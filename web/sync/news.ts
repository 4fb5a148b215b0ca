/** Hears from the hub at once that another device has pushed; in one tab, while somebody looks at it. */
import type { Surroundings } from '../import/browser.ts'
import { wait_ms } from '../import/waits.ts'

export interface NewsWorld extends Pick<Surroundings, 'after' | 'onHope' | 'random'> {
  readonly url: string
  readonly token: () => Promise<string | null>
  readonly fetch: typeof globalThis.fetch
  readonly isSeen: () => boolean
  readonly onNews: () => void
  /** Runs the work while no other tab runs one of that name. */
  readonly alone: (work: () => Promise<void>, signal: AbortSignal) => Promise<void>
}

/** Without it devices ask by themselves, once a minute: whatever goes wrong here is no error. */
export function hearNews(world: NewsWorld): () => void {
  const closing = new AbortController()
  const { signal } = closing
  let tries = 0
  let hearing = false
  let cancel = () => {}

  function hear(): void {
    cancel()
    if (hearing || signal.aborted || !world.isSeen()) return
    hearing = true
    void world
      .alone(listen, signal)
      .catch(() => {})
      .finally(() => {
        hearing = false
        tries++
        cancel = world.after(wait_ms('no_signal', tries, world.random()), hear)
      })
  }

  async function listen(): Promise<void> {
    const headers = { authorization: `Bearer ${await world.token()}` }
    const { ok, body } = await world.fetch(world.url, { headers, signal, cache: 'no-store' })
    const reader = ok ? body?.pipeThrough(new TextDecoderStream()).getReader() : undefined
    if (!reader) return
    for (let first = true; ; first = false) {
      const { done, value } = await reader.read()
      if (done) return
      tries = 0
      // What was pushed before it listened, or while the connection was gone.
      if (first || value.includes('data:')) world.onNews()
      if (!world.isSeen()) return await reader.cancel()
    }
  }

  const unhope = world.onHope(() => {
    tries = 0
    hear()
  })
  hear()
  return () => {
    closing.abort()
    cancel()
    unhope()
  }
}
