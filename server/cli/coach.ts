/** `coach summary`, `coach analyze CLUB`: the same rules as on the devices, over what the warehouse and the cloud hold. */
import { clubOfCode, codeOfClubId, decodeClub } from '../../shared/golf/clubs.ts'
import type { Note, Period } from '../../shared/golf/coachAnswers.ts'
import { QUERY_COLUMNS } from '../../shared/golf/coachSelect.ts'
import { localDate } from '../../shared/golf/dates.ts'
import type { Findings } from '../../shared/golf/findings.ts'
import type { CoachClub, CoachShot } from '../../shared/golf/findingsSeen.ts'
import { sayDoubted, sayFinding, sayFollowUp } from '../../shared/golf/findingsWords.ts'
import { goalSaid, standSaid, sureSaid } from '../../shared/golf/goalsWords.ts'
import { measureNames } from '../../shared/golf/measures.ts'
import type { Settings } from '../../shared/schema/settings.ts'
import { keptIn, type SettingRow } from '../coach/kept.ts'
import { findingsIn, goalsOf, type HeldGolfer } from '../coach/overShots.ts'
import type { FigureRow } from '../coach/select.ts'
import type { Answer, Cell, Row } from '../warehouse/warehouse.ts'
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
  'Rules alone: no model is asked. Units, hand, goals and what is worked on are those that the cloud holds; --left and --metres go before them. --golfer: whose, where several share the warehouse.'

export const coachSummary: Command = {
  name: 'coach summary',
  usage: COACH_USAGE,
  about: 'what to work on, by rules, over the warehouse',
  help: HELP,
  options: COACH_OPTIONS,
  words: [0, 0],
  run: async call => byRules(await readGolfer(call)),
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
    const golfer = await readGolfer(call)
    const isNamed = (club: CoachClub) =>
      club.name.toLowerCase() === name.toLowerCase() || (code !== undefined && club.code === code)
    const practised = golfer.practised.filter(isNamed)
    if (practised.length === 0) {
      const there = golfer.practised.map(club => club.name).join(', ')
      throw new Failure(2, `No shots with ${name}. There are: ${there}.`)
    }
    const isOf = ({ club_id }: { readonly club_id: string | null }) =>
      practised.some(({ id }) => id === club_id)
    const { opened, goals } = golfer
    return byRules({ ...golfer, practised, opened: opened.filter(isOf), goals: goals.filter(isOf) })
  },
}

/** The dearest finding as one line, for the end of other commands; why there is none where there is none. */
export async function toWorkOn(call: Call): Promise<string> {
  try {
    const { json } = byRules(await readGolfer(call))
    const [first] = json.findings
    return first ? `${first.title}. Done when: ${first.goal}` : 'nothing that these shots show.'
  } catch (error) {
    if (error instanceof Failure) return error.message
    throw error
  }
}

