/**
 * Every table and column of the system, once. From it come the TypeScript types (rows.ts), the
 * row validators, the merge's split into facts and edits, and the drift tests. The migrations are
 * written by hand and held to this list.
 */

export type Store = 'device' | 'cloud' | 'warehouse'

/**
 * measured: a fact of the source, replaced only as a whole (see `factColumns`).
 * edited: the golfer's, merged field by field by its clock; may be guessed until then.
 * derived: computed from other columns, can be made again.
 * system: bookkeeping of a store.
 */
export type Origin = 'measured' | 'edited' | 'derived' | 'system'

export type ColumnType = 'text' | 'real' | 'integer' | 'boolean' | 'json'

export interface Column {
  readonly type: ColumnType
  /** SI; the suffix of the name says the same. */
  readonly unit?: 'm' | 'mps' | 'deg' | 'rpm' | 'mm' | 's'
  readonly origin: Origin
  /** Schema version that brought the column. */
  readonly since: number
  readonly means: string
  readonly required?: true
  /** In fewer stores than its table. */
  readonly stores?: readonly Store[]
}

export interface Table {
  readonly means: string
  readonly since: number
  readonly stores: readonly Store[]
  readonly key: readonly string[]
  readonly columns: { readonly [name: string]: Column }
}

/** The schema version that this build writes: the number of the newest device migration. */
export const SCHEMA_VERSION = 3

const SYNCED = ['device', 'cloud', 'warehouse'] as const
const LOCAL = ['device'] as const
/** Where the link's key and the raw payloads may stand. */
const PRIVATE = ['device', 'cloud'] as const

/** What each synced row carries for the merge. */
const row = {
  id: {
    type: 'text',
    origin: 'system',
    since: 1,
    required: true,
    means: 'unique per golfer; made from the source where it names the thing',
  },
  clocks: {
    type: 'json',
    origin: 'system',
    since: 1,
    required: true,
    means: 'hybrid logical clock by edited column; none = older than any edit',
  },
  extra: {
    type: 'json',
    origin: 'system',
    since: 1,
    means: 'columns that a newer device sent and this one does not know',
  },
  rev: {
    type: 'integer',
    origin: 'system',
    since: 1,
    means: 'revision that the cloud gave; null = never sent',
  },
} as const satisfies Table['columns']

/** What a row with facts carries besides: which source won. */
const facts = {
  fact_source: {
    type: 'integer',
    origin: 'system',
    since: 1,
    means: 'report payload 3, file of another maker 2, earlier database 1; null = no facts',
  },
  parser_version: {
    type: 'integer',
    origin: 'system',
    since: 1,
    means: 'version of the parser that read the facts',
  },
} as const satisfies Table['columns']

const guessed = {
  guesser_version: {
    type: 'integer',
    origin: 'system',
    since: 1,
    means: 'version of the rules that guessed the unedited columns',
  },
} as const satisfies Table['columns']

const m = (unit: NonNullable<Column['unit']>, means: string) =>
  ({ type: 'real', unit, origin: 'measured', since: 1, means }) as const
const fact = <T extends ColumnType>(type: T, means: string) =>
  ({ type, origin: 'measured', since: 1, means }) as const
const edit = <T extends ColumnType>(type: T, means: string) =>
  ({ type, origin: 'edited', since: 1, means }) as const
const system = <T extends ColumnType>(type: T, means: string) =>
  ({ type, origin: 'system', since: 1, means }) as const
const must = <T extends ColumnType>(type: T, means: string) =>
  ({ type, origin: 'system', since: 1, means, required: true }) as const

