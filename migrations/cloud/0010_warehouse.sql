-- What the warehouse reads, and what its runs leave here: by the service key or the hub's owner alone, never
-- by a golfer. Any number of servers agree by these rows.

-- One row a run of the warehouse's sync, never pruned.
CREATE TABLE IF NOT EXISTS rangebook.warehouse_runs (
  run_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- Which warehouse: several may be filled from one cloud.
  warehouse text NOT NULL,
  holder text NOT NULL,
  mode text NOT NULL CHECK (mode IN ('full', 'incremental')),
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  ended_at timestamptz,
  -- done, stopped, failed; died = its lease ran out. Null while it runs.
  result text CHECK (result IN ('done', 'stopped', 'failed', 'died')),
  -- What it moved and found, as the server tells it: see server/warehouse/runs.ts.
  told jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX IF NOT EXISTS warehouse_runs_by_time ON rangebook.warehouse_runs (warehouse, started_at);

-- The run that may write to a warehouse now.
CREATE TABLE IF NOT EXISTS rangebook.warehouse_leases (
  warehouse text PRIMARY KEY,
  run_id uuid NOT NULL,
  expires_at timestamptz NOT NULL
);

ALTER TABLE rangebook.warehouse_runs ENABLE ROW LEVEL SECURITY;
ALTER TABLE rangebook.warehouse_leases ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON rangebook.warehouse_runs, rangebook.warehouse_leases FROM PUBLIC, anon, authenticated;

CREATE OR REPLACE FUNCTION rangebook.run_json(run rangebook.warehouse_runs) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT jsonb_build_object(
    'run_id', run.run_id, 'mode', run.mode, 'holder', run.holder, 'result', run.result, 'told', run.told,
    'started_ms', floor(extract(epoch FROM run.started_at) * 1000)::bigint,
    'ended_ms', floor(extract(epoch FROM run.ended_at) * 1000)::bigint
  )
$$;

-- request: {warehouse, holder, mode, lease_s, alone, pause_s}. `begun` with its run_id; `running` with the run that
-- holds the lease; `too_soon` with the last one, which ended less than pause_s ago. `alone`: no other process can
-- have this warehouse open, so whoever held the lease is dead.
CREATE OR REPLACE FUNCTION public.warehouse_begin(request json) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  of_warehouse text := request ->> 'warehouse';
  lease rangebook.warehouse_leases;
  run rangebook.warehouse_runs;
  now_at timestamptz;
BEGIN
  -- The lease's row is the lock between two servers that begin at one instant.
  INSERT INTO rangebook.warehouse_leases VALUES (of_warehouse, gen_random_uuid(), '-infinity') ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT lease FROM rangebook.warehouse_leases l WHERE l.warehouse = of_warehouse FOR UPDATE;
  now_at := clock_timestamp();
  IF lease.expires_at > now_at AND NOT coalesce((request ->> 'alone')::boolean, false) THEN
    SELECT * INTO run FROM rangebook.warehouse_runs r WHERE r.run_id = lease.run_id;
    RETURN jsonb_build_object('kind', 'running', 'run', rangebook.run_json(run));
  END IF;
  UPDATE rangebook.warehouse_runs r SET result = 'died', ended_at = now_at
  WHERE r.warehouse = of_warehouse AND r.result IS NULL;
  SELECT * INTO run FROM rangebook.warehouse_runs r
  WHERE r.warehouse = of_warehouse AND r.result = 'done' ORDER BY r.started_at DESC LIMIT 1;
  IF run.ended_at > now_at - make_interval(secs => coalesce((request ->> 'pause_s')::double precision, 0)) THEN
    RETURN jsonb_build_object('kind', 'too_soon', 'run', rangebook.run_json(run));
  END IF;
  INSERT INTO rangebook.warehouse_runs (warehouse, holder, mode)
  VALUES (of_warehouse, request ->> 'holder', request ->> 'mode') RETURNING * INTO run;
  UPDATE rangebook.warehouse_leases l
  SET run_id = run.run_id, expires_at = now_at + make_interval(secs => (request ->> 'lease_s')::double precision)
  WHERE l.warehouse = of_warehouse;
  RETURN jsonb_build_object('kind', 'begun', 'run', rangebook.run_json(run));
END
$$;

-- request: {warehouse, run_id, lease_s}. False: the lease is another's by now, and this run must write no more.
CREATE OR REPLACE FUNCTION public.warehouse_renew(request json) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  UPDATE rangebook.warehouse_leases l
  SET expires_at = clock_timestamp() + make_interval(secs => (request ->> 'lease_s')::double precision)
  WHERE l.warehouse = request ->> 'warehouse' AND l.run_id = (request ->> 'run_id')::uuid;
  RETURN FOUND;
END
$$;

-- request: {warehouse, run_id, result, told}. The audit row, written last. False: it was given up for dead.
CREATE OR REPLACE FUNCTION public.warehouse_end(request json) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  ended boolean;
BEGIN
  UPDATE rangebook.warehouse_runs r
  SET result = request ->> 'result', told = (request -> 'told')::jsonb, ended_at = clock_timestamp()
  WHERE r.run_id = (request ->> 'run_id')::uuid AND r.result IS NULL;
  ended := FOUND;
  UPDATE rangebook.warehouse_leases l SET expires_at = '-infinity'
  WHERE l.warehouse = request ->> 'warehouse' AND l.run_id = (request ->> 'run_id')::uuid;
  RETURN ended;
END
$$;

-- request: {warehouse, limit}. The newest runs first.
CREATE OR REPLACE FUNCTION public.warehouse_runs(request json) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT coalesce(jsonb_agg(rangebook.run_json(r) ORDER BY r.started_at DESC), '[]') FROM (
    SELECT * FROM rangebook.warehouse_runs w WHERE w.warehouse = request ->> 'warehouse'
    ORDER BY w.started_at DESC LIMIT (request ->> 'limit')::integer
  ) AS r
$$;

-- request: {after, limit}; `after` is a user_id or null. Golfers in the order of their ids, each with head, epoch and
-- the token of its last push; who deleted their account is none.
CREATE OR REPLACE FUNCTION public.warehouse_golfers(request json) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'user_id', g.user_id, 'epoch', g.epoch, 'head', g.head, 'token', rangebook.token_at(g.user_id, g.head)
  ) ORDER BY g.user_id), '[]')
  FROM (
    SELECT h.* FROM rangebook.heads h
    WHERE h.deleted_at IS NULL AND (request ->> 'after' IS NULL OR h.user_id > (request ->> 'after')::uuid)
    ORDER BY h.user_id LIMIT (request ->> 'limit')::integer
  ) AS g
