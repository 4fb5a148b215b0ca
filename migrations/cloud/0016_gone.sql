-- What is deleted for good is gone here too: how many frames a shot has (video_frames) goes with its facts, and the kept
-- file of another monitor with the last of its shots.

-- derived = found out of the facts since: that of the later life, then by value, and gone with them.
ALTER TABLE rangebook.columns DROP CONSTRAINT IF EXISTS columns_merge_check;
ALTER TABLE rangebook.columns ADD CONSTRAINT columns_merge_check
  CHECK (merge IN ('source', 'fact', 'edit', 'greatest', 'derived'));
UPDATE rangebook.columns SET merge = 'derived' WHERE (table_name, column_name) = ('shots', 'video_frames');

-- As in 0015_swift.sql, with columns that are derived.
CREATE OR REPLACE FUNCTION rangebook.merge_sql(of_table text) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = '' AS $fn$
DECLARE
  -- Each of these goes once over the columns.
  wire_types text;   -- as a row comes
  checked text;      -- in the column's own type
  merged text;       -- before a purge takes the facts
  purged text;       -- after it
  named text;
  from_m text;
  compare_c text;    -- as what can be compared: json has no equality
  compare_m text;
  compare_i text;
  assigned text;
  from_i text;
  counted text;      -- what a row's colons stand for
  worded text;
  -- The same for `source` columns, which rank the facts, highest first.
  ranks text;
  stamps text := '';
  gone text := 'false';
  guesser text := '0';
