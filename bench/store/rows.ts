/** The same work for each rival: shots as the importer writes them, ids in the source's order. */
import { columnsOf } from '../../shared/schema/catalogue.ts'

export type Values = (string | number | null)[]

const columns = columnsOf('shots')

export const INSERT_SHOT = `INSERT INTO shots (${columns.map(([name]) => name).join(', ')})
  VALUES (${columns.map(() => '?').join(', ')})`

export const SHOTS_PER_GROUP = 50

/** One group for each fifty shots, so that the aggregate joins as the app's own does. */
export const INSERT_GROUP = `INSERT INTO groups (id, report_id, default_session_id, club_code, kind)
  VALUES (?, ?, ?, ?, 'practice')`

export const EDIT_SHOT = 'UPDATE shots SET excluded = ?, clocks = ? WHERE id = ?'

export const AGGREGATE = `SELECT g.club_code AS club, count(*) AS n, avg(s.carry_m) AS carry_m, avg(s.ball_speed_mps) AS ball_speed_mps
  FROM shots s JOIN groups g ON g.id = s.group_id WHERE s.deleted_at IS NULL GROUP BY g.club_code`

export const shotId = (n: number) => `41511_${groupNumber(n)}_${1_000_000 + n}`

const groupNumber = (n: number) => 80_000 + Math.floor(n / SHOTS_PER_GROUP)

export function groupValues(n: number): Values {
  const clubs = [
    'DRIVER',
    'WOOD5',
    'HYBRID4',
    'IRON5',
    'IRON6',
    'IRON7',
    'IRON8',
    'IRON9',
    'WEDGE_50',
    'WEDGE_56',
  ]
  const group = groupNumber(n)
  return [
    `41511_${group}`,
    '41511',
    `41511:2025-12-${String(1 + (group % 28)).padStart(2, '0')}`,
    clubs[group % clubs.length] ?? null,
  ]
}

/** All columns filled as a real shot fills them; one in three has no impact point. */
export function shotValues(n: number): Values {
  const wobble = Math.sin(n * 12.9898) * 10
  return columns.map(([name, column]) => {
    switch (name) {
      case 'id':
        return shotId(n)
      case 'clocks':
        return '{}'
      case 'fact_source':
        return 3
      case 'parser_version':
      case 'guesser_version':
        return 1
      case 'report_id':
        return '41511'
      case 'group_id':
        return `41511_${groupNumber(n)}`
      case 'client_shot_id':
        return n
      case 'uploaded_at':
        return '2025-12-27T02:30:16.000Z'
      case 'sensor_name':
        return 'EYEXO'
      case 'flight_type':
        return 'straight'
      case 'impact_x_mm':
      case 'impact_y_mm':
        return n % 3 === 0 ? null : Math.round(wobble)
      default:
        if (column.origin !== 'measured') return null
        if (column.type === 'real') return Math.round((40 + wobble) * 100) / 100
        return column.type === 'boolean' ? 0 : null
    }
  })
}

/** What a store under test must do; each promise resolves when the change is durable. */
export interface Rival {
  readonly open: () => Promise<void>
  /** Inserts shots [from, from + n) and their groups, in one durable step. */
  readonly insert: (from: number, n: number) => Promise<void>
  readonly edit: (n: number, clock: string) => Promise<void>
  /** Work that the store does when idle, done now: so that a cold open meets what a golfer's does. */
  readonly settle?: () => Promise<void>
  /** Rows of the aggregate by club. */
  readonly aggregate: () => Promise<number>
}

/** Groups that begin within [from, from + n). */
export function groupsWithin(from: number, n: number): Values[] {
  const values: Values[] = []
  for (
    let shot = Math.ceil(from / SHOTS_PER_GROUP) * SHOTS_PER_GROUP;
    shot < from + n;
    shot += SHOTS_PER_GROUP
  ) {
    values.push(groupValues(shot))
  }
  return values
}
