/** The warehouse's tables and views, from the catalogue, in SQL that DuckDB and BigQuery both read. */

import { FEET_PER_METRE, MPH_PER_MPS, YARDS_PER_METRE } from '../../shared/golf/units.ts'
import {
  type Column,
  catalogue,
  columnsOf,
  type SyncedTable,
  syncedTables,
} from '../../shared/schema/catalogue.ts'
import type { Mark, Row, Watermark } from './warehouse.ts'

/** Writes a name of the dataset: `project.dataset.name`, or bare. */
type At = (name: string) => string

export type CellType = 'text' | 'real' | 'integer' | 'boolean'

export interface LogColumn {
  readonly name: string
  readonly type: CellType
  readonly means: string
}

export interface LogTable {
  /** shot_log */
  readonly name: string
  readonly means: string
  readonly columns: readonly LogColumn[]
}

export interface Mirrored extends LogTable {
  /** Of the cloud. */
  readonly table: SyncedTable
}

const owner: readonly LogColumn[] = [
  { name: 'user_id', type: 'text', means: 'golfer' },
  { name: 'epoch', type: 'integer', means: 'of the cloud, as it stood; the highest one of a golfer counts' },
]

/** One append-only log of row states for each table that stands in the warehouse. */
export const logs: readonly Mirrored[] = syncedTables
  .filter(table => standsHere(catalogue[table].stores))
  .map(table => ({
    table,
    name: `${table.replace(/s$/, '')}_log`,
    means: `${catalogue[table].means}: every state that was synced, deleted ones too`,
    columns: [...owner, ...columnsHere(table)],
  }))

/** What each load was filled from: written before the rows (done false) and after them. */
export const golferLog: LogTable = {
  name: 'golfer_log',
  means: 'how far each golfer was synced; an epoch counts in the views once a load of it is done',
  columns: [
    ...owner,
    { name: 'rev', type: 'integer', means: "the cloud's highest revision of this golfer as the load began" },
    {
      name: 'token',
      type: 'text',
      means: "the cloud's mark of that revision's push, by which a cloud gone back in time is seen",
    },
    { name: 'done', type: 'boolean', means: 'false: the load began' },
  ],
}

export const allLogs: readonly LogTable[] = [...logs, golferLog]

function columnsHere(table: SyncedTable): LogColumn[] {
  return columnsOf(table).flatMap(([name, column]) => {
    if (column.stores && !standsHere(column.stores)) return []
    const type = column.type === 'json' ? 'text' : column.type
    return [{ name, type, means: meansOf(column) }]
  })
}

function meansOf({ means, unit, type }: Column): string {
  const suffix = [unit, type === 'json' ? 'json' : null].filter(Boolean).join(', ')
  return suffix ? `${means} (${suffix})` : means
}

function standsHere(stores: readonly string[]): boolean {
  return stores.includes('warehouse')
}

/**
 * The marks by which a cloud gone back in time is seen: of each golfer's epochs the furthest load that ended, and
 * those begun beyond it. Not only the newest: a rewrite that was cut leaves its own mark, which the cloud knows, above
 * tables of the time before.
 */
export function marksSql(at: At): string {
  return `SELECT DISTINCT user_id, epoch, rev, token, done FROM (
  SELECT *, row_number() OVER (PARTITION BY user_id, epoch, done ORDER BY rev DESC) AS place,
    max(CASE WHEN done THEN rev ELSE -1 END) OVER (PARTITION BY user_id, epoch) AS done_rev
  FROM ${at(golferLog.name)}
) AS marked WHERE (done AND place = 1) OR (NOT done AND rev > done_rev)`
}

/** A row of that answer, as either warehouse gives it. */
export function markIn(row: Row): Mark {
  const { token, done } = row
  return { ...watermarkIn(row), token: typeof token === 'string' ? token : null, done: done === true }
}

export function watermarkIn({ user_id, epoch, rev }: Row): Watermark {
  return { user_id: String(user_id), epoch: Number(epoch), rev: Number(rev) }
}

export interface View {
  readonly name: string
  readonly means: string
  readonly sql: string
}

/** In the order in which they need each other. */
export function views(at: At, latestStates: LatestStates): readonly View[] {
  return [
    ...logs.map(log => allOf(log, at, latestStates)),
    endsOf('sessions', 'merged_into', at),
    endsOf('clubs', 'merged_into', at),
    endsOf('shots', 'same_as', at),
    gone(at),
    ...logs.map(log => latestOf(log, at)),
    inYards(at),
  ]
}

