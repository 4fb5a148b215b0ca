-- The device's database, version 1. Held to shared/schema/catalogue.ts by the drift test.
-- Every table keeps its rowid: the update hook, which feeds the log of the page store, does not
-- fire for WITHOUT ROWID tables. No foreign keys: a parent may arrive after its children.
-- Booleans are 0 or 1; json is text.

-- a link of the source, with the key that opens it
CREATE TABLE reports (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  maker TEXT,
  key TEXT,
  added_at TEXT
) STRICT;

-- a raw answer of the source, kept so that all can be derived again; its bytes lie beside the database
CREATE TABLE payloads (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  report_id TEXT,
  fetched_at TEXT,
  bytes INTEGER
) STRICT;

-- the source's unit within a report
CREATE TABLE groups (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  fact_source INTEGER,
  parser_version INTEGER,
  guesser_version INTEGER,
  report_id TEXT,
  default_session_id TEXT,
  label TEXT,
  club_code TEXT,
  club_name TEXT,
  club_type TEXT,
  club_number TEXT,
  source_date TEXT,
  ball_type TEXT,
  ball_name TEXT,
  color TEXT,
  uploaded_at TEXT,
  source_deleted_at TEXT,
  source_deleted INTEGER CHECK (source_deleted IN (0, 1)),
  source_shown INTEGER CHECK (source_shown IN (0, 1)),
  client_session_id INTEGER,
  club_id TEXT,
  kind TEXT
) STRICT;

-- what the golfer did on one practice date
CREATE TABLE sessions (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  guesser_version INTEGER,
  report_id TEXT,
  practice_date TEXT,
  name TEXT,
  notes TEXT,
  tags TEXT,
  merged_into TEXT,
  deleted_at TEXT
) STRICT;

-- one swing as measured
CREATE TABLE shots (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  fact_source INTEGER,
  parser_version INTEGER,
  guesser_version INTEGER,
  life TEXT,
  report_id TEXT,
  group_id TEXT,
  ball_speed_mps REAL,
  club_speed_mps REAL,
  carry_m REAL,
  total_m REAL,
  side_m REAL,
  apex_m REAL,
  launch_deg REAL,
  launch_direction_deg REAL,
  descent_deg REAL,
  attack_deg REAL,
  club_path_deg REAL,
  face_deg REAL,
  dynamic_loft_deg REAL,
  lie_deg REAL,
  back_spin_rpm REAL,
  side_spin_rpm REAL,
  impact_x_mm REAL,
  impact_y_mm REAL,
  flight_s REAL,
  optix_x REAL,
  optix_y REAL,
  lie_text TEXT,
  flight_type TEXT,
  client_shot_id INTEGER,
  client_session_id INTEGER,
  sensor_name TEXT,
  uploaded_at TEXT,
  source_deleted_at TEXT,
  source_deleted INTEGER CHECK (source_deleted IN (0, 1)),
  source_shown INTEGER CHECK (source_shown IN (0, 1)),
  video_frames INTEGER,
  session_id TEXT,
  club_id TEXT,
  excluded INTEGER CHECK (excluded IN (0, 1)),
  tags TEXT,
  notes TEXT,
  same_as TEXT,
  deleted_at TEXT,
  purged INTEGER CHECK (purged IN (0, 1))
) STRICT;

-- a club of the golfer's bag
CREATE TABLE clubs (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  code TEXT,
  name TEXT,
  category TEXT,
  loft_deg REAL,
  retired INTEGER CHECK (retired IN (0, 1)),
  merged_into TEXT
) STRICT;

-- a picture of a shot; its bytes lie beside the database, named by their hash
CREATE TABLE media (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  shot_id TEXT,
  name TEXT,
  hash TEXT,
  bytes INTEGER
) STRICT;

-- what the golfer did: header of an undoable step
CREATE TABLE commands (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  kind TEXT,
  says TEXT,
  made_at TEXT,
  clock TEXT,
  device_id TEXT,
  undoes TEXT,
  items INTEGER,
  final INTEGER CHECK (final IN (0, 1))
) STRICT;

-- one field that a command changed
CREATE TABLE command_items (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  command_id TEXT,
  table_name TEXT,
  row_id TEXT,
  field TEXT,
  before TEXT,
  after TEXT
) STRICT;

-- the golfer's settings, a row by key (settings.ts lists them)
CREATE TABLE settings (
  id TEXT NOT NULL PRIMARY KEY,
  clocks TEXT NOT NULL DEFAULT '{}',
  extra TEXT,
  rev INTEGER,
  value TEXT
) STRICT;

-- rows that the cloud has not seen as they are now
CREATE TABLE outbox (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  commit_no INTEGER NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT;

-- rows of tables that only a newer version knows, kept whole
CREATE TABLE unknown_rows (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  row TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT;

-- this database's own facts: device id, last clock, commit number, sync cursor
CREATE TABLE local_state (
  key TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

-- where a merged club, session or shot ends; made again whenever one is merged
CREATE TABLE merge_ends (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  end_id TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT;

-- links and files that wait for a signal or for the golfer
CREATE TABLE import_queue (
  id TEXT NOT NULL PRIMARY KEY,
  report_id TEXT NOT NULL,
  key TEXT,
  state TEXT NOT NULL,
  payload_id TEXT,
  problem TEXT,
  tries INTEGER NOT NULL,
  added_at TEXT NOT NULL
) STRICT;

-- shots and groups that could not be read, with the reason; retried when the parser learns
CREATE TABLE set_aside (
  id TEXT NOT NULL PRIMARY KEY,
  report_id TEXT NOT NULL,
  payload_id TEXT NOT NULL,
  path TEXT NOT NULL,
  reason TEXT NOT NULL,
  raw TEXT NOT NULL,
  parser_version INTEGER NOT NULL,
  seen_at TEXT NOT NULL
) STRICT;

CREATE INDEX groups_by_report ON groups (report_id);
CREATE INDEX groups_by_session ON groups (default_session_id);
-- Covers what lists and figures of the whole history read, so that they never touch the wide rows.
CREATE INDEX shots_by_place ON shots (group_id, session_id, club_id, deleted_at, purged, excluded, carry_m);
CREATE INDEX shots_by_session ON shots (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX items_by_command ON command_items (command_id);
CREATE INDEX items_by_row ON command_items (row_id);
CREATE INDEX media_by_shot ON media (shot_id);
CREATE INDEX shots_tagged ON shots (id) WHERE tags IS NOT NULL;
CREATE INDEX shots_deleted ON shots (deleted_at) WHERE deleted_at IS NOT NULL;
CREATE INDEX commands_by_clock ON commands (clock);
CREATE INDEX commands_by_undone ON commands (undoes) WHERE undoes IS NOT NULL;
