-- The cloud's tables, version 1. Held to shared/schema/catalogue.ts by tests/cloud/drift.test.ts.
-- Postgres 15 or newer with Supabase's `auth` schema and roles. Every file here may be applied again.
-- No foreign keys between synced tables: a parent may arrive after its children.
-- Text sorts as bytes (COLLATE "C") and json keeps its text: the merge compares both as devices do.

-- The earlier system kept a table of the same name. It is put aside, whole, and closed to all but the
-- service: see 0005_earlier_shots.sql.
DO $aside$
DECLARE
  policy text;
  old_index text;
  reader regclass;
BEGIN
  IF to_regclass('public.shots') IS NULL OR EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = to_regclass('public.shots') AND attname = 'clocks' AND NOT attisdropped
  ) THEN
    RETURN;
  END IF;
  IF to_regclass('public.earlier_shots') IS NOT NULL THEN
    RAISE EXCEPTION 'An earlier table of shots was put aside already, and here is another.'
      USING HINT = 'Rename public.shots yourself, then apply this again.';
  END IF;
  ALTER TABLE public.shots RENAME TO earlier_shots;
  ALTER TABLE public.earlier_shots ENABLE ROW LEVEL SECURITY;
  FOR policy IN SELECT polname FROM pg_policy WHERE polrelid = 'public.earlier_shots'::regclass LOOP
    EXECUTE format('DROP POLICY %I ON public.earlier_shots', policy);
  END LOOP;
  -- Names of indexes are one space for all tables: ours must find theirs free.
  FOR old_index IN
    SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = 'public.earlier_shots'::regclass
  LOOP
    EXECUTE format('ALTER INDEX public.%I RENAME TO %I', old_index, 'earlier_' || old_index);
  END LOOP;
  -- A view reads with its owner's rights, past row level security.
  FOR reader IN
    WITH RECURSIVE readers AS (
      SELECT 'public.earlier_shots'::regclass::oid AS oid
      UNION
      SELECT r.ev_class FROM readers
      JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = readers.oid
      JOIN pg_rewrite r ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
    )
    SELECT oid::regclass FROM readers
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM PUBLIC, anon, authenticated', reader);
  END LOOP;
END
$aside$;

-- What devices never call: PostgREST does not expose this schema.
CREATE SCHEMA IF NOT EXISTS rangebook;
REVOKE ALL ON SCHEMA rangebook FROM PUBLIC;

-- a link of the source, with the key that opens it
CREATE TABLE IF NOT EXISTS public.reports (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  maker text COLLATE "C",
  key text COLLATE "C",
  added_at text COLLATE "C",
  PRIMARY KEY (user_id, id)
);

-- a raw answer of the source, kept so that all can be derived again; its bytes lie beside the database
CREATE TABLE IF NOT EXISTS public.payloads (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  report_id text COLLATE "C",
  fetched_at text COLLATE "C",
  bytes bigint,
  PRIMARY KEY (user_id, id)
);

-- the source's unit within a report
CREATE TABLE IF NOT EXISTS public.groups (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  fact_source bigint,
  parser_version bigint,
  guesser_version bigint,
  report_id text COLLATE "C",
  default_session_id text COLLATE "C",
  label text COLLATE "C",
  club_code text COLLATE "C",
  club_name text COLLATE "C",
  club_type text COLLATE "C",
  club_number text COLLATE "C",
  source_date text COLLATE "C",
  ball_type text COLLATE "C",
  ball_name text COLLATE "C",
  color text COLLATE "C",
  uploaded_at text COLLATE "C",
  source_deleted_at text COLLATE "C",
  source_deleted boolean,
  source_shown boolean,
  client_session_id bigint,
  club_id text COLLATE "C",
  kind text COLLATE "C",
  PRIMARY KEY (user_id, id)
);

-- what the golfer did on one practice date
CREATE TABLE IF NOT EXISTS public.sessions (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  guesser_version bigint,
  report_id text COLLATE "C",
  practice_date text COLLATE "C",
  name text COLLATE "C",
  notes text COLLATE "C",
  tags json,
  merged_into text COLLATE "C",
  deleted_at text COLLATE "C",
  PRIMARY KEY (user_id, id)
);

