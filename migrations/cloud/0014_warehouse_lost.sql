-- As in 0010_warehouse.sql; an epoch below the one that the warehouse was filled from is a backup's as well.
CREATE OR REPLACE FUNCTION public.warehouse_lost(request json) RETURNS jsonb
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = '' SET jit = off AS $$
  SELECT coalesce(jsonb_agg(m.user_id), '[]')
  FROM json_to_recordset(request -> 'marks') AS m (user_id uuid, epoch bigint, rev bigint, token uuid)
  JOIN rangebook.heads h ON h.user_id = m.user_id
  WHERE h.epoch < m.epoch OR h.epoch = m.epoch AND (m.rev > h.head OR (m.rev > 0 AND NOT EXISTS (
    SELECT FROM rangebook.pushes p WHERE p.user_id = m.user_id AND p.token = m.token
  )))
$$;
