-- The private bucket of pictures and raw reports: {user_id}/{sha256 of the bytes}. A file is never changed, as
-- its name is its content: an upload that finds it there (409) is done. Where there is no storage, nothing.
DO $bucket$
BEGIN
  IF to_regclass('storage.buckets') IS NULL OR to_regclass('storage.objects') IS NULL THEN
    RETURN;
  END IF;
  INSERT INTO storage.buckets (id, name, public) VALUES ('rangebook', 'rangebook', false)
  ON CONFLICT (id) DO UPDATE SET public = false;
  DROP POLICY IF EXISTS rangebook_read ON storage.objects;
  DROP POLICY IF EXISTS rangebook_add ON storage.objects;
  DROP POLICY IF EXISTS rangebook_remove ON storage.objects;
  CREATE POLICY rangebook_read ON storage.objects FOR SELECT TO authenticated
    USING (bucket_id = 'rangebook' AND name ~ ('^' || (SELECT auth.uid())::text || '/[0-9a-f]{64}$'));
  CREATE POLICY rangebook_add ON storage.objects FOR INSERT TO authenticated
    WITH CHECK (bucket_id = 'rangebook' AND name ~ ('^' || (SELECT auth.uid())::text || '/[0-9a-f]{64}$'));
  CREATE POLICY rangebook_remove ON storage.objects FOR DELETE TO authenticated
    USING (bucket_id = 'rangebook' AND name ~ ('^' || (SELECT auth.uid())::text || '/[0-9a-f]{64}$'));
END
$bucket$;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
