-- The merge of two states of a row, as shared/sync/merge.ts has it, for a batch at once: facts as a block
-- by where they come from, edits one by one by their clocks. tests/cloud/merge.test.ts holds the two
-- equal on generated states.
--
-- A row on the wire is what a device holds: {"id": …, "carry_m": 150.2, "excluded": 1, "tags": "[\"wet\"]"};
-- json as its text, booleans 0 or 1, nulls left out.

-- Raises: what a device sent can't be a row. Caught by rangebook.apply.
CREATE OR REPLACE FUNCTION rangebook.refuse(says text) RETURNS text
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'data_exception', MESSAGE = says;
END
$$;

CREATE OR REPLACE FUNCTION rangebook.is_stamp(stamp text) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT stamp ~ '^\d{16}-[0-9a-f]{4}-[A-Za-z0-9_.-]{1,64}$'
$$;

-- An object of text as merge.ts writes it: names in order, no blanks. No name or stamp needs an escape.
CREATE OR REPLACE FUNCTION rangebook.clocks_text(clocks jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT '{' || coalesce(string_agg(format('"%s":"%s"', key, value), ',' ORDER BY key COLLATE "C"), '') || '}'
  FROM jsonb_each_text(clocks)
$$;

CREATE OR REPLACE FUNCTION rangebook.checked_clocks(clocks text) RETURNS text
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  object jsonb;
BEGIN
  IF clocks IS NULL OR clocks = '{}' THEN
    RETURN '{}';
  END IF;
  object := clocks::jsonb;
  IF jsonb_typeof(object) <> 'object' OR EXISTS (
    SELECT FROM jsonb_each(object) AS e
    WHERE key !~ '^[a-z][a-z0-9_]{0,62}$'
      OR jsonb_typeof(e.value) <> 'string' OR NOT rangebook.is_stamp(e.value #>> '{}')
  ) THEN
    PERFORM rangebook.refuse('clocks is no object of stamps');
  END IF;
  RETURN rangebook.clocks_text(object);
END
$$;

-- Names in order, each value's text as it came: devices compare it. Null for nothing.
CREATE OR REPLACE FUNCTION rangebook.checked_extra(extra text) RETURNS text
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  IF extra IS NULL OR extra = '{}' THEN
    RETURN NULL;
  END IF;
  IF json_typeof(extra::json) <> 'object' OR EXISTS (
    SELECT FROM json_object_keys(extra::json) AS key
    GROUP BY key HAVING count(*) > 1 OR key !~ '^[a-z][a-z0-9_]{0,62}$'
  ) THEN
    PERFORM rangebook.refuse('extra is no object of columns');
  END IF;
  RETURN (
    SELECT '{' || string_agg('"' || key || '":' || btrim(e.value::text, E' \t\n\r'), ',' ORDER BY key COLLATE "C") || '}'
    FROM json_each(extra::json) AS e
  );
END
$$;

CREATE OR REPLACE FUNCTION rangebook.later_clocks(a jsonb, b jsonb) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT rangebook.clocks_text(coalesce(jsonb_object_agg(key, stamp), '{}'))
  FROM (
    SELECT key, max(value COLLATE "C") AS stamp
    FROM (SELECT * FROM jsonb_each_text(a) UNION ALL SELECT * FROM jsonb_each_text(b)) AS both_sides
    GROUP BY key
  ) AS later
$$;

-- Columns of a newer version: by their clock where one has it, else as facts, and gone with them.
CREATE OR REPLACE FUNCTION rangebook.later_extra(
  a json, b json, a_clocks jsonb, b_clocks jsonb, facts_order integer, purged boolean
) RETURNS json
LANGUAGE sql IMMUTABLE SET search_path = '' AS $$
  SELECT ('{' || string_agg('"' || name || '":' || text, ',' ORDER BY name COLLATE "C") || '}')::json
  FROM (
    SELECT
      key AS name,
      CASE
        WHEN o.stamps > 0 THEN x.a
        WHEN o.stamps < 0 THEN x.b
        WHEN o.unclocked AND facts_order > 0 THEN x.a
        WHEN o.unclocked AND facts_order < 0 THEN x.b
        ELSE greatest(x.a, x.b)
      END AS text
    FROM (
      SELECT key, max(text COLLATE "C") FILTER (WHERE first) AS a, max(text COLLATE "C") FILTER (WHERE NOT first) AS b
      FROM (
        SELECT key, value::text AS text, true AS first FROM json_each(a)
        UNION ALL SELECT key, value::text, false FROM json_each(b)
      ) AS both_sides
      GROUP BY key
    ) AS x
    CROSS JOIN LATERAL (
      SELECT
        NOT (a_clocks ? key OR b_clocks ? key) AS unclocked,
        CASE
          WHEN coalesce(a_clocks ->> key, '') COLLATE "C" > coalesce(b_clocks ->> key, '') THEN 1
          WHEN coalesce(a_clocks ->> key, '') COLLATE "C" < coalesce(b_clocks ->> key, '') THEN -1
          ELSE 0
        END AS stamps
    ) AS o
    WHERE NOT (o.unclocked AND purged)
  ) AS merged
  WHERE text IS NOT NULL
$$;

-- A row whose `extra` holds columns that this cloud knows by now: they stand in their columns. What can't be
-- read is left as it is, and refused with its row.
CREATE OR REPLACE FUNCTION rangebook.unpacked(wire json, known jsonb) RETURNS json
LANGUAGE plpgsql IMMUTABLE SET search_path = '' AS $$
DECLARE
  extra json;
BEGIN
  IF wire -> 'extra' IS NULL OR json_typeof(wire -> 'extra') = 'null' THEN
    RETURN wire;
  END IF;
  extra := wire ->> 'extra';
  IF NOT EXISTS (SELECT FROM json_object_keys(extra) AS key WHERE known ? key) THEN
    RETURN wire;
  END IF;
  RETURN (
    SELECT ('{' || string_agg(to_json(key)::text || ':' || value, ',') || '}')::json
    FROM (
      SELECT e.key, e.value::text FROM json_each(wire) AS e WHERE e.key <> 'extra'
      UNION ALL
      SELECT e.key, e.value::text FROM json_each(extra) AS e WHERE known ? e.key AND wire -> e.key IS NULL
      UNION ALL
      SELECT 'extra', to_json('{' || string_agg(to_json(e.key)::text || ':' || e.value::text, ',') || '}')::text
      FROM json_each(extra) AS e WHERE NOT known ? e.key
    ) AS fields
    WHERE value IS NOT NULL
  );
EXCEPTION WHEN data_exception THEN
  RETURN wire;
END
$$;

-- The statement that merges a batch into one table. $1 = json list of wire rows, $2 = golfer, $3 = revision
-- before the first. One row of answer: `answers`, by place in the list, each {"at", "answer", "rev"};
-- `changed`, how many rows took a revision; `highest`, the highest stamp seen.
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
      CASE WHEN type = 'json' THEN format('%I::text', name) ELSE quote_ident(name) END AS comparable
    FROM columns
  )
  SELECT
    string_agg(wire_type, ', ' ORDER BY attnum), string_agg(check_it, ', ' ORDER BY attnum),
    string_agg(merge_it, ', ' ORDER BY attnum), string_agg(purge_it, ', ' ORDER BY attnum),
    string_agg(name, ', ' ORDER BY attnum), string_agg('m.' || name, ', ' ORDER BY attnum),
    string_agg('c.' || comparable, ', ' ORDER BY attnum), string_agg('m.' || comparable, ', ' ORDER BY attnum),
    string_agg('i.' || comparable, ', ' ORDER BY attnum),
    string_agg(format('%1$s = excluded.%1$s', name), ', ' ORDER BY attnum)
  INTO wire_types, checked, merged, purged, named, from_m, compare_c, compare_m, compare_i, assigned
  FROM sql;

  RETURN format($sql$
    WITH i AS MATERIALIZED (
      SELECT
        r.at,
        CASE WHEN r.id <> '' AND length(r.id) <= 500 THEN r.id ELSE rangebook.refuse('id is missing or too long') END COLLATE "C" AS id,
        rangebook.checked_clocks(r.clocks)::json AS clocks,
        rangebook.checked_extra(r.extra)::json AS extra,
        %1$s
      FROM ROWS FROM (json_to_recordset($1) AS (id text, clocks text, extra text, %2$s)) WITH ORDINALITY
        AS r (id, clocks, extra, %3$s, at)
    ), m AS MATERIALIZED (
      SELECT
        i.at, i.id, c.rev AS old_rev, o.ca, o.cb, c.extra AS extra_a, i.extra AS extra_b, o.facts,
        CASE WHEN o.ca = o.cb OR o.cb = '{}' THEN coalesce(c.clocks, '{}') WHEN o.ca = '{}' THEN i.clocks
          ELSE rangebook.later_clocks(o.ca, o.cb)::json END AS clocks,
        greatest((SELECT max(value COLLATE "C") FROM jsonb_each_text(o.cb))%4$s) AS highest,
        %5$s
      FROM i
      LEFT JOIN public.%6$I c ON c.user_id = $2 AND c.id = i.id
      CROSS JOIN LATERAL (
        SELECT coalesce(c.clocks::jsonb, '{}') AS ca, i.clocks::jsonb AS cb, %7$s AS facts, %8$s AS guess
      ) AS o
    ), after AS MATERIALIZED (
      SELECT
        m.at, m.id, m.old_rev, m.highest, m.clocks,
        CASE WHEN m.extra_a IS NULL AND m.extra_b IS NULL THEN NULL
          ELSE rangebook.later_extra(m.extra_a, m.extra_b, m.ca, m.cb, m.facts, p.gone) END AS extra,
        %9$s
      FROM m CROSS JOIN LATERAL (SELECT %10$s AS gone) AS p
    ), judged AS MATERIALIZED (
      SELECT
        m.*,
        c.id IS NULL OR (m.clocks::text, m.extra::text, %11$s) IS DISTINCT FROM (c.clocks::text, c.extra::text, %12$s) AS changes,
        (m.clocks::text, m.extra::text, %11$s) IS NOT DISTINCT FROM (i.clocks::text, i.extra::text, %13$s) AS as_sent
      FROM after m
      JOIN i USING (at)
      LEFT JOIN public.%6$I c ON c.user_id = $2 AND c.id = m.id
    ), changed AS MATERIALIZED (
      SELECT m.*, $3 + row_number() OVER (ORDER BY at) AS rev FROM judged m WHERE changes
    ), written AS (
      INSERT INTO public.%6$I (user_id, id, clocks, extra, rev, %3$s)
      SELECT $2, m.id, m.clocks, m.extra, m.rev, %14$s FROM changed m
      ON CONFLICT (user_id, id) DO UPDATE SET clocks = excluded.clocks, extra = excluded.extra, rev = excluded.rev, %15$s
    )
    SELECT
      json_agg(json_build_object(
        'at', m.at, 'answer', CASE WHEN m.as_sent THEN 'applied' ELSE 'merged' END, 'rev', coalesce(changed.rev, m.old_rev)
      ) ORDER BY m.at) AS answers,
      count(changed.rev) AS changed,
      max(m.highest) AS highest
    FROM judged m LEFT JOIN changed USING (at)
    $sql$,
    checked, wire_types, named, stamps, merged, of_table, ranks, guesser, purged, gone,
    compare_m, compare_c, compare_i, from_m, assigned);
END
$fn$;

-- For later migrations: a column, and what newer devices sent of it before it came. The state is the same, so
-- no row gets a revision. `merge`: as in rangebook.columns.
CREATE OR REPLACE FUNCTION rangebook.add_column(to_table text, name text, type text, merge text) RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
BEGIN
  EXECUTE format(
    'ALTER TABLE public.%I ADD COLUMN IF NOT EXISTS %I %s', to_table, name,
    type || CASE type WHEN 'text' THEN ' COLLATE "C"' ELSE '' END
  );
  INSERT INTO rangebook.columns VALUES (to_table, name, merge)
  ON CONFLICT (table_name, column_name) DO UPDATE SET merge = excluded.merge;
  EXECUTE format($sql$
    UPDATE public.%1$I SET
      %2$I = CASE WHEN %4$L = 'boolean' THEN CASE extra ->> %3$L WHEN '1' THEN 'true' WHEN '0' THEN 'false' END
        ELSE extra ->> %3$L END::%4$s,
      extra = (
        SELECT ('{' || string_agg('"' || e.key || '":' || e.value::text, ',' ORDER BY e.key COLLATE "C") || '}')::json
        FROM json_each(extra) AS e WHERE e.key <> %3$L
      )
    WHERE extra -> %3$L IS NOT NULL
  $sql$, to_table, name, name, type);
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
