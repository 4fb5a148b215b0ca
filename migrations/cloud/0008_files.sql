-- Which files the bucket holds, and which may go. The table of paths is storage's own, so that nothing has to be
-- kept equal to it.

-- Whether a row that is not purged names this file of the golfer's. A shot that has not come yet counts as live;
-- a raw report is named while one of its shots is, or none was ever here; one of a file belongs to no report.
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
    WHERE p.user_id = auth.uid() AND p.id = is_file_named.hash
      AND (p.report_id IS NULL OR its.shots = 0 OR its.live > 0)
  )
$$;

-- request: as of pull_changes, with `hashes`, at most 1,000. An answer of kind `stored` has those of them that lie
-- in the bucket.
CREATE OR REPLACE FUNCTION public.stored_files(request json) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
DECLARE
  golfer uuid := auth.uid();
  problem text := rangebook.hindrance(request, golfer);
  head rangebook.heads := rangebook.head_of(golfer);
  found jsonb;
BEGIN
  problem := coalesce(problem, CASE
    WHEN coalesce(json_typeof(request -> 'hashes'), '') <> 'array' THEN 'malformed'
    WHEN json_array_length(request -> 'hashes') > 1000 THEN 'malformed'
    WHEN rangebook.out_of_step(request, golfer, head) THEN 'out_of_step'
  END);
  IF problem IS NOT NULL THEN
    RETURN rangebook.answer(problem, CASE WHEN problem = 'out_of_step' THEN head END);
  END IF;
  IF to_regclass('storage.objects') IS NOT NULL THEN
    EXECUTE $sql$
      SELECT jsonb_agg(right(o.name, 64)) FROM storage.objects o
      WHERE o.bucket_id = 'rangebook'
        AND o.name IN (SELECT $1::text || '/' || hash FROM json_array_elements_text($2) AS hash)
    $sql$ INTO found USING golfer, request -> 'hashes';
  END IF;
  RETURN rangebook.answer('stored', head) || jsonb_build_object('hashes', coalesce(found, '[]'));
END
$$;

-- request: as of pull_changes. An answer of kind `removable` has files in the bucket, at most 1,000, that purged
-- rows name and no others. What no row names at all stays: its row may have gone with a restore, and come again.
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
        ) AS g
        JOIN storage.objects o ON o.bucket_id = 'rangebook' AND o.name = $1::text || '/' || g.hash
        WHERE NOT public.is_file_named(g.hash) LIMIT 1000
      ) AS gone
    $sql$ INTO found USING golfer;
  END IF;
  RETURN rangebook.answer('removable', head) || jsonb_build_object('hashes', coalesce(found, '[]'));
END
$$;

CREATE INDEX IF NOT EXISTS media_by_hash ON public.media (user_id, hash) WHERE hash IS NOT NULL;

REVOKE ALL ON FUNCTION public.is_file_named(text), public.stored_files(json), public.removable_files(json)
  FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.is_file_named(text), public.stored_files(json), public.removable_files(json)
  TO authenticated;

-- Looked at again as it is removed: another device may have sent a row that names it a moment ago.
DO $bucket$
BEGIN
  IF to_regclass('storage.objects') IS NULL THEN
    RETURN;
  END IF;
  DROP POLICY IF EXISTS rangebook_remove ON storage.objects;
  CREATE POLICY rangebook_remove ON storage.objects FOR DELETE TO authenticated
    USING (
      bucket_id = 'rangebook' AND name ~ ('^' || (SELECT auth.uid())::text || '/[0-9a-f]{64}$')
      AND NOT public.is_file_named(right(name, 64))
    );
END
$bucket$;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
