-- A golfer deletes their account: all rows go, a part at a time. A mark stays with the counter, or the next device
-- that syncs would bring all of it back, as it does to a cloud that lost something.
ALTER TABLE rangebook.heads ADD COLUMN IF NOT EXISTS deleted_at timestamptz;

-- As in 0003_push.sql, and account_deleted.
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
    WHEN EXISTS (SELECT FROM rangebook.heads h WHERE h.user_id = golfer AND h.deleted_at IS NOT NULL) THEN 'account_deleted'
  END;
EXCEPTION WHEN data_exception THEN
  RETURN 'malformed';
END
$$;

-- The golfer's own. An answer of kind `deleted`: `rows` that went now, whether there are `more`, and `files` that
-- still lie in the bucket, at most 1,000: the device removes them (storage alone can remove their bytes) and asks
-- again until there is nothing more. `warehouse_until`: till when the warehouse holds rows; null = none is in use.
CREATE OR REPLACE FUNCTION public.delete_account() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' SET lock_timeout = '3s' AS $$
DECLARE
  golfer uuid := auth.uid();
  a_call integer := 20000;
  of_table text;
  went integer;
  all_rows integer := 0;
  files jsonb;
BEGIN
  IF golfer IS NULL THEN
    RAISE EXCEPTION 'Sign in first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  INSERT INTO rangebook.heads (user_id) VALUES (golfer) ON CONFLICT DO NOTHING;
  -- A new epoch: a push that waits for this lock is out of step after it.
  UPDATE rangebook.heads h
  SET head = 0, highest = '', epoch = h.epoch + 1, deleted_at = clock_timestamp()
  WHERE h.user_id = golfer AND h.deleted_at IS NULL;
  DELETE FROM rangebook.pushes WHERE user_id = golfer;
  DELETE FROM rangebook.earlier_grant WHERE user_id = golfer;
  FOR of_table IN SELECT table_name FROM rangebook.tables LOOP
    EXIT WHEN all_rows >= a_call;
    EXECUTE format(
      'DELETE FROM public.%1$I WHERE user_id = $1 AND id IN (SELECT t.id FROM public.%1$I t WHERE t.user_id = $1 LIMIT $2)', of_table
    ) USING golfer, a_call - all_rows;
    GET DIAGNOSTICS went = ROW_COUNT;
    all_rows := all_rows + went;
  END LOOP;
  IF to_regclass('storage.objects') IS NOT NULL THEN
    EXECUTE $sql$
      SELECT jsonb_agg(hash) FROM (
        SELECT right(o.name, 64) AS hash FROM storage.objects o
        WHERE o.bucket_id = 'rangebook' AND o.name LIKE $1::text || '/%' LIMIT 1000
      ) AS left_there
    $sql$ INTO files USING golfer;
  END IF;
  RETURN rangebook.answer('deleted', NULL) || jsonb_build_object(
    'rows', all_rows, 'more', all_rows >= a_call, 'files', coalesce(files, '[]'), 'warehouse_until', NULL
  );
EXCEPTION WHEN lock_not_available THEN
  RETURN rangebook.answer('busy', NULL);
END
$$;

-- The golfer comes back: devices bring what they have. An answer of kind `begun`.
CREATE OR REPLACE FUNCTION public.begin_again() RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'Sign in first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE rangebook.heads h SET deleted_at = NULL WHERE h.user_id = auth.uid();
  RETURN rangebook.answer('begun', rangebook.head_of(auth.uid()));
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA rangebook FROM PUBLIC;
REVOKE ALL ON FUNCTION public.delete_account(), public.begin_again() FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.delete_account(), public.begin_again() TO authenticated;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