export function byRules(golfer: Golfer) {
  const { settings, practised, note } = golfer
  const names = new Map(practised.map(({ id, name }) => [id, name]))
  const clubName = (id: string) => names.get(id) ?? id
  const answer = findingsIn(golfer)
  const goals = goalsOf(golfer, localDate(new Date()))
  const working = answer.follow_ups.filter(({ opened }) => !opened.done)
  const said = answer.findings.map(finding => ({
    ...finding,
    ...sayFinding(finding, clubName, settings),
    key: finding.key,
  }))
  return {
    json: {
      ...{ by: 'rules', findings: said, looked: answer.looked, doubted: answer.doubted },
      ...{ follow_ups: working, goals },
    },
    text: [
      ...sayDoubted(answer.doubted, clubName),
      ...working.map(one => `You work on ${sayFollowUp(one, clubName, settings)}`),
      ...goals.map(
        one =>
          `Goal, ${clubName(one.goal.club_id)}: ${goalSaid(one.goal, settings)}. ${standSaid(one)}. ${sureSaid(one)}`,
      ),
      ...said.map(({ title, seen, cost, cause, drill, goal }, i) =>
        [`${i + 1}. ${title}`, seen, `Cost: ${cost}.`, cause, `Drill: ${drill}`, `Done when: ${goal}`].join(
          '\n   ',
        ),
      ),
      silence(answer, clubName),
      note,
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

export interface Golfer extends HeldGolfer {
  readonly user_id: string
  /** Shots that count, for the model's own SELECT. */
  readonly figures: readonly FigureRow[]
  /** What could not be read, and what stands in for it. */
  readonly note: string
}

export async function readGolfer(call: Call): Promise<Golfer> {
  const rows = await readShots(call)
  const user_id = String(rows[0]?.['user_id'])
  const { note, ...kept } = await readKept(call, user_id)
  const { left, metres } = call.options
  const settings: Settings = {
    ...kept.settings,
    ...(left === true && { handedness: 'left' }),
    ...(metres === true && { distance: 'metre' }),
  }
  const practised = rows.filter(({ kind }) => kind === 'practice' || kind === 'test')
  return {
    ...{ ...kept, settings, user_id, note, figures: figuresOf(rows) },
    ...{ clubs: clubsOf(rows), practised: clubsOf(practised) },
  }
}

/** Figures, and no word of the golfer's. */
function figuresOf(rows: readonly Row[]): readonly FigureRow[] {
  const sessions = [...new Set(rows.map(row => `${row['session_date']} ${row['session_id']}`))].sort()
  const place = new Map(sessions.map((session, i) => [session, i + 1]))
  return rows.map(row => {
    const cells = QUERY_COLUMNS.map((name): [string, string | number | null] => {
      switch (name) {
        case 'practice_date':
          return [name, textOf(row['session_date'])]
        case 'session':
          return [name, place.get(`${row['session_date']} ${row['session_id']}`) ?? null]
        case 'club_id':
        case 'kind':
          return [name, textOf(row[name])]
        default:
          return [name, numberOf(row[name])]
      }
    })
    return Object.fromEntries(cells) as FigureRow
  })
}

/** The golfer's own words of sessions and shots, the newest first; as queries/notes.ts of the device. */
export async function readNotes(
  { server }: Call,
  user_id: string,
  { from = '0000-01-01', to = '9999-12-31' }: Period,
): Promise<readonly Note[]> {
  // Dates as the tool's arguments were read; the id as the warehouse gave it.
  const sql = `SELECT id, 'session' AS of_what, practice_date AS date, nullif('', '') AS club_id, substr(notes, 1, 400) AS text
    FROM sessions_latest WHERE notes IS NOT NULL AND user_id = '${user_id}' AND practice_date BETWEEN '${from}' AND '${to}'
    UNION ALL
    SELECT shot_id, 'shot', session_date, club_id, substr(notes, 1, 400)
    FROM shots_in_yards WHERE notes IS NOT NULL AND user_id = '${user_id}' AND session_date BETWEEN '${from}' AND '${to}'
    ORDER BY date DESC, of_what, id LIMIT 20`
  const { rows } = await server(ask => asked<Answer>(ask, 'query', { sql, most: 20 }))
  return rows.map(row => ({
    ...{ id: String(row['id']), of: row['of_what'] === 'shot' ? ('shot' as const) : ('session' as const) },
    ...{ date: textOf(row['date']), club_id: textOf(row['club_id']), text: String(row['text']) },
  }))
}

/** Units, hand, goals and what is worked on, from the cloud; as on a new device where it can't be asked. */
async function readKept({ server }: Call, user_id: string) {
  try {
    const rows = await server(ask => asked<readonly SettingRow[]>(ask, 'settings', { user_id }))
    return { ...keptIn(rows), note: '' }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    return { ...keptIn([]), note: `Units, hand and goals could not be read. ${error.message}` }
  }
}

/** Of one golfer, oldest first. */
async function readShots({ options, server }: Call): Promise<readonly Row[]> {
  const since = options['since'] ?? '0000-01-01'
  const golfer = options['golfer']
  if (typeof since !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(since)) {
    throw new Failure(2, '--since is a date, YYYY-MM-DD.')
  }
  if (golfer !== undefined && (typeof golfer !== 'string' || !/^[\w-]+$/.test(golfer))) {
    throw new Failure(2, '--golfer is the id of a golfer, as npx rangebook status shows it.')
  }
  const sql = `SELECT v.user_id, v.session_date, v.session_id, v.club_id, v.club, v.kind, t.id,
      row_number() OVER (PARTITION BY v.user_id, v.session_id ORDER BY t.client_session_id, t.client_shot_id, t.id) AS number, t.group_id,
      coalesce(t.tags, '') LIKE '%"counts"%' AS kept,
      ${measureNames.map(name => `t.${name}`).join(', ')}
    FROM shots_in_yards AS v JOIN shots_latest AS t ON t.user_id = v.user_id AND t.id = v.shot_id
    WHERE NOT v.excluded AND v.club_id IS NOT NULL
      AND v.session_date >= '${since}' ${golfer === undefined ? '' : `AND v.user_id = '${golfer}'`}
    ORDER BY v.session_date DESC, number DESC`
  const { rows } = await server(ask => asked<Answer>(ask, 'query', { sql, most: MOST }))
  const users = new Set(rows.map(({ user_id }) => user_id))
  if (users.size > 1) throw new Failure(2, `Several golfers: add --golfer ID (${[...users].join(', ')}).`)
  if (rows.length === 0) {
    throw new Failure(
      1,
      'The warehouse holds no such shots: npx rangebook sync incremental brings them from the cloud.',
    )
  }
  return rows.toReversed()
}

function clubsOf(rows: readonly Row[]): readonly CoachClub[] {
  return [...Map.groupBy(rows, row => String(row['club_id']))].flatMap(([id, own]) => {
    const code = codeOfClubId(id)
    const info = code === null ? null : clubOfCode(code)
    if (!info?.category || info.category === 'mixed' || info.category === 'putter') return []
    const shots = own.map(row => {
      const measures = Object.fromEntries(measureNames.map(name => [name, numberOf(row[name])]))
      return {
        ...measures,
        id: String(row['id']),
        practice_date: textOf(row['session_date']),
        session_id: String(row['session_id']),
        group_id: String(row['group_id']),
        kept: row['kept'] === true,
        number: Number(row['number']),
      } as CoachShot
    })
    const name = textOf(own[0]?.['club'])
    return [
      {
        ...{ id, code, category: info.category, loft_deg: info.loft_deg, shots },
        name: name === null || name === code ? info.name : name,
      },
    ]
  })
}

const numberOf = (cell: Cell | undefined) => (cell === null || cell === undefined ? null : Number(cell))
const textOf = (cell: Cell | undefined) =>
  cell === null || cell === undefined ? null : String(cell).slice(0, 40)
