import { expect, test, vi } from 'vitest'
import { type Answered, liveQueries } from './live.ts'

/** A question whose answers the test gives, one by one. */
function asked(tables: readonly string[] = ['shots'], keeps = false) {
  const open: ((answer: Answered) => void)[] = []
  let times = 0
  return {
    ask: () => {
      times++
      return new Promise<Answered>(resolve => open.push(resolve))
    },
    times: () => times,
    async answer(value: unknown, seq: number) {
      open.shift()?.({ value, seq, tables, keeps })
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
    },
  }
}

test('a commit that touched another table asks nothing', async () => {
  const live = liveQueries()
  const query = asked(['shots'])
  live.watch('q', query.ask, () => {})
  await query.answer('a', 1)
  live.changed(2, ['settings'])
  expect(query.times()).toBe(1)
  live.changed(3, ['settings', 'shots'])
  expect(query.times()).toBe(2)
})

test('a burst of commits during the asking is one more question', async () => {
  const live = liveQueries()
  const query = asked()
  const seen: unknown[] = []
  live.watch('q', query.ask, value => seen.push(value))
  for (let seq = 2; seq < 9; seq++) live.changed(seq, ['shots'])
  await query.answer('at 1', 1)
  expect(query.times()).toBe(2)
  await query.answer('at 8', 8)
  expect(query.times()).toBe(2)
  expect(seen).toEqual(['at 1', 'at 8'])
})

test('a commit that the answer knew already is not asked about', async () => {
  const live = liveQueries()
  const query = asked()
  live.watch('q', query.ask, () => {})
  live.changed(5, ['shots'])
  await query.answer('at 5', 5)
  live.changed(5, ['shots'])
  expect(query.times()).toBe(1)
})

test('two watchers of one question ask it once, and the second has the answer at once', async () => {
  const live = liveQueries()
  const query = asked()
  const seen: unknown[] = []
  live.watch('q', query.ask, value => seen.push(['first', value]))
  await query.answer('a', 1)
  live.watch('q', query.ask, value => seen.push(['second', value]))
  await Promise.resolve()
  expect(seen).toEqual([
    ['first', 'a'],
    ['second', 'a'],
  ])
  expect(query.times()).toBe(1)
})

test('who has stopped watching hears nothing more', async () => {
  const live = liveQueries()
  const query = asked()
  const seen: unknown[] = []
  const stop = live.watch('q', query.ask, value => seen.push(value))
  stop()
  await query.answer('a', 1)
  live.changed(2, ['shots'])
  expect([seen, query.times()]).toEqual([[], 1])
})

test('a new owner is asked everything again, whatever numbers the last one told', async () => {
  const live = liveQueries()
  const query = asked()
  const seen: unknown[] = []
  live.watch('q', query.ask, value => seen.push(value))
  await query.answer('old', 90)
  live.renewAll()
  await query.answer('new', 3)
  expect(seen).toEqual(['old', 'new'])
  live.changed(4, ['shots'])
  expect(query.times()).toBe(3)
})

test('what took long is kept when nobody watches, and is there at once, until its tables change', async () => {
  const live = liveQueries()
  const query = asked(['shots'], true)
  const stop = live.watch('q', query.ask, () => {})
  await query.answer('a', 1)
  stop()
  expect(live.last('q')).toBe('a')
  live.changed(2, ['settings'])
  const seen: unknown[] = []
  const stopAgain = live.watch('q', query.ask, value => seen.push(value))
  await Promise.resolve()
  expect([seen, query.times()]).toEqual([['a'], 1])
  stopAgain()
  live.changed(3, ['shots'])
  expect(live.last('q')).toBeUndefined()
  // Nobody looks: nothing is asked for it.
  expect(query.times()).toBe(1)
})

test('an answer that a commit had overtaken when its watcher left is not kept', async () => {
  const live = liveQueries()
  const query = asked(['shots'], true)
  const stop = live.watch('q', query.ask, () => {})
  await query.answer('a', 1)
  live.changed(2, ['shots'])
  stop()
  await query.answer('b', 2)
  expect(live.last('q')).toBeUndefined()
})

test('a new owner: what is kept may be of a history that is no more', async () => {
  const live = liveQueries()
  const query = asked(['shots'], true)
  const stop = live.watch('q', query.ask, () => {})
  await query.answer('a', 1)
  stop()
  live.renewAll()
  expect([live.last('q'), query.times()]).toEqual([undefined, 1])
})

test('sixteen answers are kept that nobody watches, those that came last', async () => {
  const live = liveQueries()
  for (let i = 0; i < 20; i++) {
    const query = asked(['shots'], true)
    const stop = live.watch(`q${i}`, query.ask, () => {})
    await query.answer(i, 1)
    stop()
  }
  expect([live.last('q3'), live.last('q4'), live.last('q19')]).toEqual([undefined, 4, 19])
})

test('a question that failed is asked again while somebody waits for it, and no longer', async () => {
  vi.useFakeTimers()
  try {
    const live = liveQueries()
    let times = 0
    const ask = async (): Promise<Answered> => {
      if (++times < 3) throw new TypeError('Failed to fetch dynamically imported module')
      return { value: 'a', seq: 1, tables: ['shots'], keeps: false }
    }
    const seen: unknown[] = []
    live.watch('q', ask, value => seen.push(value))
    await vi.advanceTimersByTimeAsync(60_000)
    expect([times, seen]).toEqual([3, ['a']])
    times = 0
    const stop = live.watch('another', ask, () => {})
    stop()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(times).toBe(1)
  } finally {
    vi.useRealTimers()
  }
})
