/** `post-session`: after a practice: what came in, into the warehouse with it, and which shots want a look. */
import { createInterface } from 'node:readline/promises'
import { toWorkOn } from './coach.ts'
import { type Call, type Command, Failure } from './command.ts'
import { runSync } from './sync.ts'
import { queryWarehouse } from './warehouse.ts'

/** Physically odd, or without what every figure needs: a misread, or a club that was not the one chosen. */
const ODD = `SELECT session_date, club, shot_id, round(carry_yd, 1) AS carry_yd, round(smash, 2) AS smash FROM shots_in_yards
WHERE NOT excluded AND (carry_yd IS NULL OR ball_speed_mph IS NULL OR smash > 1.55 OR smash < 0.8)
ORDER BY session_date DESC, shot_id LIMIT 20`

export const postSession: Command = {
  name: 'post-session',
  usage: '[--yes] [--no-input]',
  about: 'after a practice: what came in, a sync if you want it, and shots that want a look',
  help: '--yes syncs without asking; --no-input never waits, and without --yes syncs nothing.',
  options: { yes: { type: 'boolean' }, 'no-input': { type: 'boolean' } },
  words: [0, 0],
  run: async call => {
    const would = await runSync({ ...call, options: { 'dry-run': true, json: true } }, 'incremental')
    const wants = await isWanted(call, would.text)
    const synced = wants ? await runSync(call, 'incremental') : null
    const odd = await oddShots(call)
    const text = [
      would.text,
      synced?.text ?? 'Not synced: npx rangebook sync incremental',
      odd ? `Shots that want a look:\n${odd.text}` : 'No shot wants a look.',
      `What to work on: ${await toWorkOn({ ...call, options: {} })}`,
      'More: npx rangebook coach summary',
    ].join('\n')
    return {
      json: { would: would.json, synced: synced?.json ?? null, odd: odd?.json ?? null },
      text,
      exit: synced?.exit ?? 0,
    }
  },
}

async function isWanted({ options }: Call, says: string): Promise<boolean> {
  if (options['yes']) return true
  if (options['no-input'] || !process.stdin.isTTY) return false
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`${says}\nSync now? [Y/n] `).finally(() => terminal.close())
  return /^(y|yes)?$/i.test(answer.trim())
}

/** Null: there is none, or no warehouse yet. */
async function oddShots(call: Call): Promise<Awaited<ReturnType<Command['run']>> | null> {
  try {
    const odd = await queryWarehouse.run({ ...call, words: [ODD], options: {} })
    return 'rows' in odd.json && Array.isArray(odd.json.rows) && odd.json.rows.length > 0 ? odd : null
  } catch (error) {
    if (error instanceof Failure && error.exit === 2) return null // nothing was ever synced: no such view
    throw error
  }
}
