/** `post-session`: after a practice: what came in, into the warehouse with it, which shots want a look, and what they say. */
import { createInterface } from 'node:readline/promises'
import { COACH_OPTIONS, COACH_USAGE, coachSummary, toWorkOn } from './coach.ts'
import { coachAsk } from './coachAsk.ts'
import { type Call, type Command, type Done, Failure } from './command.ts'
import { runSync } from './sync.ts'
import { queryWarehouse } from './warehouse.ts'

/** Physically odd, or without what every figure needs: a misread, or a club that was not the one chosen. */
const ODD = `SELECT session_date, club, shot_id, round(carry_yd, 1) AS carry_yd, round(smash, 2) AS smash FROM shots_in_yards
WHERE NOT excluded AND (carry_yd IS NULL OR ball_speed_mph IS NULL OR smash > 1.55 OR smash < 0.8)
ORDER BY session_date DESC, shot_id LIMIT 20`

/** Puts a question to whoever sits there; null: nobody does. */
export type Question = ((says: string) => Promise<string>) | null

export const postSession: Command = {
  name: 'post-session',
  usage: `[--yes] [--no-input] [--gemini] ${COACH_USAGE}`,
  about:
    'after a practice: what came in; then a sync and an analysis, if you want them, and shots that want a look',
  help: '--yes syncs and analyses without asking; --no-input never waits, and without --yes does neither. The analysis is that\nof npx rangebook coach summary, by rules; with --gemini a question to Gemini, as npx rangebook coach ask sends it.\nExit code 1: one of the two could not be done.',
  options: {
    ...COACH_OPTIONS,
    yes: { type: 'boolean' },
    'no-input': { type: 'boolean' },
    gemini: { type: 'boolean' },
  },
  words: [0, 0],
  run: call => afterPractice(call, call.options['no-input'] || !process.stdin.isTTY ? null : terminal),
}

export async function afterPractice(call: Call, question: Question): Promise<Done> {
  const isWanted = async (says: string) =>
    call.options['yes'] === true || (question !== null && /^(y|yes)?$/i.test((await question(says)).trim()))
  const would = await runSync({ ...call, options: { 'dry-run': true, json: true } }, 'incremental')
  const synced = (await isWanted(`${would.text}\nSync now? [Y/n] `))
    ? await runSync({ ...call, options: { json: call.options['json'] } }, 'incremental')
    : null
  const odd = await oddShots(call)
  const looked = odd ? `Shots that want a look:\n${odd.text}` : 'No shot wants a look.'
  const analysed = (await isWanted(`${looked}\nAnalyse now? [Y/n] `)) ? await analysis(call) : null
  return {
    json: {
      ...{ would: would.json, synced: synced?.json ?? null, odd: odd?.json ?? null },
      analysed: analysed?.json ?? null,
    },
    text: [
      would.text,
      synced?.text ?? 'Not synced: npx rangebook sync incremental',
      looked,
      analysed ? `\n${analysed.text}` : `What to work on: ${await toWorkOn(call)}`,
      ...(analysed ? [] : ['More: npx rangebook coach summary']),
    ].join('\n'),
    exit: synced?.exit || analysed?.exit || 0,
  }
}

/** What can't be said does not undo the sync: it stands in the text, with its exit code. */
async function analysis(call: Call): Promise<Done> {
  try {
    if (!call.options['gemini']) return await coachSummary.run(call)
    return await coachAsk.run({
      ...call,
      words: ['What does my last session say, and what should I work on?'],
    })
  } catch (error) {
    if (error instanceof Failure) return { text: error.message, json: { failed: error.message }, exit: 1 }
    throw error
  }
}

async function terminal(says: string): Promise<string> {
  const asking = createInterface({ input: process.stdin, output: process.stderr })
  return asking.question(says).finally(() => asking.close())
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
