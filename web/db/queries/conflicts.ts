/**
 * Edits of one field that two devices made without knowing each other. Nothing is stored for it: an edit knows
 * the one before it if it found that one's value there.
 */

import { formatDate } from '../../../shared/golf/dates.ts'
import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import { readState } from '../commands/step.ts'
import { clubNamed, fieldNamed, sessionNamed } from '../commands/words.ts'
import type { Conflict, Params } from '../query.ts'
import type { Reader } from '../sql.ts'
import { wordsOf } from './sessions.ts'

type Look = Pick<Reader, 'all' | 'get'>

/** The settings' row of a device's name. */
export const deviceKey = (device_id: string): string => `device:${device_id}`

interface Event {
  readonly item_id: string
  readonly field: string
  readonly before: string
  readonly after: string
  readonly clock: string
  readonly device_id: string
  readonly made_at: string
  /** The row's own clock of the field. */
  readonly stands: string | null
}

/** Newest first. What an import notes of the rows that it brings is no edit. */
export function readConflicts(look: Look, { table, id }: Params<'conflicts'>): Conflict[] {
  const events = look.all<Event>(
    `SELECT i.id AS item_id, i.field, i.before, i.after, c.clock, c.device_id, c.made_at,
      json_extract(t.clocks, '$.' || i.field) AS stands
    FROM command_items AS i JOIN commands AS c ON c.id = i.command_id JOIN ${table} AS t ON t.id = i.row_id
    WHERE i.row_id = ? AND i.table_name = ? AND c.final IS NOT 1
      AND c.kind NOT IN ('accept_import', 'accept_file', 'retry_set_aside', 'backfill')
    ORDER BY i.field, c.clock`,
    [id, table],
  )
  const own = readState(look, 'device_id')
  const side = ({ item_id, field, after, device_id, made_at }: Event): Conflict['over'] => ({
    item_id,
    value: valueSaid(look, field, after, table),
    device: device_id === own ? 'this device' : (nameOf(look, device_id) ?? 'another device'),
    made_at,
  })
  return events
    .flatMap((event, i) => {
      const before = events[i - 1]
      const unaware =
        before?.field === event.field &&
        before.device_id !== event.device_id &&
        before.after !== event.before &&
        before.after !== event.after
      if (!unaware) return []
      return [
        {
          field: fieldNamed(event.field),
          set: side(event),
          over: side(before),
          open: event.stands === event.clock,
          clock: event.clock,
        },
      ]
    })
    .sort((a, b) => (a.clock < b.clock ? 1 : -1))
    .map(({ clock: _, ...conflict }) => conflict)
}

function nameOf(look: Look, device_id: string): string | null {
  const row = look.get<{ name: string | null }>(`SELECT value ->> '$' AS name FROM settings WHERE id = ?`, [
    deviceKey(device_id),
  ])
  return row?.name ?? null
}

export function readDeviceName(look: Look): string | null {
  const own = readState(look, 'device_id')
  return own === null ? null : nameOf(look, own)
}

/** `json`: as an item of that table has it. */
export function valueSaid(look: Look, field: string, json: string, table: SyncedTable): string {
  const value: unknown = JSON.parse(json)
  switch (field) {
    case 'club_id':
      return typeof value === 'string' ? clubNamed(look, value) : 'the group’s'
    case 'session_id':
      return typeof value === 'string' ? sessionNamed(look, value) : 'its own'
    case 'excluded':
      return value === 1 ? 'out of them' : 'in them'
    case 'deleted_at':
      return value === null ? 'not deleted' : 'deleted'
    case 'merged_into':
      if (typeof value !== 'string') return 'by itself'
      return `part of ${table === 'clubs' ? clubNamed(look, value) : sessionNamed(look, value)}`
    case 'retired':
      return value === 1 ? 'out of it' : 'in it'
    case 'practice_date':
      return typeof value === 'string' ? formatDate(value, 'words') : 'none'
    case 'loft_deg':
      return value === null ? 'none' : `${String(value)}°`
    case 'same_as':
      return value === null ? 'none' : 'of another shot'
    case 'tags':
      return value === null ? 'none' : wordsOf(json).join(', ')
    default:
      return value === null ? 'none' : `“${String(value)}”`
  }
}