-- one swing as measured
CREATE TABLE IF NOT EXISTS public.shots (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  fact_source bigint,
  parser_version bigint,
  guesser_version bigint,
  life text COLLATE "C",
  report_id text COLLATE "C",
  group_id text COLLATE "C",
  ball_speed_mps double precision,
  club_speed_mps double precision,
  carry_m double precision,
  total_m double precision,
  side_m double precision,
  apex_m double precision,
  launch_deg double precision,
  launch_direction_deg double precision,
  descent_deg double precision,
  attack_deg double precision,
  club_path_deg double precision,
  face_deg double precision,
  dynamic_loft_deg double precision,
  lie_deg double precision,
  back_spin_rpm double precision,
  side_spin_rpm double precision,
  impact_x_mm double precision,
  impact_y_mm double precision,
  flight_s double precision,
  optix_x double precision,
  optix_y double precision,
  lie_text text COLLATE "C",
  flight_type text COLLATE "C",
  client_shot_id bigint,
  client_session_id bigint,
  sensor_name text COLLATE "C",
  uploaded_at text COLLATE "C",
  source_deleted_at text COLLATE "C",
  source_deleted boolean,
  source_shown boolean,
  video_frames bigint,
  session_id text COLLATE "C",
  club_id text COLLATE "C",
  excluded boolean,
  tags json,
  notes text COLLATE "C",
  same_as text COLLATE "C",
  deleted_at text COLLATE "C",
  purged boolean,
  PRIMARY KEY (user_id, id)
);

-- a club of the golfer's bag
CREATE TABLE IF NOT EXISTS public.clubs (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  code text COLLATE "C",
  name text COLLATE "C",
  category text COLLATE "C",
  loft_deg double precision,
  retired boolean,
  merged_into text COLLATE "C",
  PRIMARY KEY (user_id, id)
);

-- a picture of a shot; its bytes lie beside the database, named by their hash
CREATE TABLE IF NOT EXISTS public.media (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  shot_id text COLLATE "C",
  name text COLLATE "C",
  hash text COLLATE "C",
  bytes bigint,
  PRIMARY KEY (user_id, id)
);

-- what the golfer did: header of an undoable step
CREATE TABLE IF NOT EXISTS public.commands (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  kind text COLLATE "C",
  says text COLLATE "C",
  made_at text COLLATE "C",
  clock text COLLATE "C",
  device_id text COLLATE "C",
  undoes text COLLATE "C",
  items bigint,
  final boolean,
  PRIMARY KEY (user_id, id)
);

-- one field that a command changed
CREATE TABLE IF NOT EXISTS public.command_items (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  command_id text COLLATE "C",
  table_name text COLLATE "C",
  row_id text COLLATE "C",
  field text COLLATE "C",
  before json,
  after json,
  PRIMARY KEY (user_id, id)
);

-- the golfer's settings, a row by key (settings.ts lists them)
CREATE TABLE IF NOT EXISTS public.settings (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  id text COLLATE "C" NOT NULL,
  clocks json NOT NULL DEFAULT '{}',
  extra json,
  rev bigint NOT NULL,
  value json,
  PRIMARY KEY (user_id, id)
);

-- This cloud: who it is, what it knows, whom it still serves.
CREATE TABLE IF NOT EXISTS rangebook.cloud (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  cloud_id uuid NOT NULL DEFAULT gen_random_uuid(),
  -- The catalogue's version that brought the newest column here.
  schema_version integer NOT NULL,
  -- A device whose schema version is lower is stopped.
  min_client integer NOT NULL DEFAULT 1
);
INSERT INTO rangebook.cloud (schema_version) VALUES (1) ON CONFLICT DO NOTHING;

-- The counter that gives each golfer's rows their revisions; locked for the length of a push.
CREATE TABLE IF NOT EXISTS rangebook.heads (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  head bigint NOT NULL DEFAULT 0,
  epoch bigint NOT NULL DEFAULT 1,
  -- Highest stamp that this cloud holds for the golfer.
  highest text COLLATE "C" NOT NULL DEFAULT ''
);

-- One row a push that changed something, never pruned: a token that is not here tells a device that the
-- cloud went back in time.
CREATE TABLE IF NOT EXISTS rangebook.pushes (
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
  rev bigint NOT NULL,
  token uuid NOT NULL DEFAULT gen_random_uuid(),
  PRIMARY KEY (user_id, rev)
);
CREATE UNIQUE INDEX IF NOT EXISTS pushes_by_token ON rangebook.pushes (user_id, token);

