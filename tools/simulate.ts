/** `npm run simulate -- --seeds N [--from SEED]`: so many bad days of several devices and a cloud (tests/sync). */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './node.mjs'

const { values: asked } = parseArgs({
  options: { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' } },
})
for (const [name, value] of Object.entries(asked)) {
  if (/^[1-9]\d*$/.test(value)) continue
  console.error(`--${name} wants a whole number above 0, not "${value}".`)
  process.exit(1)
}
const done = spawnSync(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'node', 'tests/sync/simulation.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, RANGEBOOK_SEEDS: asked.seeds, RANGEBOOK_FROM_SEED: asked.from },
  },
)
process.exit(done.status ?? 1)
