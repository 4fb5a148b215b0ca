/** `coach summary`, `coach analyze CLUB`: the same rules as on the devices, over what the warehouse holds. */
import { clubOfCode, codeOfClubId, decodeClub } from '../../shared/golf/clubs.ts'
import { type Findings, findingsOf } from '../../shared/golf/findings.ts'
import type { CoachClub, CoachShot } from '../../shared/golf/findingsSeen.ts'
import { soundOf } from '../../shared/golf/findingsSound.ts'
import { sayDoubted, sayFinding } from '../../shared/golf/findingsWords.ts'
import { measureNames } from '../../shared/golf/measures.ts'
import { type Settings, settingDefaults } from '../../shared/schema/settings.ts'
import type { Answer } from '../warehouse/warehouse.ts'
import { type Call, type Command, Failure } from './command.ts'
import { asked } from './warehouse.ts'

export const COACH_OPTIONS = {
  since: { type: 'string' },
  golfer: { type: 'string' },
  left: { type: 'boolean' },
  metres: { type: 'boolean' },
} as const
export const COACH_USAGE = '[--since YYYY-MM-DD] [--golfer ID] [--left] [--metres]'
const HELP =
  'Rules alone: no model is asked. --left: a left-hander (settings stay on the devices). --golfer: whose, where several share the warehouse.'

export const coachSummary: Command = {
  name: 'coach summary',
  usage: COACH_USAGE,
  about: 'what to work on, by rules, over the warehouse',
  help: HELP,
  options: COACH_OPTIONS,
  words: [0, 0],
  run: async call => byRules(call, await readClubs(call)),
}

export const coachAnalyze: Command = {
  name: 'coach analyze',
  usage: `CLUB ${COACH_USAGE}`,
  about: 'the same of one club: Driver, "7 iron"',
  help: HELP,
  options: COACH_OPTIONS,
  words: [1, 1],
  run: async call => {
    const [name = ''] = call.words
    const code = decodeClub(name)?.code
    const clubs = await readClubs(call)
    const own = clubs.filter(
      club => club.name.toLowerCase() === name.toLowerCase() || (code !== undefined && club.code === code),
    )
    if (own.length === 0) {
      throw new Failure(2, `No shots with ${name}. There are: ${clubs.map(club => club.name).join(', ')}.`)
    }
    return byRules(call, own)
  },
}

/** Settings stay on the devices: what the command was told. */
export function settingsIn({ options }: Call): Settings {
  return {
    ...settingDefaults,
    handedness: options['left'] === true ? 'left' : 'right',
    distance: options['metres'] === true ? 'metre' : 'yard',
  }
}

/** The dearest finding as one line, for the end of other commands; why there is none where there is none. */
export async function toWorkOn(call: Call): Promise<string> {
  try {
    const { json } = byRules(call, await readClubs(call))
    const [first] = json.findings
    return first ? `${first.title}. Done when: ${first.goal}` : 'nothing that these shots show.'
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

export function byRules(call: Call, clubs: readonly CoachClub[]) {
  const settings = settingsIn(call)
  const { handedness } = settings
  const names = new Map(clubs.map(({ id, name }) => [id, name]))
  const clubName = (id: string) => names.get(id) ?? id
  const answer = findingsOf(soundOf(clubs), handedness)
  const said = answer.findings.map(finding => ({
    ...finding,
    ...sayFinding(finding, clubName, settings),
    key: finding.key,
  }))
  return {
    json: { by: 'rules', findings: said, looked: answer.looked, doubted: answer.doubted },
    text: [
      ...sayDoubted(answer.doubted, clubName),
      ...said.map(({ title, seen, cost, cause, drill, goal }, i) =>
        [`${i + 1}. ${title}`, seen, `Cost: ${cost}.`, cause, `Drill: ${drill}`, `Done when: ${goal}`].join(
          '\n   ',
        ),
      ),
      silence(answer, clubName),
      'By rules over practice and tests, not by a model.',
    ]
      .filter(Boolean)
      .join('\n\n'),
  }
}

function silence({ findings, looked }: Findings, clubName: (id: string) => string): string {
  const few = looked.filter(({ missing }) => missing > 0)
  const nothing = findings.length === 0 ? 'Nothing found: no figure is past its limit for sure.' : ''
  const more =
    few.length === 0
      ? ''
      : `Too few shots: ${few.map(({ club_id, missing }) => `${missing} more with ${clubName(club_id)}`).join(', ')}.`
  return [nothing, more].filter(Boolean).join(' ')
}

/** More are in no answer of the warehouse; the newest come first. */
const MOST = 50_000

export async function readClubs({ options, server }: Call): Promise<readonly CoachClub[]> {
  const since = options['since'] ?? '0000-01-01'
  const golfer = options['golfer']
  if (typeof since !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(since)) {
    throw new Failure(2, '--since is a date, YYYY-MM-DD.')
  }
  if (golfer !== undefined && (typeof golfer !== 'string' || !/^[\w-]+$/.test(golfer))) {
    throw new Failure(2, '--golfer is the id of a golfer, as npx rangebook status shows it.')
  }
  const sql = `SELECT v.user_id, v.session_date, v.session_id, v.club_id, v.club, t.id,
      row_number() OVER (PARTITION BY v.user_id, v.session_id ORDER BY t.client_session_id, t.client_shot_id, t.id) AS number, t.group_id,
      coalesce(t.tags, '') LIKE '%"counts"%' AS kept,
      ${measureNames.map(name => `t.${name}`).join(', ')}
    FROM shots_in_yards AS v JOIN shots_latest AS t ON t.user_id = v.user_id AND t.id = v.shot_id
    WHERE NOT v.excluded AND v.kind IN ('practice', 'test') AND v.club_id IS NOT NULL
      AND v.session_date >= '${since}' ${golfer === undefined ? '' : `AND v.user_id = '${golfer}'`}
    ORDER BY v.session_date DESC, number DESC`
  const { rows } = await server(ask => asked<Answer>(ask, 'query', { sql, most: MOST }))
  const at = (row: (typeof rows)[number], name: string) => row[name] ?? null
  const users = new Set(rows.map(row => at(row, 'user_id')))
  if (users.size > 1) throw new Failure(2, `Several golfers: add --golfer ID (${[...users].join(', ')}).`)
  if (rows.length === 0) {
    throw new Failure(
      1,
      'The warehouse holds no such shots: npx rangebook sync incremental brings them from the cloud.',
    )
  }
  return [...Map.groupBy(rows.toReversed(), row => String(at(row, 'club_id')))].flatMap(([id, own]) => {
    const code = codeOfClubId(id)
    const info = code === null ? null : clubOfCode(code)
    if (!info?.category || info.category === 'mixed' || info.category === 'putter') return []
    const shots = own.map(row => {
      const measures = Object.fromEntries(measureNames.map(name => [name, numberOf(at(row, name))]))
      return {
        ...measures,
        id: String(at(row, 'id')),
        practice_date: textOf(at(row, 'session_date')),
        session_id: String(at(row, 'session_id')),
        group_id: String(at(row, 'group_id')),
        kept: at(row, 'kept') === true,
        number: Number(at(row, 'number')),
      } as CoachShot
    })
    const name = textOf(own[0]?.['club'] ?? null)
    return [
      {
        ...{ id, code, category: info.category, loft_deg: info.loft_deg, shots },
        name: name === null || name === code ? info.name : name,
      },
    ]
  })
}

const numberOf = (cell: unknown) => (cell === null ? null : Number(cell))
const textOf = (cell: unknown) => (cell === null ? null : String(cell).slice(0, 40))
