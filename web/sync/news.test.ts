import { expect, test } from 'vitest'
import { hearNews } from './news.ts'

/** A hub whose answers the test writes; `seen`: whether somebody looks at the tab. */
function hub() {
  const streams: ReadableStreamDefaultController<Uint8Array>[] = []
  const heard = { news: 0, asked: 0 }
  const waits: (() => void)[] = []
  let hope = () => {}
  const at = { seen: true, refuses: false }
  const close = hearNews({
    url: '/hub/news',
    token: async () => 'token',
    fetch: async () => {
      heard.asked++
      if (at.refuses) throw new TypeError('no signal')
      return new Response(new ReadableStream({ start: stream => void streams.push(stream) }))
    },
    isSeen: () => at.seen,
    onNews: () => heard.news++,
    alone: work => work(),
    after: (_, call) => {
      waits.push(call)
      return () => {}
    },
    onHope: call => {
      hope = call
      return () => {}
    },
    random: () => 0.5,
  })
  const say = (text: string) => streams.at(-1)?.enqueue(new TextEncoder().encode(text))
  return { heard, at, waits, say, close, end: () => streams.at(-1)?.close(), hope: () => hope() }
}

test('news wake the sync; a sign of life does not, but the first, as something may have come before', async () => {
  const { heard, say } = hub()
  await expect.poll(() => heard.asked).toBe(1)
  say(': here\n\n')
  await expect.poll(() => heard.news).toBe(1)
  say(': here\n\n')
  say('data: news\n\n')
  await expect.poll(() => heard.news).toBe(2)
})

test('what ends is asked again after a while, what can’t be had too; unseen, nobody is asked until a look', async () => {
  const { heard, at, waits, end, hope, close } = hub()
  await expect.poll(() => heard.asked).toBe(1)
  at.refuses = true
  end()
  await expect.poll(() => waits.length).toBe(1)
  waits[0]?.()
  await expect.poll(() => waits.length).toBe(2)
  expect(heard.asked).toBe(2)
  at.seen = false
  waits[1]?.()
  expect(heard.asked).toBe(2)
  at.seen = true
  hope()
  await expect.poll(() => heard.asked).toBe(3)
  await expect.poll(() => waits.length).toBe(3)
  close()
  waits[2]?.()
  expect(heard.asked).toBe(3)
})
