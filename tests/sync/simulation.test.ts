/** `npm run simulate -- --seeds N [--from SEED]` runs any number; a failing seed says what the fewest actions are. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionsOf, play, shrunk } from './simulate.ts'
import { openWorld, type World } from './world.ts'

const { RANGEBOOK_SEEDS, RANGEBOOK_FROM_SEED, RANGEBOOK_TEST_ALL } = process.env
const SEEDS = Number(RANGEBOOK_SEEDS ?? (RANGEBOOK_TEST_ALL ? 1_000 : 50))
const FROM = Number(RANGEBOOK_FROM_SEED ?? 1)
const ACTIONS = 30

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const HOURS_MS = 12 * 3_600_000

test(
  `${SEEDS} seeds of a bad day: all devices and the cloud end equal, and no edit is lost`,
  async () => {
    for (let seed = FROM; seed < FROM + SEEDS; seed++) {
      const actions = actionsOf(seed, ACTIONS)
      if ((await play(world, actions)) === null) continue
      const fewest = await shrunk(world, actions)
      const lost = (await play(world, fewest)) ?? (await play(world, actions))
      const rerun = `npm run simulate -- --seeds 1 --from ${seed}`
      expect.fail(
        `seed ${seed} (${rerun}), ${fewest.length} actions:\n${lost?.trace.join('\n')}\n${lost?.says}`,
      )
    }
  },
  HOURS_MS,
)
