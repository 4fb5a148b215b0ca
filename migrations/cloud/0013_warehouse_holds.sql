-- What a golfer is told before and after their account is deleted: whether a warehouse was ever filled from here,
-- and when last. Its next run finds that they left, and rewrites it without them.
CREATE OR REPLACE FUNCTION public.warehouse_holds() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = '' AS $$
BEGIN
  IF auth.uid() IS NULL THEN
    RAISE EXCEPTION 'Sign in first.' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN rangebook.answer('warehouse', NULL) || jsonb_build_object('filled_ms', (
    SELECT floor(extract(epoch FROM max(r.ended_at)) * 1000)::bigint FROM rangebook.warehouse_runs r WHERE r.result = 'done'
  ));
END
$$;
REVOKE ALL ON FUNCTION public.warehouse_holds() FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.warehouse_holds() TO authenticated;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
