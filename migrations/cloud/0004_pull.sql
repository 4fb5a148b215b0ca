-- A device asks for what it has not seen.

-- A select of rows of one table as they travel, with their revisions; `which` is its condition, on `t`.
CREATE OR REPLACE FUNCTION rangebook.wire_sql(of_table text, which text) RETURNS text
LANGUAGE sql STABLE SET search_path = '' AS $fn$
  SELECT format(
    $$SELECT rev, '{"table":"%1$s","row":' || json_strip_nulls(row_to_json(w))::text || '}' AS wire
      FROM (SELECT t.id, t.clocks::text AS clocks, t.extra::text AS extra, t.rev, %2$s FROM public.%1$I t WHERE %3$s) AS w$$,
    of_table,
    string_agg(CASE t.typname
      WHEN 'json' THEN format('t.%1$I::text AS %1$I', c.column_name)
      WHEN 'bool' THEN format('t.%1$I::integer AS %1$I', c.column_name)
      ELSE format('t.%I', c.column_name)
    END, ', ' ORDER BY a.attnum),
    which
  )
  FROM rangebook.columns c
  JOIN pg_attribute a ON a.attrelid = format('public.%I', of_table)::regclass AND a.attname = c.column_name
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.table_name = of_table
$fn$;

-- The golfer's counter; as it begins where nothing was ever pushed.
CREATE OR REPLACE FUNCTION rangebook.head_of(golfer uuid) RETURNS rangebook.heads
LANGUAGE plpgsql STABLE SET search_path = '' AS $$
DECLARE
  head rangebook.heads;
BEGIN
  SELECT * INTO head FROM rangebook.heads h WHERE h.user_id = golfer;
  head.user_id := golfer;
  head.head := coalesce(head.head, 0);
  head.epoch := coalesce(head.epoch, 1);
  RETURN head;
END
$$;

-- An answer with rows. Json is put together as text: as jsonb it would be parsed and written once more.
CREATE OR REPLACE FUNCTION rangebook.with_rows(kind text, head rangebook.heads, wires text, many bigint, next_cursor bigint)
RETURNS json
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT (
    left((
      rangebook.answer(kind, head)
      || jsonb_build_object('head', (head).head, 'count', many)
      || CASE WHEN next_cursor IS NULL THEN '{}' ELSE
        jsonb_build_object('cursor', next_cursor, 'token', rangebook.token_at((head).user_id, next_cursor)) END
    )::text, -1) || ', "rows": [' || coalesce(wires, '') || ']}'
  )::json
$$;

-- request: {client, cloud_id, user_id, epoch, cursor, pulled_token, pushed_token, limit}. An answer of kind
-- `pulled` has the rows with the lowest revisions above the cursor and up to the head, their count, the next
-- cursor with its token, and the head: there is more while the cursor is below it. A page ends at 4 MB.
CREATE OR REPLACE FUNCTION public.pull_changes(request json) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads;
  after bigint;
  up_to bigint;
  page_size integer := 2000;
  page_bytes integer := 4194304;
  page record;
BEGIN
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  -- The counter first: whatever is committed later stays for the next page.
  head := rangebook.head_of(golfer);
  IF rangebook.out_of_step(request, golfer, head) THEN
    RETURN rangebook.answer('out_of_step', head);
  END IF;
  after := greatest((request ->> 'cursor')::bigint, 0);
  IF json_typeof(request -> 'limit') = 'number' THEN
    page_size := least(greatest((request ->> 'limit')::numeric, 1), page_size);
  END IF;

  -- Revisions of all tables, from their indexes; then the rows of those alone.
  EXECUTE (
    SELECT format('SELECT max(rev) FROM (SELECT rev FROM (%s) AS revs ORDER BY rev LIMIT $4) AS page', string_agg(format(
      '(SELECT rev FROM public.%I WHERE user_id = $1 AND rev > $2 AND rev <= $3 ORDER BY rev LIMIT $4)', table_name
    ), ' UNION ALL '))
    FROM rangebook.tables
  ) INTO up_to USING golfer, after, head.head, page_size;
  EXECUTE (
    SELECT format(
      $sql$SELECT count(*) AS rows, max(rev) AS last, coalesce(string_agg(wire, ',' ORDER BY rev), '') AS wires
      FROM (SELECT rev, wire, sum(octet_length(wire)) OVER (ORDER BY rev) AS bytes, row_number() OVER (ORDER BY rev) AS n
        FROM (%s) AS found) AS measured
      WHERE bytes <= $4 OR n = 1$sql$,
      string_agg(rangebook.wire_sql(table_name, 't.user_id = $1 AND t.rev > $2 AND t.rev <= $3'), ' UNION ALL '))
    FROM rangebook.tables
  ) INTO page USING golfer, after, up_to, page_bytes;
  RETURN rangebook.with_rows('pulled', head, page.wires, page.rows, CASE
    WHEN page.rows = page_size OR page.last < up_to THEN page.last ELSE head.head
  END);