BEGIN
  -- null, then by value
  SELECT 'CASE ' || string_agg(format(
    'WHEN c.%1$I IS NOT DISTINCT FROM i.%1$I THEN NULL WHEN c.%1$I IS NULL OR c.%1$I < i.%1$I THEN -1 ELSE 1 END',
    column_name), ', CASE ' ORDER BY array_position(ARRAY['life', 'fact_source', 'parser_version'], column_name::text))
  INTO ranks
  FROM rangebook.columns WHERE table_name = of_table AND merge = 'source';
  ranks := CASE WHEN ranks IS NULL THEN '0' ELSE 'coalesce(' || ranks || ', 0)' END;

  IF EXISTS (SELECT FROM rangebook.columns WHERE table_name = of_table AND column_name = 'guesser_version') THEN
    guesser := 'CASE WHEN c.guesser_version IS NOT DISTINCT FROM i.guesser_version THEN 0
      WHEN c.guesser_version IS NULL OR c.guesser_version < i.guesser_version THEN -1 ELSE 1 END';
  END IF;
  IF EXISTS (SELECT FROM rangebook.columns WHERE table_name = of_table AND column_name = 'purged') THEN
    -- Deleted for good: measurements go, and stay away until they are imported anew (a later life).
    gone := $$ m.clocks ->> 'purged' IS NOT NULL
      AND (coalesce(m.purged, false) OR coalesce(m.life, '') < (m.clocks ->> 'purged') COLLATE "C") $$;
  END IF;
  IF of_table = 'commands' THEN stamps := ', i.clock'; END IF;
  IF of_table = 'shots' THEN stamps := ', i.life'; END IF;

  WITH columns AS (
    SELECT
      c.column_name AS name, c.merge, a.attnum, t.typname AS type,
      (of_table, c.column_name) IN (('commands', 'clock'), ('shots', 'life')) AS is_stamp
    FROM rangebook.columns c
    JOIN pg_attribute a ON a.attrelid = format('public.%I', of_table)::regclass AND a.attname = c.column_name
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.table_name = of_table
  ), sql AS (
    SELECT
      attnum,
      format('%I %s', name, CASE type WHEN 'bool' THEN 'bigint' WHEN 'json' THEN 'text' ELSE type END) AS wire_type,
      format(CASE
        WHEN type = 'bool' THEN $$CASE r.%1$I WHEN 0 THEN false WHEN 1 THEN true ELSE
          CASE WHEN r.%1$I IS NULL THEN NULL ELSE rangebook.refuse(%2$L)::boolean END END$$
        WHEN type = 'float8' THEN $$CASE WHEN abs(r.%1$I) >= 'Infinity' THEN rangebook.refuse(%2$L)::float8 ELSE r.%1$I END$$
        WHEN type = 'json' THEN 'r.%1$I::json'
        WHEN is_stamp THEN $$CASE WHEN r.%1$I IS NULL OR rangebook.is_stamp(r.%1$I) THEN r.%1$I ELSE rangebook.refuse(%2$L) END COLLATE "C"$$
        WHEN type = 'text' THEN 'r.%1$I COLLATE "C"'
        ELSE 'r.%1$I'
      END || ' AS %1$I', name, name || ' is not what it can be') AS check_it,
      format(CASE merge
        WHEN 'edit' THEN $$CASE
          WHEN coalesce(o.ca ->> %2$L, '') COLLATE "C" > coalesce(o.cb ->> %2$L, '') THEN c.%1$I
          WHEN coalesce(o.ca ->> %2$L, '') COLLATE "C" < coalesce(o.cb ->> %2$L, '') THEN i.%1$I
          WHEN NOT o.ca ? %2$L AND o.guess > 0 THEN c.%1$I
          WHEN NOT o.ca ? %2$L AND o.guess < 0 THEN i.%1$I
          ELSE %3$s END$$
        WHEN 'greatest' THEN '%3$s'
        WHEN 'derived' THEN $$CASE WHEN c.life IS NOT DISTINCT FROM i.life THEN %3$s
          WHEN c.life IS NULL OR c.life < i.life THEN i.%1$I ELSE c.%1$I END$$
        ELSE 'CASE WHEN o.facts > 0 THEN c.%1$I WHEN o.facts < 0 THEN i.%1$I ELSE %3$s END'
      END || ' AS %1$I', name, name, CASE
        WHEN type = 'json' THEN format('greatest(c.%1$I::text COLLATE "C", i.%1$I::text)::json', name)
        ELSE format('greatest(c.%1$I, i.%1$I)', name)
      END) AS merge_it,
      format(CASE WHEN merge IN ('source', 'fact', 'derived') THEN 'CASE WHEN p.gone THEN NULL ELSE m.%1$I END AS %1$I' ELSE 'm.%1$I' END, name) AS purge_it,
      quote_ident(name) AS name,
      CASE WHEN type = 'json' THEN format('%I::text', name) ELSE quote_ident(name) END AS comparable,
      CASE WHEN type IN ('json', 'text') THEN format('r.%I', name) END AS words
    FROM columns
  )
  SELECT
    string_agg(wire_type, ', ' ORDER BY attnum), string_agg(check_it, ', ' ORDER BY attnum),
    string_agg(merge_it, ', ' ORDER BY attnum), string_agg(purge_it, ', ' ORDER BY attnum),
    string_agg(name, ', ' ORDER BY attnum), string_agg('m.' || name, ', ' ORDER BY attnum),
    string_agg('c.' || comparable, ', ' ORDER BY attnum), string_agg('m.' || comparable, ', ' ORDER BY attnum),
    string_agg('i.' || comparable, ', ' ORDER BY attnum),
    string_agg(format('%1$s = excluded.%1$s', name), ', ' ORDER BY attnum),
    string_agg('i.' || name, ', ' ORDER BY attnum), string_agg('r.' || name, ', '), coalesce(string_agg(', ' || words, ''), '')
  INTO wire_types, checked, merged, purged, named, from_m, compare_c, compare_m, compare_i, assigned, from_i, counted, worded
  FROM sql;

  RETURN format($sql$
    WITH i AS MATERIALIZED (
      SELECT
        r.at,
        CASE WHEN r.id <> '' AND length(r.id) <= 500 THEN r.id ELSE rangebook.refuse('id is missing or too long') END COLLATE "C" AS id,
        CASE WHEN r.clocks IS NULL THEN '{}' ELSE rangebook.checked_clocks(r.clocks) END::json AS clocks,
        CASE WHEN r.extra IS NULL THEN NULL ELSE rangebook.checked_extra(r.extra) END::json AS extra,
        CASE
          WHEN r.id = ANY ($5) OR row_number() OVER (PARTITION BY r.id COLLATE "C" ORDER BY r.at) > 1 THEN 'twice'
          -- Nothing but what was read: each name has its colon, and words have theirs. Else it is looked at closely.
          WHEN strpos(r.wire::text, '\u') = 0 AND rangebook.colons(r.wire::text)
            = num_nonnulls(r.id, r.clocks, r.extra, r.rev, %16$s) + rangebook.colons(concat(r.id, r.clocks, r.extra, r.rev%17$s)) THEN NULL
          WHEN jsonb_strip_nulls(r.wire::jsonb) - ARRAY(
            SELECT k.column_name::text FROM rangebook.columns k WHERE k.table_name = %6$L
          ) - '{id,clocks,extra,rev}'::text[] <> '{}' THEN 'unknown_column'
        END AS reason,
        %1$s
      FROM ROWS FROM (
        json_to_recordset(array_to_json($1)) AS (id text, clocks text, extra text, rev text, %2$s), unnest($1)
      ) WITH ORDINALITY AS r (id, clocks, extra, rev, %3$s, wire, at)
    ), met AS MATERIALIZED (
      SELECT
        i.*, c.rev AS old_rev,
        c.id IS NULL AND i.reason IS NULL AND i.extra IS NULL AND strpos(i.clocks::text, '"purged"') = 0 AS is_new,
        i.reason IS NOT NULL OR c.id IS NOT NULL
          AND (i.clocks::text, i.extra::text, %13$s) IS NOT DISTINCT FROM (c.clocks::text, c.extra::text, %12$s) AS stays,
        greatest(CASE WHEN i.clocks::text <> '{}' THEN (SELECT max(value COLLATE "C") FROM json_each_text(i.clocks)) END%4$s) AS highest
      FROM i LEFT JOIN LATERAL (SELECT * FROM public.%6$I t WHERE t.user_id = $2 AND t.id = i.id OFFSET 0) AS c ON true
    ), m AS MATERIALIZED (
      SELECT
        i.at, i.id, o.ca, o.cb, c.extra AS extra_a, i.extra AS extra_b, o.facts,
        CASE WHEN o.ca = o.cb OR o.cb = '{}' THEN coalesce(c.clocks, '{}') WHEN o.ca = '{}' THEN i.clocks
          ELSE rangebook.later_clocks(o.ca, o.cb)::json END AS clocks,
        %5$s
      FROM met i
      LEFT JOIN LATERAL (SELECT * FROM public.%6$I t WHERE t.user_id = $2 AND t.id = i.id OFFSET 0) AS c ON true
      CROSS JOIN LATERAL (
        SELECT coalesce(c.clocks::jsonb, '{}') AS ca, i.clocks::jsonb AS cb, %7$s AS facts, %8$s AS guess
      ) AS o
      WHERE NOT (i.is_new OR i.stays)
    ), after AS MATERIALIZED (
      SELECT
        m.at, m.id, m.clocks,
        CASE WHEN m.extra_a IS NULL AND m.extra_b IS NULL THEN NULL
          ELSE rangebook.later_extra(m.extra_a, m.extra_b, m.ca, m.cb, m.facts, p.gone) END AS extra,
        %9$s
      FROM m CROSS JOIN LATERAL (SELECT %10$s AS gone) AS p
    ), ended AS MATERIALIZED (
      SELECT
        i.at, i.id, i.reason, i.old_rev, i.highest, i.is_new AS changes, true AS as_sent, i.clocks, i.extra, %15$s
      FROM met i WHERE i.is_new OR i.stays
      UNION ALL
      SELECT
        i.at, i.id, i.reason, i.old_rev, i.highest,
        c.id IS NULL OR (m.clocks::text, m.extra::text, %11$s) IS DISTINCT FROM (c.clocks::text, c.extra::text, %12$s),
        (m.clocks::text, m.extra::text, %11$s) IS NOT DISTINCT FROM (i.clocks::text, i.extra::text, %13$s),
        m.clocks, m.extra, %14$s
      FROM after m
      JOIN met i USING (at)
      LEFT JOIN LATERAL (SELECT * FROM public.%6$I t WHERE t.user_id = $2 AND t.id = i.id OFFSET 0) AS c ON true
    ), numbered AS MATERIALIZED (
      SELECT m.*, $3 + count(*) FILTER (WHERE m.changes) OVER (ORDER BY m.at) AS rev FROM ended m
    ), written AS (
      INSERT INTO public.%6$I (user_id, id, clocks, extra, rev, %3$s)
      SELECT $2, m.id, m.clocks, m.extra, m.rev, %14$s FROM numbered m WHERE m.changes
      ON CONFLICT (user_id, id) DO UPDATE SET clocks = excluded.clocks, extra = excluded.extra, rev = excluded.rev, %18$s
    )
    SELECT
      array_agg($4[m.at]) AS places,
      array_agg(CASE WHEN m.reason IS NULL
        THEN '{"answer":"' || CASE WHEN m.as_sent THEN 'applied' ELSE 'merged' END
          || '","rev":' || CASE WHEN m.changes THEN m.rev ELSE m.old_rev END || '}'
        ELSE '{"answer":"refused","reason":"' || m.reason || '"}' END) AS said,
      array_agg(m.id) AS ids,
      count(*) FILTER (WHERE m.changes) AS changed,
      max(m.highest) FILTER (WHERE m.reason IS NULL) AS highest
    FROM numbered m
    $sql$,
    checked, wire_types, named, stamps, merged, of_table, ranks, guesser, purged, gone,
    compare_m, compare_c, compare_i, from_m, from_i, counted, worded, assigned);
