-- Rows that the cloud did not take, with the reason; they left the outbox. Empty at first.
CREATE TABLE refused_rows (
  table_name TEXT NOT NULL,
  row_id TEXT NOT NULL,
  reason TEXT NOT NULL,
  says TEXT,
  schema_version INTEGER NOT NULL,
  kept INTEGER CHECK (kept IN (0, 1)) NOT NULL,
  refused_at TEXT NOT NULL,
  PRIMARY KEY (table_name, row_id)
) STRICT;
