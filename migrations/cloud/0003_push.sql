-- A device sends rows. One transaction under the golfer's counter, answered row by row.

-- What the four calls of a device (push_changes, pull_changes, newest_sessions, settle_epoch) are answered
-- when nothing more is done: the kind, or null.
CREATE OR REPLACE FUNCTION rangebook.hindrance(request json, golfer uuid) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  cloud rangebook.cloud;
  numbers bigint[];
  ids uuid[];
BEGIN
  IF golfer IS NULL THEN
    RAISE EXCEPTION 'Sign in first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO STRICT cloud FROM rangebook.cloud;
  numbers := ARRAY[request ->> 'client', request ->> 'epoch', request ->> 'cursor']::bigint[];
  ids := ARRAY[request ->> 'cloud_id', request ->> 'user_id', request ->> 'pulled_token', request ->> 'pushed_token']::uuid[];
  RETURN CASE
    WHEN numbers[1] IS NULL THEN 'malformed'
    WHEN numbers[1] < cloud.min_client THEN 'client_too_old'
    WHEN ids[1] <> cloud.cloud_id THEN 'other_cloud'
    WHEN ids[2] <> golfer THEN 'other_golfer'
  END;
EXCEPTION WHEN data_exception THEN
  RETURN 'malformed';
END
$$;

-- Whether what the device remembers of this cloud is not what the cloud is: it went back in time, or
-- another device found that it did. Only settle_epoch gets further.
CREATE OR REPLACE FUNCTION rangebook.out_of_step(request json, golfer uuid, head rangebook.heads) RETURNS boolean
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT
    coalesce((request ->> 'epoch')::bigint, 0) <> coalesce(head.epoch, 1)
    OR coalesce((request ->> 'cursor')::bigint, 0) > coalesce(head.head, 0)
    OR EXISTS (
      SELECT FROM unnest(ARRAY[request ->> 'pulled_token', request ->> 'pushed_token']) AS sent (token)
      WHERE token IS NOT NULL
        AND NOT EXISTS (SELECT FROM rangebook.pushes p WHERE p.user_id = golfer AND p.token = sent.token::uuid)
    )
$$;

-- What every answer has.
CREATE OR REPLACE FUNCTION rangebook.answer(kind text, head rangebook.heads) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT
    jsonb_build_object(
      'kind', kind, 'cloud_id', cloud_id, 'schema_version', schema_version,
      'now_ms', floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
    )
    || CASE WHEN (head).user_id IS NULL THEN '{}' ELSE jsonb_build_object('epoch', (head).epoch) END
    || CASE WHEN kind = 'client_too_old' THEN jsonb_build_object('min_client', min_client) ELSE '{}' END
  FROM rangebook.cloud
$$;

