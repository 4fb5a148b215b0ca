-- As in 0010_warehouse.sql, with a run_id that the server chooses: a request that is repeated after a lost answer is
-- answered as the first one, and does not meet its own lease.
CREATE OR REPLACE FUNCTION public.warehouse_begin(request json) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
DECLARE
  of_warehouse text := request ->> 'warehouse';
  lease rangebook.warehouse_leases;
  run rangebook.warehouse_runs;
  now_at timestamptz;
BEGIN
  -- The lease's row is the lock between two servers that begin at one instant.
  INSERT INTO rangebook.warehouse_leases VALUES (of_warehouse, gen_random_uuid(), '-infinity') ON CONFLICT DO NOTHING;
  SELECT * INTO STRICT lease FROM rangebook.warehouse_leases l WHERE l.warehouse = of_warehouse FOR UPDATE;
  now_at := clock_timestamp();
  IF lease.run_id = (request ->> 'run_id')::uuid THEN
    SELECT * INTO run FROM rangebook.warehouse_runs r WHERE r.run_id = lease.run_id;
    RETURN jsonb_build_object('kind', 'begun', 'run', rangebook.run_json(run));
  END IF;
  IF lease.expires_at > now_at AND NOT coalesce((request ->> 'alone')::boolean, false) THEN
    SELECT * INTO run FROM rangebook.warehouse_runs r WHERE r.run_id = lease.run_id;
    RETURN jsonb_build_object('kind', 'running', 'run', rangebook.run_json(run));
  END IF;
  UPDATE rangebook.warehouse_runs r SET result = 'died', ended_at = now_at
  WHERE r.warehouse = of_warehouse AND r.result IS NULL;
  SELECT * INTO run FROM rangebook.warehouse_runs r
  WHERE r.warehouse = of_warehouse AND r.result = 'done' ORDER BY r.started_at DESC LIMIT 1;
  IF run.ended_at > now_at - make_interval(secs => coalesce((request ->> 'pause_s')::double precision, 0)) THEN
    RETURN jsonb_build_object('kind', 'too_soon', 'run', rangebook.run_json(run));
  END IF;
  INSERT INTO rangebook.warehouse_runs (run_id, warehouse, holder, mode)
  VALUES (coalesce((request ->> 'run_id')::uuid, gen_random_uuid()), of_warehouse, request ->> 'holder', request ->> 'mode')
  RETURNING * INTO run;
  UPDATE rangebook.warehouse_leases l
  SET run_id = run.run_id, expires_at = now_at + make_interval(secs => (request ->> 'lease_s')::double precision)
  WHERE l.warehouse = of_warehouse;
  RETURN jsonb_build_object('kind', 'begun', 'run', rangebook.run_json(run));
END
$$;
