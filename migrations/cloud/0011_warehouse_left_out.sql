-- Golfers whom the operator keeps out of every warehouse: their rows stay in the cloud.
CREATE TABLE IF NOT EXISTS rangebook.warehouse_left_out (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE
);
ALTER TABLE rangebook.warehouse_left_out ENABLE ROW LEVEL SECURITY;
REVOKE ALL ON rangebook.warehouse_left_out FROM PUBLIC, anon, authenticated;

-- request: {user_id, out}. False: there is no such golfer.
CREATE OR REPLACE FUNCTION public.warehouse_leave_out(request json) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  golfer uuid := (request ->> 'user_id')::uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM rangebook.heads h WHERE h.user_id = golfer) THEN
    RETURN false;
  END IF;
  IF (request ->> 'out')::boolean THEN
    INSERT INTO rangebook.warehouse_left_out (user_id) VALUES (golfer) ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM rangebook.warehouse_left_out l WHERE l.user_id = golfer;
  END IF;
  RETURN true;
END
$$;

-- As in 0010_warehouse.sql, without them.
CREATE OR REPLACE FUNCTION public.warehouse_golfers(request json) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
  SELECT coalesce(jsonb_agg(jsonb_build_object(
    'user_id', g.user_id, 'epoch', g.epoch, 'head', g.head, 'token', rangebook.token_at(g.user_id, g.head)
  ) ORDER BY g.user_id), '[]')
  FROM (
    SELECT h.* FROM rangebook.heads h
    WHERE h.deleted_at IS NULL AND (request ->> 'after' IS NULL OR h.user_id > (request ->> 'after')::uuid)
      AND NOT EXISTS (SELECT FROM rangebook.warehouse_left_out l WHERE l.user_id = h.user_id)
    ORDER BY h.user_id LIMIT (request ->> 'limit')::integer
  ) AS g
$$;

REVOKE ALL ON FUNCTION public.warehouse_leave_out(json) FROM PUBLIC, anon, authenticated;
GRANT EXECUTE ON FUNCTION public.warehouse_leave_out(json) TO service_role;

-- PostgREST reads the functions anew.
NOTIFY pgrst, 'reload schema';