-- The cloud's time and some, as a stamp begins.
CREATE OR REPLACE FUNCTION rangebook.wall(plus_ms bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT lpad((floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint + plus_ms)::text, 16, '0')
$$;

-- Token of the push that a revision came with; null before the first. Not of the last one at or below it: a
-- page that ends within a push would else be vouched for by the push before, which a restore may have kept
-- while it lost the rest of this one.
CREATE OR REPLACE FUNCTION rangebook.token_at(golfer uuid, at_rev bigint) RETURNS uuid
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT token FROM rangebook.pushes p
  WHERE p.user_id = golfer AND p.rev >= at_rev AND at_rev > 0 ORDER BY p.rev LIMIT 1
$$;

-- Merges rows of one table; `at` holds their places in the push. A batch with a row that can't be is cut in
-- halves until that row stands alone, refused, and the rest is in.
CREATE OR REPLACE FUNCTION rangebook.apply(
  statement text, golfer uuid, wires json[], at bigint[], before bigint,
  OUT answers json[], OUT changed bigint, OUT highest text
)
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  half integer := cardinality(wires) / 2;
  said json;
  first record;
  second record;
BEGIN
  EXECUTE statement INTO said, changed, highest USING array_to_json(wires), golfer, before;
  SELECT array_agg(json_build_object('at', at[(a ->> 'at')::integer], 'answer', a ->> 'answer', 'rev', a -> 'rev'))
  INTO answers FROM json_array_elements(said) AS a;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
  IF cardinality(wires) = 1 THEN
    answers := ARRAY[json_build_object('at', at[1], 'answer', 'refused', 'reason', 'malformed', 'says', left(SQLERRM, 200))];
    changed := 0;
    highest := NULL;
    RETURN;
  END IF;
  SELECT * INTO first FROM rangebook.apply(statement, golfer, wires[:half], at[:half], before);
  SELECT * INTO second FROM rangebook.apply(statement, golfer, wires[half + 1:], at[half + 1:], before + first.changed);
  answers := first.answers || second.answers;
  changed := first.changed + second.changed;
  highest := greatest(first.highest, second.highest);
END
$$;

-- The request without its rows: each look into json reads the whole of it. Null if it is none, or holds text
-- that Postgres can't (a NUL, half a character).
CREATE OR REPLACE FUNCTION rangebook.header(request json) RETURNS json
LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
BEGIN
  RETURN (SELECT json_object_agg(e.key, e.value) FROM json_each(request) AS e WHERE e.key <> 'rows');
EXCEPTION WHEN data_exception THEN
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION rangebook.push(header json, sent_rows json, golfer uuid) RETURNS jsonb
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  head rangebook.heads;
  known jsonb;
  batch record;
  done record;
  results json[] := '{}';
  changed bigint := 0;
  newest text := '';
  last_token uuid;
BEGIN
  INSERT INTO rangebook.heads (user_id) VALUES (golfer) ON CONFLICT DO NOTHING;
  -- Held until the commit: revisions become visible in their order.
  SELECT * INTO head FROM rangebook.heads h WHERE h.user_id = golfer FOR UPDATE;
  IF rangebook.out_of_step(header, golfer, head) THEN
    RETURN rangebook.answer('out_of_step', head);
  END IF;

  SELECT jsonb_object_agg(t.table_name, t.columns) INTO known FROM (
    SELECT c.table_name, jsonb_object_agg(c.column_name, true) AS columns FROM rangebook.columns c GROUP BY 1
  ) AS t;
  FOR batch IN
    WITH sent AS MATERIALIZED (
      SELECT e.at, e.element, e.element ->> 'table' AS name, e.element -> 'row' AS wire
      FROM json_array_elements(sent_rows) WITH ORDINALITY AS e (element, at)
    ), allowed AS MATERIALIZED (
      SELECT c.table_name, array_agg(c.column_name::text) || '{id,clocks,extra,rev}' AS names
      FROM rangebook.columns c GROUP BY c.table_name
    ), judged AS MATERIALIZED (
      SELECT s.*, CASE
        WHEN octet_length(s.element::text) > 262144 THEN 'too_large'
        WHEN json_typeof(s.element) <> 'object' OR coalesce(json_typeof(s.wire), '') <> 'object' THEN 'malformed'
        WHEN a.names IS NULL THEN 'unknown_table'
        WHEN row_number() OVER (PARTITION BY s.name, s.wire ->> 'id' ORDER BY s.at) > 1 THEN 'twice'
        WHEN jsonb_strip_nulls(s.wire::jsonb) - a.names <> '{}' THEN 'unknown_column'
      END AS reason
      FROM sent s LEFT JOIN allowed a ON a.table_name = s.name
    ), named AS (
      SELECT j.at, j.reason, j.wire, CASE WHEN j.reason IS NULL THEN j.name END AS name FROM judged j
    )
    SELECT n.reason, n.name, array_agg(n.at ORDER BY n.at) AS at,
      array_agg(rangebook.unpacked(n.wire, known -> n.name) ORDER BY n.at) FILTER (WHERE n.reason IS NULL) AS wires
    FROM named n LEFT JOIN rangebook.tables t ON t.table_name = n.name
    GROUP BY n.reason, n.name, t.place ORDER BY t.place
  LOOP
    IF batch.reason IS NOT NULL THEN
      results := results || ARRAY(
        SELECT json_build_object('at', a, 'answer', 'refused', 'reason', batch.reason) FROM unnest(batch.at) AS a
      );
      CONTINUE;
    END IF;
    SELECT * INTO done FROM rangebook.apply(
      rangebook.merge_sql(batch.name), golfer, batch.wires, batch.at, head.head + changed
    );
    results := results || done.answers;
    changed := changed + done.changed;
    newest := greatest(newest, done.highest COLLATE "C");
  END LOOP;

  -- By the milliseconds: where this cloud's own clock was ahead once, devices count on from the stamps of then.
  IF left(newest, 16) > left(head.highest, 16) COLLATE "C"
    AND left(newest, 16) > rangebook.wall(300000) COLLATE "C"
  THEN
    RAISE EXCEPTION USING ERRCODE = 'RB001', MESSAGE = 'a stamp is ahead', DETAIL = head.highest;
  END IF;
  IF changed > 0 THEN
    UPDATE rangebook.heads AS h
    SET head = h.head + changed, highest = greatest(h.highest, newest) WHERE h.user_id = golfer;
    INSERT INTO rangebook.pushes (user_id, rev) VALUES (golfer, head.head + changed) RETURNING token INTO last_token;
  ELSE
    last_token := rangebook.token_at(golfer, head.head);
  END IF;
  RETURN rangebook.answer('pushed', head) || jsonb_build_object(
    'from_rev', head.head, 'head', head.head + changed, 'token', last_token, 'count', cardinality(results),
    'results', (SELECT jsonb_agg(r::jsonb - 'at' ORDER BY (r ->> 'at')::bigint) FROM unnest(results) AS r)
  );
END
$$;

-- request: {client, cloud_id, user_id, epoch, cursor, pulled_token, pushed_token, rows: [{table, row}]}, up to
-- 2,000 rows and 4 MB. An answer of kind `pushed` has the revisions before and after (from_rev, head), the
-- push's token and, in the order of the rows, a result each: applied (the cloud holds what was sent), merged
-- (it holds more), refused with a reason. After any other kind, nothing has changed.
CREATE OR REPLACE FUNCTION public.push_changes(request json) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  header json := rangebook.header(request);
  problem text := rangebook.hindrance(header, golfer);
  sent_rows json;
  highest text;
BEGIN
  IF octet_length(request::text) > 4194304 THEN
    problem := coalesce(problem, 'too_large');
  ELSIF problem IS NULL THEN
    sent_rows := request -> 'rows';
    problem := CASE
      WHEN coalesce(json_typeof(sent_rows), '') <> 'array' THEN 'malformed'
      WHEN json_array_length(sent_rows) > 2000 THEN 'too_large'
    END;
  END IF;
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  RETURN rangebook.push(header, sent_rows, golfer);
EXCEPTION
  WHEN lock_not_available THEN
    RETURN rangebook.answer('busy', NULL);
  WHEN SQLSTATE 'RB001' THEN
    GET STACKED DIAGNOSTICS highest = PG_EXCEPTION_DETAIL;
    RETURN rangebook.answer('clock_ahead', NULL) || jsonb_build_object('highest', nullif(highest, ''));
  -- Something no column is told for, as a number beyond all sizes: halves of the push find it.
  WHEN data_exception THEN
    RETURN rangebook.answer('malformed', NULL);
END
$$;

-- Where a device is out of step: {epoch} that it then has. A new epoch means: cursor to zero, every row back
-- into the outbox, both tokens forgotten.
CREATE OR REPLACE FUNCTION public.settle_epoch(request json) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  device_epoch bigint;
  head rangebook.heads;
BEGIN
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  device_epoch := coalesce((request ->> 'epoch')::bigint, 0);
  INSERT INTO rangebook.heads (user_id) VALUES (golfer) ON CONFLICT DO NOTHING;
  SELECT * INTO head FROM rangebook.heads h WHERE h.user_id = golfer FOR UPDATE;
  -- Below: another device settled it already.
  IF device_epoch >= head.epoch AND rangebook.out_of_step(request, golfer, head) THEN
    head.epoch := greatest(head.epoch, device_epoch) + 1;
    UPDATE rangebook.heads h SET epoch = head.epoch WHERE h.user_id = golfer;
  END IF;
  RETURN rangebook.answer('settled', head);
EXCEPTION WHEN lock_not_available THEN
  RETURN rangebook.answer('busy', NULL);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
REVOKE ALL ON FUNCTION public.push_changes(json), public.settle_epoch(json) FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.push_changes(json), public.settle_epoch(json) TO authenticated;
