-- The earlier system's table of shots, which 0001 put aside: granted by the operator to one golfer, read by
-- that golfer in pages, for the importer of golf_stats.db.

CREATE TABLE IF NOT EXISTS rangebook.earlier_grant (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE rangebook.earlier_grant ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON rangebook.earlier_grant FROM PUBLIC, anon, authenticated;

-- Pages go by a number of their own: nobody knows what its key was. Closed again here, as a table may have
-- been granted anew since.
DO $number$
BEGIN
  IF to_regclass('public.earlier_shots') IS NOT NULL THEN
    ALTER TABLE public.earlier_shots ADD COLUMN IF NOT EXISTS rangebook_no bigint GENERATED ALWAYS AS IDENTITY;
    CREATE INDEX IF NOT EXISTS earlier_shots_by_no ON public.earlier_shots (rangebook_no);
    REVOKE ALL ON public.earlier_shots FROM PUBLIC, anon, authenticated;
  END IF;
END
$number$;

-- The operator, by the service key or as owner: from now on this golfer, and nobody else, reads the earlier
-- shots. Null: nobody.
CREATE OR REPLACE FUNCTION public.grant_earlier_shots(golfer uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  DELETE FROM rangebook.earlier_grant;
  IF golfer IS NOT NULL THEN
    INSERT INTO rangebook.earlier_grant (user_id) VALUES (golfer);
  END IF;
END
$$;

-- A page of the earlier shots as they stand there, at most 1,000 a page: {granted, count, rows, next}; `next`
-- is the `after` of the following page, null at the end. Without a grant, or where there are none: granted false.
CREATE OR REPLACE FUNCTION public.read_earlier_shots(after bigint DEFAULT 0) RETURNS json
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  page json;
BEGIN
  IF to_regclass('public.earlier_shots') IS NULL OR NOT EXISTS (
    SELECT FROM rangebook.earlier_grant g WHERE g.user_id = auth.uid()
  ) THEN
    RETURN json_build_object('granted', false, 'count', 0, 'rows', json_build_array(), 'next', NULL);
  END IF;
  EXECUTE $sql$
    SELECT json_build_object(
      'granted', true, 'count', count(*), 'rows', coalesce(json_agg(row_to_json(p) ORDER BY rangebook_no), '[]'),
      'next', CASE WHEN count(*) = 1000 THEN max(rangebook_no) END
    )
    FROM (SELECT * FROM public.earlier_shots WHERE rangebook_no > $1 ORDER BY rangebook_no LIMIT 1000) AS p
  $sql$ INTO page USING coalesce(after, 0);
  RETURN page;
END
$$;

REVOKE ALL ON FUNCTION public.grant_earlier_shots(uuid), public.read_earlier_shots(bigint)
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.grant_earlier_shots(uuid) TO service_role;
GRANT EXECUTE ON FUNCTION public.read_earlier_shots(bigint) TO authenticated;