$$;

-- request: {marks: [{user_id, epoch, rev, token}]}, what the warehouse was filled from. The user_ids whose cloud went
-- back in time since and bears the same epoch: the log holds revisions that never were.
CREATE OR REPLACE FUNCTION public.warehouse_lost(request json) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
  SELECT coalesce(jsonb_agg(m.user_id), '[]')
  FROM json_to_recordset(request -> 'marks') AS m (user_id uuid, epoch bigint, rev bigint, token uuid)
  JOIN rangebook.heads h ON h.user_id = m.user_id AND h.epoch = m.epoch
  WHERE m.rev > h.head OR (m.rev > 0 AND NOT EXISTS (
    SELECT FROM rangebook.pushes p WHERE p.user_id = m.user_id AND p.token = m.token
  ))
$$;

-- request: {table, columns, from: [{user_id, epoch, after, head}], limit, bytes}. Rows above `after` and up to `head` in
-- the order of `from` and of their revisions: {count, rows}, a golfer whose epoch is another by now left out. json is
-- its text; columns that this cloud does not have are left out. With `count_only`: {count} alone, of all.
CREATE OR REPLACE FUNCTION public.warehouse_rows(request json) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off SET extra_float_digits = 1 AS $$
DECLARE
  of_table text := (SELECT t.table_name FROM rangebook.tables t WHERE t.table_name = request ->> 'table');
  most integer := least(greatest((request ->> 'limit')::integer, 1), 20000);
  asked text;
  many bigint;
  wires text;
