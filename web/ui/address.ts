/** Addresses of what can be opened: the one place that knows their shape. */

/** Ids hold colons (`41511:2025-12-26`), which a path may keep; all else that it may not is escaped. */
export const escapeId = (id: string): string => encodeURIComponent(id).replaceAll('%3A', ':')

export const sessionAddress = (id: string, club_id?: string): string =>
  `/sessions/${escapeId(id)}${club_id === undefined ? '' : `?club=${escapeId(club_id)}`}`
export const shotAddress = (id: string): string => `/shots/${escapeId(id)}`
export const clubAddress = (id: string): string => `/bag/${escapeId(id)}`
export const importAddress = (queue_id: string): string => `/import/${escapeId(queue_id)}`