-- How each column merges: source = what ranks facts, fact = replaced with its row's others by that rank,
-- edit = by its own clock, greatest = by value alone.
CREATE TABLE IF NOT EXISTS rangebook.columns (
  table_name text COLLATE "C" NOT NULL,
  column_name text COLLATE "C" NOT NULL,
  merge text NOT NULL CHECK (merge IN ('source', 'fact', 'edit', 'greatest')),
  PRIMARY KEY (table_name, column_name)
);
INSERT INTO rangebook.columns (table_name, merge, column_name)
SELECT table_name, merge, regexp_split_to_table(names, '\s+')
FROM (
  VALUES
    ('reports', 'fact', 'maker key added_at'),
    ('payloads', 'fact', 'report_id fetched_at bytes'),
    ('groups', 'source', 'fact_source parser_version'),
    ('groups', 'greatest', 'guesser_version'),
    ('groups', 'fact', 'report_id default_session_id label club_code club_name club_type club_number
      source_date ball_type ball_name color uploaded_at source_deleted_at source_deleted
      source_shown client_session_id'),
    ('groups', 'edit', 'club_id kind'),
    ('sessions', 'greatest', 'guesser_version'),
    ('sessions', 'fact', 'report_id'),
    ('sessions', 'edit', 'practice_date name notes tags merged_into deleted_at'),
    ('shots', 'source', 'fact_source parser_version life'),
    ('shots', 'greatest', 'guesser_version video_frames'),
    ('shots', 'fact', 'report_id group_id ball_speed_mps club_speed_mps carry_m total_m side_m apex_m
      launch_deg launch_direction_deg descent_deg attack_deg club_path_deg face_deg
      dynamic_loft_deg lie_deg back_spin_rpm side_spin_rpm impact_x_mm impact_y_mm flight_s
      optix_x optix_y lie_text flight_type client_shot_id client_session_id sensor_name
      uploaded_at source_deleted_at source_deleted source_shown'),
    ('shots', 'edit', 'session_id club_id excluded tags notes same_as deleted_at purged'),
    ('clubs', 'fact', 'code'),
    ('clubs', 'edit', 'name category loft_deg retired merged_into'),
    ('media', 'fact', 'shot_id name hash bytes'),
    ('commands', 'fact', 'kind says made_at clock device_id undoes items final'),
    ('command_items', 'fact', 'command_id table_name row_id field before after'),
    ('settings', 'edit', 'value')
) AS written (table_name, merge, names)
ON CONFLICT (table_name, column_name) DO UPDATE SET merge = excluded.merge;

-- In this order a push is written: what a command changed before the command.
CREATE TABLE IF NOT EXISTS rangebook.tables (
  table_name text COLLATE "C" PRIMARY KEY,
  place integer NOT NULL
);
INSERT INTO rangebook.tables (table_name, place)
VALUES
  ('reports', 1), ('payloads', 2), ('sessions', 3), ('groups', 4), ('clubs', 5), ('shots', 6), ('media', 7),
  ('settings', 8), ('command_items', 9), ('commands', 10)
ON CONFLICT (table_name) DO UPDATE SET place = excluded.place;

-- A golfer reads their own rows and writes none but through push_changes; whoever is not signed in, nothing.
DO $closed$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT table_name FROM rangebook.tables LOOP
    EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON public.%I (user_id, rev)', name || '_by_rev', name);
    EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('REVOKE ALL ON public.%I FROM PUBLIC, anon, authenticated', name);
    EXECUTE format('GRANT SELECT ON public.%I TO authenticated, service_role', name);
    EXECUTE format('DROP POLICY IF EXISTS own_rows ON public.%I', name);
    EXECUTE format(
      'CREATE POLICY own_rows ON public.%I FOR SELECT TO authenticated USING (user_id = (SELECT auth.uid()))',
      name
    );
  END LOOP;
  FOREACH name IN ARRAY ARRAY['cloud', 'heads', 'pushes', 'columns', 'tables'] LOOP
    EXECUTE format('ALTER TABLE rangebook.%I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('REVOKE ALL ON rangebook.%I FROM PUBLIC, anon, authenticated', name);
  END LOOP;
END
$closed$;
