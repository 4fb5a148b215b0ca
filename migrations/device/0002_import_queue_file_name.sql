-- name of a file of shots; null for a link and a saved report. Null on rows from before.
ALTER TABLE import_queue ADD COLUMN file_name TEXT;
