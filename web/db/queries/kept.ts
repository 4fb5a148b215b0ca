/** A shot that carries it was looked at, and counts: rules leave it alone. */
const COUNTS_TAG = 'counts'

/** 1 where the golfer said so, of `placed_shots`. */
export const KEPT_SQL = `(tags IS NOT NULL AND EXISTS (SELECT 1 FROM json_each(tags) WHERE value = '${COUNTS_TAG}'))`
