/** The merge in SQL is the merge in TypeScript: pushed one after the other, states end as mergeRows has them. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mergeRows, type State } from '../../shared/sync/merge.ts'
import { asState, expectAlike } from './alike.ts'
import { type Cloud, newGolfer, openCloud, pullAll, push, wire } from './cloud.ts'
import { states } from './states.ts'

/** Ten thousand on a busy machine. */
const LONG_MS = 20 * 60_000
const CASES = process.env['RANGEBOOK_TEST_ALL'] ? 10_000 : 400

let cloud: Cloud
beforeAll(async () => {
  cloud = await openCloud()
})
afterAll(() => cloud.close())

test(
  `${CASES} pairs of states: here and there the same, whichever came first, and what came twice`,
  async () => {
    await expectAlike(cloud, CASES)
  },
  LONG_MS,
)

test('three states in every order end alike', async () => {
  const [a, b, c] = fc.sample(states('shots'), { numRuns: 3, seed: 7 })
  const orders = [
    [a, b, c],
    [a, c, b],
    [b, a, c],
    [b, c, a],
    [c, a, b],
    [c, b, a],
  ] // prettier-ignore
  const ends = []
  for (const order of orders) {
    const golfer = await newGolfer(cloud)
    for (const state of order) await push(cloud, golfer, [wire('shots', state ?? {})])
    const [end] = await pullAll(cloud, golfer)
    ends.push(asState('shots', end?.row ?? {}))
  }
  expect(new Set(ends.map(end => JSON.stringify(end))).size).toBe(1)
})

test('a stamp of a field only rises, and a field that lost does not come back', async () => {
  const golfer = await newGolfer(cloud)
  let held: State | null = null
  for (const state of fc.sample(states('shots'), { numRuns: 12, seed: 3 })) {
    await push(cloud, golfer, [wire('shots', state)])
    const [row] = await pullAll(cloud, golfer)
    const now = asState('shots', row?.row ?? {})
    const [before, after] = [held, now].map(s => JSON.parse(String(s?.['clocks'] ?? '{}')))
    for (const [field, clock] of Object.entries<string>(before)) expect(after[field] >= clock).toBe(true)
    if (held !== null) expect(mergeRows('shots', now, held)).toEqual(now)
    held = now
  }
})