function allOf(log: Mirrored, at: At, latestStates: LatestStates): View {
  const { table, name, columns } = log
  return {
    name: `${table}_all`,
    means: `${table}: the latest state of each, deleted ones too`,
    sql: latestStates(at(name), columns, at),
  }
}

/** SQL for the latest state of each row of a log; one that is there twice is taken once. */
export type LatestStates = (log: string, columns: readonly LogColumn[], at: At) => string

/** In SQL that both read: each state goes through the sort. `among` narrows it: a JOIN on l. */
export function latestByWindow(log: string, columns: readonly LogColumn[], at: At, among = ''): string {
  return `${currentStates(log, columns, at, among)}
QUALIFY row_number() OVER (PARTITION BY l.user_id, l.id ORDER BY l.rev DESC) = 1`
}

/**
 * How many states in the log still hold measurements of a shot whose latest one is deleted for good. Begun at the few
 * ids that were ever purged: through the view of all shots it would cost what the log is long.
 */
export function purgedFactsSql(at: At): string {
  const log = at('shot_log')
  const among = ' JOIN purged AS p ON p.user_id = l.user_id AND p.id = l.id'
  const columns = columnsHere('shots').filter(({ name }) => name === 'id' || name === 'purged')
  return `WITH purged AS (SELECT DISTINCT user_id, id FROM ${log} WHERE purged), latest AS (
${latestByWindow(log, [...owner, ...columns], at, among)}
)
SELECT count(*) AS held FROM latest AS a JOIN ${log} AS l ON l.user_id = a.user_id AND l.id = a.id
WHERE a.purged AND l.purged IS NOT TRUE`
}

/** Of each golfer's epoch that counts. */
export function currentStates(log: string, columns: readonly LogColumn[], at: At, among = ''): string {
  const list = columns.map(({ name }) => `l.${name}`).join(', ')
  return `SELECT ${list} FROM ${log} AS l${among}
JOIN (SELECT user_id, max(epoch) AS epoch FROM ${at(golferLog.name)} WHERE done GROUP BY user_id) AS g
  ON g.user_id = l.user_id AND g.epoch = l.epoch`
}

/**
 * A chain of merges goes 60 steps at most. A cycle is walked round until then: who is met in the second half
 * belongs to it, and it is cut at its smallest id.
 */
function endsOf(table: SyncedTable, link: string, at: At): View {
  const name = table.replace(/s$/, '')
  const columns = columnsHere(table).filter(column => column.name === 'id' || column.name === link)
  // Only what was ever merged is looked at: few, of a million shots.
  const among = ` JOIN (SELECT DISTINCT user_id, id FROM ${at(`${name}_log`)} WHERE ${link} IS NOT NULL) AS c
  ON c.user_id = l.user_id AND c.id = l.id`
  const linked = latestByWindow(at(`${name}_log`), [...owner, ...columns], at, among)
  return {
    name: `${name}_ends`,
    means: `where a merged row of ${table} ends`,
    sql: `WITH RECURSIVE linked AS (
SELECT user_id, id, ${link} AS at_id FROM (${linked}) AS s WHERE ${link} IS NOT NULL
), walk AS (
  SELECT user_id, id, at_id, 1 AS steps FROM linked
  UNION ALL
  SELECT w.user_id, w.id, t.at_id, w.steps + 1 FROM walk AS w
  JOIN linked AS t ON t.user_id = w.user_id AND t.id = w.at_id
  WHERE w.steps < 60
), ended AS (
  SELECT user_id, id, CASE WHEN max(steps) < 60 THEN max_by(at_id, steps) ELSE min(CASE WHEN steps > 30 THEN at_id END) END AS end_id
  FROM walk GROUP BY user_id, id
)
SELECT user_id, id, end_id FROM ended WHERE end_id <> id`,
  }
}

/** What takes its shots with it: few or none, so that a million shots are held against a short list. */
function gone(at: At): View {
  return {
    name: 'homes_gone',
    means:
      'sessions that are deleted, or merged into one that is, and the groups whose own session is one of them',
    sql: `WITH gone AS (
  SELECT s.user_id, s.id FROM ${at('sessions_all')} AS s
  LEFT JOIN ${at('session_ends')} AS e ON e.user_id = s.user_id AND e.id = s.id
  JOIN ${at('sessions_all')} AS d ON d.user_id = s.user_id AND d.id = coalesce(e.end_id, s.id)
  WHERE d.deleted_at IS NOT NULL
)
SELECT user_id, 'session ' || id AS home FROM gone
UNION ALL
SELECT g.user_id, 'group ' || g.id AS home FROM ${at('groups_all')} AS g
JOIN gone ON gone.user_id = g.user_id AND gone.id = g.default_session_id`,
  }
}