BEGIN
  IF of_table IS NULL THEN
    RAISE EXCEPTION 'No such table.' USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF (request ->> 'count_only')::boolean THEN
    EXECUTE format($sql$
      SELECT count(*) FROM json_to_recordset($1) AS f (user_id uuid, epoch bigint, after bigint, head bigint)
      JOIN rangebook.heads h ON h.user_id = f.user_id AND h.epoch = f.epoch
      JOIN public.%I t ON t.user_id = f.user_id AND t.rev > f.after AND t.rev <= f.head
    $sql$, of_table) INTO many USING request -> 'from';
    RETURN json_build_object('count', many);
  END IF;
  -- The link's key leaves the cloud for devices alone, whoever asks.
  SELECT string_agg(CASE y.typname WHEN 'json' THEN format('t.%1$I::text AS %1$I', a.attname)
    ELSE format('t.%I', a.attname) END, ', ' ORDER BY a.attnum)
  INTO asked
  FROM pg_attribute a JOIN pg_type y ON y.oid = a.atttypid
  WHERE a.attrelid = format('public.%I', of_table)::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND a.attname IN (SELECT json_array_elements_text(request -> 'columns')) AND a.attname NOT IN ('key', 'user_id');
  EXECUTE format($sql$
    WITH page AS (
      SELECT f.place, f.epoch, t.* FROM (
        SELECT (e.f ->> 'user_id')::uuid AS user_id, (e.f ->> 'epoch')::bigint AS epoch, (e.f ->> 'after')::bigint AS after,
          (e.f ->> 'head')::bigint AS head, e.place
        FROM json_array_elements($1) WITH ORDINALITY AS e (f, place)
      ) AS f
      JOIN rangebook.heads h ON h.user_id = f.user_id AND h.epoch = f.epoch
      CROSS JOIN LATERAL (
        SELECT * FROM public.%1$I r WHERE r.user_id = f.user_id AND r.rev > f.after AND r.rev <= f.head
        ORDER BY r.rev LIMIT $2
      ) AS t
      ORDER BY f.place, t.rev LIMIT $2
    ), written AS (
      SELECT t.place, t.rev, json_strip_nulls(row_to_json(w))::text AS wire FROM page t CROSS JOIN LATERAL (
        SELECT t.user_id, t.epoch, %2$s
      ) AS w
    ), measured AS (
      SELECT wire, row_number() OVER o AS n, sum(octet_length(wire)) OVER o AS bytes FROM written
      WINDOW o AS (ORDER BY place, rev)
    )
    SELECT count(*), string_agg(wire, ',' ORDER BY n) FROM measured WHERE bytes <= $3 OR n = 1
  $sql$, of_table, asked) INTO many, wires USING request -> 'from', most,
    least(coalesce((request ->> 'bytes')::bigint, 4194304), 8388608);
  RETURN ('{"count":' || many || ',"rows":[' || coalesce(wires, '') || ']}')::json;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
REVOKE ALL ON FUNCTION public.warehouse_begin(json), public.warehouse_renew(json), public.warehouse_end(json),
  public.warehouse_runs(json), public.warehouse_golfers(json), public.warehouse_lost(json), public.warehouse_rows(json)
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.warehouse_begin(json), public.warehouse_renew(json), public.warehouse_end(json),
  public.warehouse_runs(json), public.warehouse_golfers(json), public.warehouse_lost(json), public.warehouse_rows(json)
  TO service_role;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
