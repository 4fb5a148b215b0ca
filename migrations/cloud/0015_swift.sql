-- A first sync is a hundred thousand rows that the cloud has not, and pages of them back. Pushes and pulls as in
-- 0002_merge.sql, 0003_push.sql and 0004_pull.sql, with the same answers, reading and merging each row less often.

CREATE OR REPLACE FUNCTION rangebook.colons(words text) RETURNS integer
LANGUAGE sql IMMUTABLE AS $$
  SELECT octet_length(words) - octet_length(replace(words, ':', ''))
$$;

-- As in 0002_merge.sql. Most rows need no merge, above all in a first sync: a row that is new here, or here just so,
-- is known by one look into the primary key, and `met` alone deals with it. The look is held there by OFFSET 0: left
-- to choose, the planner read the golfer's whole table.
-- $1 = wire rows, $2 = golfer, $3 = revision before the first, $4 = their places in the push, $5 = ids that came
-- before them. One row of answer: by row `places`, `said` (a result as text) and `ids`; `changed`, how many rows took
-- a revision; `highest`, the highest stamp seen.
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
        ELSE 'CASE WHEN o.facts > 0 THEN c.%1$I WHEN o.facts < 0 THEN i.%1$I ELSE %3$s END'
      END || ' AS %1$I', name, name, CASE
        WHEN type = 'json' THEN format('greatest(c.%1$I::text COLLATE "C", i.%1$I::text)::json', name)
        ELSE format('greatest(c.%1$I, i.%1$I)', name)
      END) AS merge_it,
      format(CASE WHEN merge IN ('source', 'fact') THEN 'CASE WHEN p.gone THEN NULL ELSE m.%1$I END AS %1$I' ELSE 'm.%1$I' END, name) AS purge_it,
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

-- Merges rows of one table; `places`: theirs in the push. A batch with a row that can't be is cut in halves until that
-- row stands alone, refused, and the rest is in.
CREATE OR REPLACE FUNCTION rangebook.take(
  statement text, golfer uuid, wires json[], at bigint[], before bigint, seen text[],
  OUT places bigint[], OUT said text[], OUT ids text[], OUT changed bigint, OUT highest text
)
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  half integer := cardinality(wires) / 2;
  first record;
  second record;
BEGIN
  EXECUTE statement INTO places, said, ids, changed, highest USING wires, golfer, before, at, seen;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
  IF cardinality(wires) = 1 THEN
    places := at;
    said := ARRAY[json_build_object('answer', 'refused', 'reason', 'malformed', 'says', left(SQLERRM, 200))::text];
    ids := '{}';
    changed := 0;
    highest := NULL;
    RETURN;
  END IF;
  SELECT * INTO first FROM rangebook.take(statement, golfer, wires[:half], at[:half], before, seen);
  SELECT * INTO second FROM rangebook.take(
    statement, golfer, wires[half + 1:], at[half + 1:], before + first.changed, seen || first.ids
  );
  places := first.places || second.places;
  said := first.said || second.said;
  ids := first.ids || second.ids;
  changed := first.changed + second.changed;
  highest := greatest(first.highest, second.highest);
END
$$;

-- A request's rows, and all else of it: each look into json reads the whole of it. No header if it is none, or holds
-- text that Postgres can't (a NUL, half a character).
CREATE OR REPLACE FUNCTION rangebook.parts(request json, OUT header json, OUT sent_rows json)
LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
BEGIN
  SELECT json_object_agg(e.key, e.value) FILTER (WHERE e.key <> 'rows'), (array_agg(e.value) FILTER (WHERE e.key = 'rows'))[1]
  INTO header, sent_rows FROM json_each(request) AS e;
EXCEPTION WHEN data_exception THEN
END
$$;

-- Rows whose `extra` holds columns that this cloud knows by now.
CREATE OR REPLACE FUNCTION rangebook.all_unpacked(wires json[], of_table text) RETURNS json[]
LANGUAGE sql STABLE SET search_path = '' AS $$
  SELECT array_agg(rangebook.unpacked(w.wire, k.known) ORDER BY w.at)
  FROM unnest(wires) WITH ORDINALITY AS w (wire, at),
    (SELECT jsonb_object_agg(c.column_name, true) AS known FROM rangebook.columns c WHERE c.table_name = of_table) AS k
$$;

CREATE OR REPLACE FUNCTION rangebook.push(header json, sent_rows json, golfer uuid) RETURNS jsonb
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  head rangebook.heads;
  batch record;
  done record;
  places bigint[] := '{}';
  said text[] := '{}';
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

  FOR batch IN
    WITH sent AS MATERIALIZED (
      SELECT e.at, e.element, e.element ->> 'table' AS name, e.element -> 'row' AS wire
      FROM json_array_elements(sent_rows) WITH ORDINALITY AS e (element, at)
    ), judged AS (
      SELECT s.at, s.wire, t.table_name, t.place, CASE
        WHEN octet_length(s.element::text) > 262144 THEN 'too_large'
        WHEN json_typeof(s.element) <> 'object' OR coalesce(json_typeof(s.wire), '') <> 'object' THEN 'malformed'
        WHEN t.table_name IS NULL THEN 'unknown_table'
      END AS reason
      FROM sent s LEFT JOIN rangebook.tables t ON t.table_name = s.name
    )
    SELECT
      j.reason, CASE WHEN j.reason IS NULL THEN j.table_name END AS name, array_agg(j.at ORDER BY j.at) AS at,
      array_agg(j.wire ORDER BY j.at) FILTER (WHERE j.reason IS NULL) AS wires,
      coalesce(bool_or(strpos(j.wire::text, '"extra"') > 0) FILTER (WHERE j.reason IS NULL), false) AS has_extra
    FROM judged j GROUP BY 1, 2, CASE WHEN j.reason IS NULL THEN j.place END
    ORDER BY CASE WHEN j.reason IS NULL THEN j.place END
  LOOP
    IF batch.reason IS NOT NULL THEN
      places := places || batch.at;
      said := said || array_fill(
        json_build_object('answer', 'refused', 'reason', batch.reason)::text, ARRAY[cardinality(batch.at)]
      );
      CONTINUE;
    END IF;
    IF batch.has_extra THEN
      batch.wires := rangebook.all_unpacked(batch.wires, batch.name);
    END IF;
    SELECT * INTO done FROM rangebook.take(
      rangebook.merge_sql(batch.name), golfer, batch.wires, batch.at, head.head + changed, '{}'
    );
    places := places || done.places;
    said := said || done.said;
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
    'from_rev', head.head, 'head', head.head + changed, 'token', last_token, 'count', cardinality(said),
    'results', (SELECT ('[' || string_agg(s.said, ',' ORDER BY s.place) || ']')::jsonb FROM unnest(places, said) AS s (place, said))
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
  parts record := rangebook.parts(request);
  problem text := rangebook.hindrance(parts.header, golfer);
  highest text;
BEGIN
  IF octet_length(request::text) > 4194304 THEN
    problem := coalesce(problem, 'too_large');
  ELSIF problem IS NULL THEN
    problem := CASE
      WHEN coalesce(json_typeof(parts.sent_rows), '') <> 'array' THEN 'malformed'
      WHEN json_array_length(parts.sent_rows) > 2000 THEN 'too_large'
    END;
  END IF;
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, NULL);
  END IF;
  RETURN rangebook.push(parts.header, parts.sent_rows, golfer);
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


DROP FUNCTION IF EXISTS rangebook.apply(text, uuid, json[], bigint[], bigint), rangebook.header(json);
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