/** Live, and not merged into another. NOT IN, as a short list is never taken for the long side of a join then. */
function latestOf({ table, columns }: Mirrored, at: At): View {
  const list = columns.map(column => `t.${column.name}`).join(', ')
  const has = (name: string) => columns.some(column => column.name === name)
  const conditions: string[] = []
  if (has('deleted_at')) conditions.push('t.deleted_at IS NULL')
  if (has('purged')) conditions.push('t.purged IS NOT TRUE')
  if (has('merged_into') || has('same_as')) {
    const link = has('same_as') ? 'same_as' : 'merged_into'
    const ends = at(`${table.replace(/s$/, '')}_ends`)
    const moved = `CASE WHEN t.${link} IS NULL THEN '' ELSE t.id END`
    conditions.push(`(t.user_id, ${moved}) NOT IN (SELECT (user_id, id) FROM ${ends})`)
  }
  if (table === 'shots') {
    const home = "coalesce('session ' || t.session_id, 'group ' || t.group_id, '')"
    conditions.push(`(t.user_id, ${home}) NOT IN (SELECT (user_id, home) FROM ${at('homes_gone')})`)
  }
  const where = conditions.length > 0 ? `\nWHERE ${conditions.join(' AND ')}` : ''
  return {
    name: `${table}_latest`,
    means: `${table} that count: neither deleted nor merged into another`,
    sql: `SELECT ${list} FROM ${at(`${table}_all`)} AS t${where}`,
  }
}

const inUnits: Readonly<Record<string, readonly [suffix: string, factor: number]>> = {
  m: ['yd', YARDS_PER_METRE],
  mps: ['mph', MPH_PER_MPS],
}

/** For people who write SQL: yards, mph and feet, with the words of the club and the session. */
function inYards(at: At): View {
  const measured = columnsOf('shots').flatMap(([name, column]) => {
    if (column.origin !== 'measured' || column.type !== 'real') return []
    if (name === 'apex_m') return [`t.apex_m * ${FEET_PER_METRE} AS apex_ft`]
    const unit = inUnits[column.unit ?? '']
    if (!unit) return [`t.${name}`]
    const [suffix, factor] = unit
    return [`t.${name} * ${factor} AS ${name.replace(/_[a-z]+$/, '')}_${suffix}`]
  })
  return {
    name: 'shots_in_yards',
    means: 'shots that count, in yards, mph and feet, with club, session and date: for people',
    sql: `SELECT t.user_id, t.id AS shot_id,
  coalesce(s.practice_date, g.source_date) AS session_date, s.id AS session_id, s.name AS session_name, g.label AS group_label,
  coalesce(g.kind, 'practice') AS kind,
  coalesce(ce.end_id, t.club_id, g.club_id, 'code:' || g.club_code) AS club_id,
  coalesce(c.name, c.code, g.club_code) AS club,
  CASE WHEN t.club_speed_mps >= 5 THEN t.ball_speed_mps / t.club_speed_mps END AS smash,
  t.face_deg - t.club_path_deg AS face_to_path_deg,
  ${measured.join(', ')},
  coalesce(t.excluded, false) AS excluded, t.tags, t.notes, t.sensor_name
FROM ${at('shots_latest')} AS t
LEFT JOIN ${at('groups_all')} AS g ON g.user_id = t.user_id AND g.id = t.group_id
LEFT JOIN ${at('session_ends')} AS e ON e.user_id = t.user_id AND e.id = coalesce(t.session_id, g.default_session_id)
LEFT JOIN ${at('sessions_all')} AS s ON s.user_id = t.user_id AND s.id = coalesce(e.end_id, t.session_id, g.default_session_id)
LEFT JOIN ${at('club_ends')} AS ce ON ce.user_id = t.user_id AND ce.id = coalesce(t.club_id, g.club_id, 'code:' || g.club_code)
LEFT JOIN ${at('clubs_all')} AS c ON c.user_id = t.user_id AND c.id = coalesce(ce.end_id, t.club_id, g.club_id, 'code:' || g.club_code)`,
  }
}
