-- What the hub keeps beside the cloud's own tables, and no device reads: whom it knows, and which devices joined.
CREATE SCHEMA IF NOT EXISTS hub;
REVOKE ALL ON SCHEMA hub FROM PUBLIC;

-- The SQL files that this database has, by the hash of their text.
CREATE TABLE IF NOT EXISTS hub.applied (
  name text PRIMARY KEY,
  hash text NOT NULL
);

CREATE TABLE IF NOT EXISTS hub.golfers (
  user_id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
  name text NOT NULL,
  -- The first one is whom one tap on this machine joins.
  place bigint GENERATED ALWAYS AS IDENTITY
);
CREATE UNIQUE INDEX IF NOT EXISTS golfers_by_name ON hub.golfers (lower(name));

-- A device that joined. Of its refresh token nothing is kept but its turn: see members.ts.
CREATE TABLE IF NOT EXISTS hub.sessions (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  user_id uuid NOT NULL REFERENCES hub.golfers (user_id) ON DELETE CASCADE,
  device text NOT NULL,
  turn bigint NOT NULL DEFAULT 1,
  joined_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX IF NOT EXISTS sessions_by_user ON hub.sessions (user_id);

-- Codes that let a device join, each once. A used or expired one stays for a day, to be told from a wrong one.
CREATE TABLE IF NOT EXISTS hub.codes (
  hash bytea PRIMARY KEY,
  user_id uuid NOT NULL REFERENCES hub.golfers (user_id) ON DELETE CASCADE,
  expires_ms bigint NOT NULL,
  used boolean NOT NULL DEFAULT false
);
