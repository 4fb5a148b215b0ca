import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchSilence } from './silence.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function owner() {
  const done: string[] = []
  let outstanding = true
  const dog = watchSilence({
    outstanding: () => outstanding,
    ask: () => done.push('ask'),
    replace: () => done.push('replace'),
  })
  return {
    dog,
    done,
    nothingOutstanding() {
      outstanding = false
    },
  }
}

test('an owner that says nothing for three seconds is asked, then replaced', () => {
  const { dog, done } = owner()
  dog.start()
  vi.advanceTimersByTime(1_600)
  expect(done).toEqual(['ask'])
  vi.advanceTimersByTime(1_500)
  expect(done).toEqual(['ask', 'replace'])
})

test('one that answers when asked stays, and is watched on', () => {
  const { dog, done } = owner()
  dog.start()
  vi.advanceTimersByTime(1_600)
  dog.heard()
  vi.advanceTimersByTime(1_500)
  expect(done).toEqual(['ask'])
  vi.advanceTimersByTime(3_000)
  expect(done).toEqual(['ask', 'ask', 'replace'])
})

test('where nothing is outstanding nobody is asked, and no timer runs', () => {
  const { dog, done, nothingOutstanding } = owner()
  dog.start()
  nothingOutstanding()
  vi.advanceTimersByTime(60_000)
  expect(done).toEqual([])
  expect(vi.getTimerCount()).toBe(0)
})

test('a page that slept, whose messages still wait, asks before it judges', () => {
  const { dog, done } = owner()
  dog.start()
  vi.setSystemTime(Date.now() + 3_600_000)
  vi.advanceTimersByTime(1_600)
  dog.heard()
  vi.advanceTimersByTime(1_500)
  expect(done).toEqual(['ask'])
})
