/** The model's tools give the same rows from a device and from what the warehouse holds of the same golfer. */
import { beforeAll, expect, test } from 'vitest'
import { readGolfer } from '../../server/cli/coach.ts'
import { sourceOver } from '../../server/coach/overShots.ts'
import { selectAlone } from '../../server/coach/select.ts'
import { readConfig } from '../../server/config.ts'
import { answerCall, type CoachSource } from '../../shared/golf/coachAnswers.ts'
import { measureNames } from '../../shared/golf/measures.ts'
import { sampleReports } from '../../shared/golf/sample.ts'
import { settingDefaults } from '../../shared/schema/settings.ts'
import { selectOver } from '../../web/db/coachReader.ts'
import { loadSqlJs } from '../../web/db/sqljs.ts'
import { type Memory, openMemory } from '../../web/db/testing/memory.ts'
import { importReport } from '../../web/db/testing/report.ts'
import { type Shots, sourceOf } from '../../web/pages/coach/ask/tools.ts'

const today = '2026-01-02'
let device: CoachSource
let server: CoachSource
beforeAll(async () => {
  const memory = await openMemory()
  for (const { payload } of sampleReports({ last_date: '2026-01-01', seed: 1 }))
    await importReport(memory, payload as never, { clubs: { IRON1: { is: 'mixed' } } })
  const goal = { club_id: 'code:IRON8', figure: 'side_m', low: -5, high: 5, share: 0.9 } as const
  await memory.done({
    kind: 'keep',
    keeping: { of: 'goal', kept_id: 'a', value: { ...goal, by: null, set_on: '2025-11-01' } },
  })
  const copy = await memory.copy()
  const [file, sql] = [copy.file(), await loadSqlJs()]
  copy.close()
  device = sourceOf({
    ...{ query: memory.query as Shots['query'], notes: false, today },
    select: async text => selectOver(sql, file.slice(), text),
  })
  const golfer = await readGolfer({
    ...{ config: configOfNone(), env: {}, words: [], options: {} },
    server: work =>
      work(async path =>
        path.endsWith('/settings')
          ? Response.json(memory.reader.all('SELECT id, value FROM settings WHERE value IS NOT NULL'))
          : Response.json({ columns: [], rows: asTheWarehouse(memory) }),
      ),
  })
  server = sourceOver(golfer, today, { select: text => selectAlone(golfer.figures, text), notes: null })
})

function configOfNone() {
  const read = readConfig({})
  return read.ok ? read.value : expect.fail()
}

/** The newest first. */
const asTheWarehouse = (memory: Memory) =>
  memory.reader
    .all<Record<string, string | number | null>>(
      `SELECT 'ann' AS user_id, practice_date AS session_date, at_session AS session_id, at_club AS club_id,
        substr(at_club, 6) AS club, kind, id, group_id, ${measureNames.join(', ')},
        row_number() OVER (PARTITION BY at_session ORDER BY client_session_id, client_shot_id, id) AS number
      FROM placed_shots WHERE live AND excluded IS NOT 1 AND at_club IS NOT NULL
      ORDER BY practice_date DESC, at_session DESC, number DESC`,
    )
    .map(row => ({ ...row, kept: false }))

const club_id = 'code:IRON8'
test.each([
  ['findings', {}],
  ['findings', { club_id }],
  ['findings', { from: '2025-11-01' }],
  ['summary', { club_id }],
  ['dispersion', { club_id, to: '2025-12-01' }],
  ['trend', { club_id, figure: 'carry_m' }],
  ['trend', { club_id, figure: 'smash', from: '2025-11-01' }],
  ['compare', { club_id, from: '2025-11-01', other_to: '2025-10-31' }],
  ['compare', { club_id, other_club_id: 'code:DRIVER' }],
  [
    'query',
    {
      sql: 'SELECT club_id, count(*) AS n, max(carry_m) AS most_m FROM shots GROUP BY club_id ORDER BY club_id',
    },
  ],
  ['query', { sql: 'SELECT * FROM shots ORDER BY practice_date, session, number LIMIT 20' }],
  ['query', { sql: 'SELECT 300 AS carry_m' }],
  ['notes', {}],
])('%s %o', async (name, args) => {
  const [here, there] = await Promise.all(
    [device, server].map(source => answerCall(source, settingDefaults, { name, args })),
  )
  expect(JSON.stringify(here).length).toBeGreaterThan(20)
  expect(there).toEqual(here)
})

test('list_clubs', async () => {
  const clubs = async (source: CoachSource) => {
    const rows = await answerCall(source, settingDefaults, { name: 'list_clubs', args: {} })
    const { clubs } = rows as { clubs: { id: string; category: string | null; n: number }[] }
    return clubs
      .filter(({ category, n }) => category !== 'mixed' && n > 0)
      .sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  expect(await clubs(server)).toEqual(await clubs(device))
})