export const catalogue = {
  reports: {
    means: 'a link of the source, with the key that opens it',
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      maker: fact('text', 'uneekor, or another maker'),
      key: { ...fact('text', 'bearer secret of the link; null for files'), stores: PRIVATE },
      added_at: fact('text', 'ISO UTC: first import'),
    },
  },
  payloads: {
    means:
      'a raw answer of the source, kept so that all can be derived again; its bytes lie beside the database',
    since: 1,
    stores: PRIVATE,
    key: ['id'],
    columns: {
      ...row,
      report_id: fact('text', 'report it answers'),
      fetched_at: fact('text', 'ISO UTC'),
      bytes: fact('integer', 'size before compression'),
    },
  },
  groups: {
    means: "the source's unit within a report",
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      ...facts,
      ...guessed,
      report_id: fact('text', 'report'),
      default_session_id: fact('text', 'session {report}:{date} that its shots belong to unless moved'),
      label: fact('text', "golfer's free label at the source; not the club"),
      club_code: fact('text', 'club chosen in the software, as the source writes it, decoded: IRON7'),
      club_name: fact('text', 'the same, untouched'),
      club_type: fact('text', "the source's number for the kind of club"),
      club_number: fact('text', "the source's number for the club"),
      source_date: fact('text', 'YYYY-MM-DD, local: practice date as the source has it'),
      ball_type: fact('text', "the source's number for the ball"),
      ball_name: fact('text', 'PREMIUM, MEDIUM, SOFT, FIRM'),
      color: fact('text', '6 hex'),
      uploaded_at: fact('text', 'ISO UTC: upload, not practice'),
      source_deleted_at: fact('text', 'ISO UTC: deleted at the source'),
      source_deleted: fact('boolean', 'is_deleted of the source'),
      source_shown: fact('boolean', 'show of the source'),
      client_session_id: fact('integer', 'ascending = order of time (inferred)'),
      club_id: edit('text', 'club given by the golfer; null = from club_code'),
      kind: edit('text', 'practice, drill, warm-up, test, round; guessed from the label'),
    },
  },
  sessions: {
    means: 'what the golfer did on one practice date',
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      ...guessed,
      report_id: fact('text', 'report it came from; null = made by the golfer'),
      practice_date: edit('text', 'YYYY-MM-DD, local; never through a time zone; guessed from the source'),
      name: edit('text', 'name by the golfer; null = its date and groups speak'),
      notes: edit('text', 'free text'),
      tags: edit('json', 'list of words'),
      merged_into: edit('text', 'session that took it in; readers follow to the end'),
      deleted_at: edit('text', 'ISO UTC: in the trash since'),
    },
  },
  shots: {
    means: 'one swing as measured',
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      ...facts,
      ...guessed,
      life: system(
        'text',
        "clock of `purged` when the facts were imported; facts below the row's purge clock go",
      ),
      report_id: fact('text', 'report'),
      group_id: fact('text', 'group'),
      ball_speed_mps: m('mps', 'ball speed after impact'),
      club_speed_mps: m('mps', 'club head speed at impact'),
      carry_m: m('m', 'distance through the air'),
      total_m: m('m', 'carry and roll'),
      side_m: m('m', 'offline at the end, + right (inferred)'),
      apex_m: m('m', 'height of the flight'),
      launch_deg: m('deg', 'vertical launch angle'),
      launch_direction_deg: m('deg', 'horizontal launch, + right of target'),
      descent_deg: m('deg', 'angle of descent at landing'),
      attack_deg: m('deg', 'angle of attack, - down'),
      club_path_deg: m('deg', 'path at impact, + right (in to out)'),
      face_deg: m('deg', 'face to target at impact, + right (open)'),
      dynamic_loft_deg: m('deg', 'loft delivered'),
      lie_deg: m('deg', 'lie of the club at impact (club_lie), + up'),
      back_spin_rpm: m('rpm', 'back spin'),
      side_spin_rpm: m('rpm', 'side spin, + curves right'),
      impact_x_mm: m('mm', "strike from the face's centre, + toe"),
      impact_y_mm: m('mm', "strike from the face's centre, + up"),
      flight_s: m('s', 'time of flight'),
      optix_x: fact('real', 'impact again in units of the page (0.6 - x)/60; not a landing point'),
      optix_y: fact('real', 'impact again in units of the page (y - 6)/60'),
      lie_text: fact('text', 'lie_angle of the source, e.g. UP 2.25'),
      flight_type: fact('text', "the source's icon name; blind to handedness: kept, never judged by"),
      client_shot_id: fact('integer', 'ascending = order of time (inferred)'),
      client_session_id: fact('integer', 'as on the group'),
      sensor_name: fact('text', 'monitor'),
      uploaded_at: fact('text', 'ISO UTC: upload, not the swing'),
      source_deleted_at: fact('text', 'ISO UTC: deleted at the source'),
      source_deleted: fact('boolean', 'is_deleted of the source'),
      source_shown: fact('boolean', 'show of the source'),
      video_frames: {
        ...system('integer', 'swing frames of the shot; null = not asked yet'),
        origin: 'derived',
      },
      session_id: edit('text', "session by the golfer; null = its group's default session"),
      club_id: edit('text', "club by the golfer; null = its group's"),
      excluded: edit('boolean', 'left out of the figures; guessed true where the source hides or deletes it'),
      tags: edit('json', 'list of words'),
      notes: edit('text', 'free text'),
      same_as: edit('text', 'shot of another source that is this one; readers follow to the end'),
      deleted_at: edit('text', 'ISO UTC: in the trash since'),
      purged: edit('boolean', 'deleted for good; wins over any import until the golfer takes it in again'),
    },
  },
  clubs: {
    means: "a club of the golfer's bag",
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      code: fact('text', 'IRON7, DRIVER, WEDGE_50; null = made by the golfer'),
      name: edit('text', 'name by the golfer; null = from the code'),
      category: edit('text', 'driver, wood, hybrid, iron, wedge, putter, mixed; null = from the code'),
      loft_deg: edit('real', 'static loft, degrees; null = unknown'),
      retired: edit('boolean', 'no longer in the bag'),
      merged_into: edit('text', 'club that took it in; readers follow to the end'),
    },
  },
  media: {
    means: 'a picture of a shot; its bytes lie beside the database, named by their hash',
    since: 1,
    stores: SYNCED,
    key: ['id'],
    columns: {
      ...row,
      shot_id: fact('text', 'shot'),
      name: fact('text', 'ballimpact, topview00 to topview23'),
      hash: fact('text', 'SHA-256 of the bytes'),
      bytes: fact('integer', 'size'),
    },
  },
  commands: {
    means: 'what the golfer did: header of an undoable step',
    since: 1,
    stores: PRIVATE,
    key: ['id'],
    columns: {
      ...row,
      kind: fact('text', 'kind of command'),
      says: fact('text', 'what it did, in the words of the history'),
      made_at: fact('text', 'ISO UTC, clock of the device'),
      clock: fact('text', 'hybrid logical clock of its edits'),
      device_id: fact('text', 'device that ran it'),
      undoes: fact('text', 'command that it takes back'),
      items: fact('integer', 'number of its items; undo is offered where all are there'),
      final: fact('boolean', 'deleted for good: offers no undo'),
    },
  },
  command_items: {
    means: 'one field that a command changed',
    since: 1,
    stores: PRIVATE,
    key: ['id'],
    columns: {
      ...row,
      command_id: fact('text', 'command'),
      table_name: fact('text', 'table of the row'),
      row_id: fact('text', 'row'),
      field: fact('text', 'column'),
      before: fact('json', 'value before'),
      after: fact('json', 'value after'),
    },
  },
  settings: {
    means: "the golfer's settings, a row by key (settings.ts lists them)",
    since: 1,
    stores: PRIVATE,
    key: ['id'],
    columns: { ...row, value: edit('json', 'value') },
  },
  outbox: {
    means: 'rows that the cloud has not seen as they are now',
    since: 1,
    stores: LOCAL,
    key: ['table_name', 'row_id'],
    columns: {
      table_name: must('text', 'table'),
      row_id: must('text', 'row'),
      commit_no: must('integer', "number of the row's last local commit"),
    },
  },
  refused_rows: {
    means: 'rows that the cloud did not take, until the golfer or a newer cloud decides',
    since: 3,
    stores: LOCAL,
    key: ['table_name', 'row_id'],
    columns: {
      table_name: { ...must('text', 'table'), since: 3 },
      row_id: { ...must('text', 'row'), since: 3 },
      reason: {
        ...must('text', 'unknown_column, unknown_table: the cloud is older; else why it can not be'),
        since: 3,
      },
      says: { ...system('text', "the cloud's own words"), since: 3 },
      schema_version: { ...must('integer', "the cloud's, as it refused"), since: 3 },
      kept: { ...must('boolean', 'the golfer keeps it on this device alone'), since: 3 },
      refused_at: { ...must('text', 'ISO UTC'), since: 3 },
    },
  },
  unknown_rows: {
    means: 'rows that only a newer version can read, kept whole',
    since: 1,
    stores: LOCAL,
    key: ['table_name', 'row_id'],
    columns: {
      table_name: must('text', 'table'),
      row_id: must('text', 'row'),
      row: must('json', 'the row as it came'),
    },
  },
  local_state: {
    means: "this database's own facts: device id, last clock, commit number, sync cursor",
    since: 1,
    stores: LOCAL,
    key: ['key'],
    columns: { key: must('text', 'name'), value: must('json', 'value') },
  },
  merge_ends: {
    means: 'where a merged club, session or shot ends; made again whenever one is merged',
    since: 1,
    stores: LOCAL,
    key: ['table_name', 'row_id'],
    columns: {
      table_name: must('text', 'clubs, sessions or shots'),
      row_id: must('text', 'row that was merged'),
      end_id: { ...must('text', 'row at the end of the chain'), origin: 'derived' },
    },
  },
  import_queue: {
    means: 'links and files that wait for a signal or for the golfer',
    since: 1,
    stores: LOCAL,
    key: ['id'],
    columns: {
      id: must('text', 'report id, or hash of what is kept of the file'),
      report_id: must('text', 'report'),
      key: system('text', "the link's key; null for a file"),
      state: must('text', 'waiting, ready, failed'),
      payload_id: system('text', 'payload that was fetched and waits for its preview to be accepted'),
      problem: system('json', 'why the last try failed: kind, words, cure'),
      tries: must('integer', 'tries so far'),
      added_at: must('text', 'ISO UTC'),
      file_name: {
        type: 'text',
        origin: 'system',
        since: 2,
        means: 'name of a file of shots; null for a link and a saved report',
      },
    },
  },
  set_aside: {
    means: 'shots and groups that could not be read, with the reason; retried when the parser learns',
    since: 1,
    stores: LOCAL,
    key: ['id'],
    columns: {
      id: must('text', '{payload}:{path}'),
      report_id: must('text', 'report'),
      payload_id: must('text', 'payload that holds it'),
      path: must('text', 'place in the payload, as [group].shots[shot]'),
      reason: must('text', 'what was wrong, in words'),
      raw: must('json', 'the piece as it came, cut at 4 KB'),
      parser_version: must('integer', 'parser that refused it'),
      seen_at: must('text', 'ISO UTC'),
    },
  },
} as const satisfies { readonly [table: string]: Table }

export type Catalogue = typeof catalogue
export type TableName = keyof Catalogue

/** Tables whose rows merge and travel: each has id, clocks, extra and rev. */
export const syncedTables = [
  'reports',
  'payloads',
  'groups',
  'sessions',
  'shots',
  'clubs',
  'media',
  'commands',
  'command_items',
  'settings',
] as const satisfies readonly TableName[]
export type SyncedTable = (typeof syncedTables)[number]

/** Columns of a table in the catalogue's order. */
export function columnsOf(table: TableName): [name: string, column: Column][] {
  return Object.entries(catalogue[table].columns)
}

/** Facts of a table: replaced together, by the pair (fact_source, parser_version). */
export function factColumns(table: TableName): string[] {
  return columnsOf(table).flatMap(([name, column]) => (column.origin === 'measured' ? [name] : []))
}

/** Columns that the golfer edits: merged one by one, by their clocks. */
export function editColumns(table: TableName): string[] {
  return columnsOf(table).flatMap(([name, column]) => (column.origin === 'edited' ? [name] : []))
}