END
$$;

-- request: as of pull_changes, with `sessions`, how many. An answer of kind `previewed` has the newest live
-- sessions by practice date with what was merged into them, their groups, shots, pictures and reports, and all
-- clubs and settings. It moves no cursor: the rows come again by pull_changes.
CREATE OR REPLACE FUNCTION public.newest_sessions(request json) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads := rangebook.head_of(golfer);
  many integer := 5;
  session_ids text[];
  group_ids text[];
  shot_ids text[];
  found record;
BEGIN
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  IF json_typeof(request -> 'sessions') = 'number' THEN
    many := least(greatest((request ->> 'sessions')::numeric, 1), 20);
  END IF;
  WITH RECURSIVE newest AS (
    SELECT id FROM public.sessions
    WHERE user_id = golfer AND deleted_at IS NULL AND merged_into IS NULL
    ORDER BY practice_date DESC NULLS LAST, id LIMIT many
  ), all_of_them AS (
    SELECT id FROM newest
    UNION SELECT s.id FROM public.sessions s JOIN all_of_them o ON s.user_id = golfer AND s.merged_into = o.id
  )
  SELECT array_agg(id) INTO session_ids FROM all_of_them;
  SELECT array_agg(id), array_agg(DISTINCT group_id) INTO shot_ids, group_ids FROM (
    SELECT t.id, t.group_id FROM public.shots t
    WHERE t.user_id = golfer AND (t.session_id = ANY (session_ids) OR t.session_id IS NULL AND t.group_id IN (
      SELECT g.id FROM public.groups g WHERE g.user_id = golfer AND g.default_session_id = ANY (session_ids)
    )) LIMIT 5000
  ) AS theirs;
  EXECUTE (
    SELECT format('SELECT count(*) AS rows, string_agg(wire, $s$,$s$ ORDER BY rev) AS wires FROM (%s) AS found',
      string_agg(rangebook.wire_sql(of_table, 't.user_id = $1 AND ' || which), ' UNION ALL '))
    FROM (VALUES
      ('sessions', 't.id = ANY ($2)'), ('groups', '(t.default_session_id = ANY ($2) OR t.id = ANY ($3))'),
      ('shots', 't.id = ANY ($4)'), ('media', 't.shot_id = ANY ($4)'), ('clubs', 'true'), ('settings', 'true'),
      ('reports', 't.id IN (SELECT g.report_id FROM public.groups g WHERE g.user_id = $1 AND g.id = ANY ($3))')
    ) AS wanted (of_table, which)
  ) INTO found USING golfer, session_ids, group_ids, shot_ids;
  RETURN rangebook.with_rows('previewed', head, found.wires, found.rows, NULL);
END
$$;

-- What a device checks before anybody signs in: who this cloud is, what it knows, and whether it is closed.
-- `open`: tables without row level security, or with a policy that is not ours.
CREATE OR REPLACE FUNCTION public.about_cloud() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  bucket boolean := false;
BEGIN
  IF to_regclass('storage.buckets') IS NOT NULL THEN
    EXECUTE $sql$SELECT EXISTS (SELECT FROM storage.buckets WHERE id = 'rangebook' AND NOT public)$sql$ INTO bucket;
  END IF;
  RETURN rangebook.answer('about', NULL) || jsonb_build_object(
    'min_client', (SELECT min_client FROM rangebook.cloud), 'bucket', bucket,
    'open', (
      SELECT coalesce(jsonb_agg(t.table_name ORDER BY t.table_name), '[]') FROM rangebook.tables t
      JOIN pg_class c ON c.oid = format('public.%I', t.table_name)::regclass
      WHERE NOT c.relrowsecurity
        OR EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname <> 'own_rows')
        OR NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'own_rows' AND p.polcmd = 'r')
    )
  );
END
$$;

CREATE INDEX IF NOT EXISTS sessions_by_date ON public.sessions (user_id, practice_date DESC NULLS LAST, id);
CREATE INDEX IF NOT EXISTS sessions_by_end ON public.sessions (user_id, merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX IF NOT EXISTS groups_by_session ON public.groups (user_id, default_session_id);
CREATE INDEX IF NOT EXISTS shots_by_group ON public.shots (user_id, group_id);
CREATE INDEX IF NOT EXISTS shots_by_session ON public.shots (user_id, session_id) WHERE session_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS media_by_shot ON public.media (user_id, shot_id);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
REVOKE ALL ON FUNCTION public.pull_changes(json), public.newest_sessions(json), public.about_cloud()
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.pull_changes(json), public.newest_sessions(json) TO authenticated;
GRANT EXECUTE ON FUNCTION public.about_cloud() TO anon, authenticated, service_role;