END
$fn$;

-- What was kept of shots that are gone already. Each takes a revision, so that devices and warehouse hear of it.
DO $emptied$
DECLARE
  golfer uuid;
  before bigint;
  many bigint;
BEGIN
  FOR golfer IN SELECT DISTINCT s.user_id FROM public.shots s WHERE s.purged AND s.video_frames IS NOT NULL LOOP
    SELECT h.head INTO before FROM rangebook.heads h WHERE h.user_id = golfer FOR UPDATE;
    UPDATE public.shots AS s SET video_frames = NULL, rev = before + n.n
    FROM (
      SELECT id, row_number() OVER (ORDER BY rev) AS n FROM public.shots
      WHERE user_id = golfer AND purged AND video_frames IS NOT NULL
    ) AS n
    WHERE s.user_id = golfer AND s.id = n.id;
    GET DIAGNOSTICS many = ROW_COUNT;
    UPDATE rangebook.heads AS h SET head = before + many WHERE h.user_id = golfer;
    INSERT INTO rangebook.pushes (user_id, rev) VALUES (golfer, before + many);
  END LOOP;
END
$emptied$;

-- As in 0008_files.sql; but a file of another monitor, whose shots no id leads to, is gone once a device that read it
-- says so in the golfer's settings.
CREATE OR REPLACE FUNCTION public.is_file_named(hash text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' AS $$
  SELECT EXISTS (
    SELECT FROM public.media m LEFT JOIN public.shots s ON s.user_id = m.user_id AND s.id = m.shot_id
    WHERE m.user_id = auth.uid() AND m.hash = is_file_named.hash AND s.purged IS NOT TRUE
  ) OR EXISTS (
    SELECT FROM public.payloads p
    CROSS JOIN LATERAL (
      SELECT count(*) AS shots, count(*) FILTER (WHERE s.purged IS NOT TRUE) AS live FROM public.shots s
      -- "`" is the character after "_".
      WHERE s.user_id = p.user_id AND s.id > p.report_id || '_' AND s.id < p.report_id || '`'
    ) AS its
    WHERE p.user_id = auth.uid() AND p.id = is_file_named.hash AND CASE
      WHEN p.report_id IS NOT NULL THEN its.shots = 0 OR its.live > 0
      ELSE NOT EXISTS (
        SELECT FROM public.settings g WHERE g.user_id = p.user_id AND g.id = 'gone:' || p.id AND g.value::text = 'true'
      )
    END
  )
$$;

CREATE OR REPLACE FUNCTION public.removable_files(request json) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads := rangebook.head_of(golfer);
  found jsonb;
BEGIN
  IF problem IS NULL AND rangebook.out_of_step(request, golfer, head) THEN
    problem := 'out_of_step';
  END IF;
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, CASE WHEN problem = 'out_of_step' THEN head END);
  END IF;
  IF to_regclass('storage.objects') IS NOT NULL THEN
    EXECUTE $sql$
      SELECT jsonb_agg(hash) FROM (
        SELECT g.hash FROM (
          SELECT m.hash FROM public.shots s JOIN public.media m ON m.user_id = s.user_id AND m.shot_id = s.id
          WHERE s.user_id = $1 AND s.purged
          UNION
          SELECT p.id FROM public.payloads p WHERE p.user_id = $1 AND EXISTS (
            SELECT FROM public.shots s
            WHERE s.user_id = $1 AND s.id > p.report_id || '_' AND s.id < p.report_id || '`' AND s.purged
          )
          UNION
          SELECT right(g.id, -5) FROM public.settings g
          WHERE g.user_id = $1 AND g.id > 'gone:' AND g.id < 'gone;' AND g.value::text = 'true'
        ) AS g
        JOIN storage.objects o ON o.bucket_id = 'rangebook' AND o.name = $1::text || '/' || g.hash
        WHERE NOT public.is_file_named(g.hash) LIMIT 1000
      ) AS gone
    $sql$ INTO found USING golfer;
  END IF;
  RETURN rangebook.answer('removable', head) || jsonb_build_object('hashes', coalesce(found, '[]'));
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
