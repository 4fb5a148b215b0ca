-- Whether a device and this cloud hold the same: what each table holds in figures, digests of rows that both
-- compute alike, and rows by name. shared/sync/digest.ts has the other half of the digest;
-- tests/cloud/compare.test.ts holds the two equal.

-- A number as text: in digits where devices write the same (extra_float_digits = 1), else the bits of its double.
CREATE OR REPLACE FUNCTION rangebook.number_text(x double precision) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' SET extra_float_digits = 1 AS $$
  SELECT CASE
    WHEN abs(x) >= 1e-4 AND abs(x) < 1e15 THEN x::text
    WHEN x = trunc(x) AND abs(x) < 9007199254740992 THEN x::bigint::text
    ELSE encode(float8send(x), 'hex')
  END
$$;

-- A value that rides in `extra` as it would read in a column of its own. Text that Postgres can't hold keeps
-- its json.
CREATE OR REPLACE FUNCTION rangebook.json_text(value json) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT CASE json_typeof(value)
    WHEN 'number' THEN rangebook.number_text((value #>> '{}')::double precision)
    WHEN 'string' THEN CASE WHEN value::text ~ '\\u(0000|d[89a-f])' THEN btrim(value::text) ELSE value #>> '{}' END
    ELSE btrim(value::text)
  END
$$;

-- A row's columns as lines `name value` in the order of their names, missing ones left out; with those that
-- ride in `extra`, so that it does not matter which of the two knows a column.
CREATE OR REPLACE FUNCTION rangebook.lines_with(known text[], extra json) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT string_agg(line, E'\n' ORDER BY line COLLATE "C")
  FROM (
    SELECT line FROM unnest(known) AS line
    UNION ALL
    SELECT e.key || ' ' || rangebook.json_text(e.value) FROM json_each(extra) AS e WHERE json_typeof(e.value) <> 'null'
  ) AS lines
  WHERE line IS NOT NULL
$$;

-- The SQL of that text for a row `t` of a table: what makes its state, and no revision.
CREATE OR REPLACE FUNCTION rangebook.state_sql(of_table text) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $fn$
  SELECT format(
    $$t.id || E'\n' || t.clocks::text || E'\n' || CASE WHEN t.extra IS NULL THEN concat_ws(E'\n', %1$s) ELSE coalesce(rangebook.lines_with(ARRAY[%1$s], t.extra), '') END$$,
    string_agg(format('%L || ', c.column_name || ' ') || format(CASE a.typname
      WHEN 'bool' THEN 't.%1$I::integer::text'
      WHEN 'float8' THEN $$CASE WHEN abs(t.%1$I) >= 1e-4 AND abs(t.%1$I) < 1e15 THEN t.%1$I::text
        WHEN t.%1$I IS NOT NULL THEN rangebook.number_text(t.%1$I) END$$
      ELSE 't.%1$I::text'
    END, c.column_name), ', ' ORDER BY c.column_name)
  )
  FROM rangebook.columns c
  CROSS JOIN LATERAL (
    SELECT t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = format('public.%I', of_table)::regclass AND a.attname = c.column_name
  ) AS a
  WHERE c.table_name = of_table
$fn$;

-- Of which session a row is: "" = of none. Also rows that no longer count: pictures of shots deleted for good,
-- which devices drop, have null.
CREATE OR REPLACE FUNCTION rangebook.session_of(of_table text, OUT joined text, OUT session text)
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT
    CASE of_table
      WHEN 'shots' THEN 'LEFT JOIN public.groups g ON g.user_id = $1 AND g.id = t.group_id'
      WHEN 'media' THEN 'LEFT JOIN public.shots s ON s.user_id = $1 AND s.id = t.shot_id
        LEFT JOIN public.groups g ON g.user_id = $1 AND g.id = s.group_id'
      ELSE ''
    END,
    CASE of_table
      WHEN 'sessions' THEN 't.id'
      WHEN 'groups' THEN $s$coalesce(t.default_session_id, '')$s$
      WHEN 'shots' THEN $s$coalesce(t.session_id, g.default_session_id, '')$s$
      WHEN 'media' THEN $s$CASE WHEN s.purged IS TRUE THEN NULL ELSE coalesce(s.session_id, g.default_session_id, '') END$s$
      ELSE $s$''$s$
    END
$$;

-- request: as of pull_changes, with `table`, `after` (an id; null = from the beginning), `limit` and perhaps
-- `sessions`. Looks at the next so many rows by id; `next` is the `after` of the following page, null at the
-- end. An answer of kind `compared` has `sums`: [session, rows, sum, sum] each, whose three numbers add up over
-- pages; with `sessions` it has `rows` instead, of those alone: [id, session, number, number] each. The two numbers of a
-- row are the first eight bytes of its state's SHA-256.
CREATE OR REPLACE FUNCTION public.compare_rows(request json) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off SET extra_float_digits = 1 AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads;
  of_table text := request ->> 'table';
  place record;
  page record;
BEGIN
  IF problem IS NULL AND NOT EXISTS (SELECT FROM rangebook.tables t WHERE t.table_name = of_table) THEN
    problem := 'malformed';
  END IF;
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  head := rangebook.head_of(golfer);
  IF rangebook.out_of_step(request, golfer, head) THEN
    RETURN rangebook.answer('out_of_step', head);
  END IF;
  place := rangebook.session_of(of_table);
  EXECUTE format(
    $sql$
    WITH page AS MATERIALIZED (
      SELECT t.*, %2$s AS of_session FROM public.%1$I t %4$s
      WHERE t.user_id = $1 AND t.id > $2 ORDER BY t.id LIMIT $3
    ), hashed AS (
      SELECT t.id, t.of_session AS session, encode(sha256(convert_to(%3$s, 'UTF8')), 'hex') AS hash FROM page t
      WHERE t.of_session IS NOT NULL AND ($4 IS NULL OR t.of_session = ANY ($4))
    ), numbers AS (
      SELECT id, session, ('x' || left(hash, 8))::bit(32)::bigint AS a, ('x' || substr(hash, 9, 8))::bit(32)::bigint AS b
      FROM hashed
    )
    SELECT
      (SELECT CASE WHEN count(*) = $3 THEN max(id) END FROM page) AS next,
      (
        SELECT json_agg(json_build_array(session, n, a, b) ORDER BY session)
        FROM (SELECT session, count(*) AS n, sum(a)::bigint AS a, sum(b)::bigint AS b FROM numbers WHERE $4 IS NULL GROUP BY session) AS sums
      ) AS sums,
      (SELECT json_agg(json_build_array(id, session, a, b) ORDER BY id) FROM numbers WHERE $4 IS NOT NULL) AS rows
    $sql$,
    of_table, place.session, rangebook.state_sql(of_table), place.joined
  ) INTO page USING golfer, coalesce(request ->> 'after', ''),
    least(greatest(coalesce((request ->> 'limit')::integer, 2000), 1), 20000),
    CASE WHEN json_typeof(request -> 'sessions') = 'array' THEN ARRAY(SELECT json_array_elements_text(request -> 'sessions')) END;
  RETURN json_build_object(
    'kind', 'compared', 'cloud_id', (SELECT cloud_id FROM rangebook.cloud), 'schema_version', (SELECT schema_version FROM rangebook.cloud),
    'now_ms', floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint,
    'next', page.next, 'sums', coalesce(page.sums, '[]'), 'rows', coalesce(page.rows, '[]')
  );
EXCEPTION WHEN data_exception THEN
  RETURN rangebook.answer('malformed', NULL);
END
$$;

-- request: as of pull_changes, with `table` and `ids`, up to 500. An answer of kind `previewed`, as of
-- newest_sessions, with those of the rows that are here, as far as 4 MB go; it moves no cursor.
CREATE OR REPLACE FUNCTION public.read_rows(request json) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads;
  of_table text := request ->> 'table';
  found record;
BEGIN
  IF problem IS NULL AND (
    NOT EXISTS (SELECT FROM rangebook.tables t WHERE t.table_name = of_table)
    OR coalesce(json_typeof(request -> 'ids'), '') <> 'array'
  ) THEN
    problem := 'malformed';
  END IF;
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  head := rangebook.head_of(golfer);
  IF rangebook.out_of_step(request, golfer, head) THEN
    RETURN rangebook.answer('out_of_step', head);
  END IF;
  EXECUTE format(
    $sql$SELECT count(*) AS rows, string_agg(wire, ',' ORDER BY n) AS wires FROM (
      SELECT wire, sum(octet_length(wire)) OVER (ORDER BY rev) AS bytes, row_number() OVER (ORDER BY rev) AS n FROM (%s) AS found
    ) AS measured WHERE bytes <= 4194304 OR n = 1$sql$,
    rangebook.wire_sql(of_table, 't.user_id = $1 AND t.id = ANY ($2)')
  ) INTO found USING golfer, ARRAY(SELECT id FROM json_array_elements_text(request -> 'ids') AS id LIMIT 500);
  RETURN rangebook.with_rows('previewed', head, found.wires, found.rows, NULL);
EXCEPTION WHEN data_exception THEN
  RETURN rangebook.answer('malformed', NULL);
END
$$;

-- What stands here of a golfer: by table its rows and, by column, how many have a value; the newest practice
-- date.
CREATE OR REPLACE FUNCTION rangebook.about_rows_of(golfer uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  of_table text;
  said jsonb;
  tables jsonb := '{}';
BEGIN
  FOR of_table IN SELECT table_name FROM rangebook.tables ORDER BY place LOOP
    EXECUTE (
      SELECT format(
        'SELECT jsonb_build_object(''rows'', count(*), ''filled'', jsonb_build_object(%s)) FROM public.%I WHERE user_id = $1',
        string_agg(format('%L, count(%I)', column_name, column_name), ', '), of_table
      )
      FROM rangebook.columns WHERE table_name = of_table
    ) INTO said USING golfer;
    tables := tables || jsonb_build_object(of_table, said);
  END LOOP;
  RETURN jsonb_build_object('tables', tables, 'newest_date', (
    SELECT max(practice_date) FROM public.sessions WHERE user_id = golfer AND deleted_at IS NULL
  ));
END
$$;

-- The golfer's own: an answer of kind `holds` with `tables` ({rows, filled} each) and `newest_date`.
CREATE OR REPLACE FUNCTION public.about_rows() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'Sign in first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN rangebook.answer('holds', rangebook.head_of(auth.uid())) || rangebook.about_rows_of(auth.uid());
END
$$;

-- The same for the operator, by the service key: a list of all golfers of this cloud, each with `user_id`.
CREATE OR REPLACE FUNCTION public.about_golfers() RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT rangebook.answer('golfers', NULL) || jsonb_build_object('golfers', coalesce(jsonb_agg(
    jsonb_build_object('user_id', h.user_id, 'head', h.head, 'epoch', h.epoch) || rangebook.about_rows_of(h.user_id) ORDER BY h.user_id
  ), '[]'))
  FROM rangebook.heads h
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
REVOKE ALL ON FUNCTION public.compare_rows(json), public.read_rows(json), public.about_rows(), public.about_golfers()
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.compare_rows(json), public.read_rows(json), public.about_rows() TO authenticated;
GRANT EXECUTE ON FUNCTION public.about_golfers() TO service_role;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
