import { syncedTables, type TableName } from '../../../shared/schema/catalogue.ts'
import type { Answer, Params, QueryName } from '../query.ts'
import type { Reader } from '../sql.ts'
import { readBag } from './bag.ts'
import { selectedIds } from './filter.ts'
import { readHistory, readUndoState } from './history.ts'
import { mediaOfSession, mediaOfShot, readMediaWants } from './media.ts'
import { readPreview } from './preview.ts'
import { readQueue, readSetAside } from './queue.ts'
import { readSession, readSessions } from './sessions.ts'
import { readSettings } from './settings.ts'
import { readShot, readShots } from './shots.ts'
import { readStorage } from './storage.ts'
import { readSync } from './sync.ts'
import { readTags } from './tags.ts'
import { readTrash } from './trash.ts'

export { prepareConnection } from './views.ts'

export interface Query<Q extends QueryName> {
  /** Tables whose change may change the answer. */
  readonly tables: readonly TableName[]
  /** See live.ts: only where nothing besides its tables and the parameters goes into the answer. */
  readonly keeps?: true
  readonly read: (reader: Reader, params: Params<Q>) => Answer<Q> | Promise<Answer<Q>>
}

const PLACED: readonly TableName[] = ['shots', 'groups', 'sessions', 'merge_ends']

/** Answers over the whole history, loaded when the first is asked. */
const analysis = () => import('./analysis.ts')

export const queries: { readonly [Q in QueryName]: Query<Q> } = {
  settings: { tables: ['settings'], read: readSettings },
  sessions: { tables: [...PLACED, 'clubs'], read: readSessions },
  session: { tables: PLACED, read: readSession },
  shots: { tables: PLACED, read: readShots },
  shot: { tables: [...PLACED, 'commands'], read: readShot },
  bag: { tables: [...PLACED, 'clubs', 'settings'], keeps: true, read: readBag },
  tags: { tables: PLACED, read: readTags },
  count: { tables: PLACED, read: (reader, selection) => selectedIds(reader, selection).length },
  trash: { tables: PLACED, read: readTrash },
  history: { tables: ['commands'], read: readHistory },
  undo_state: { tables: ['commands'], read: readUndoState },
  queue: { tables: ['import_queue'], read: readQueue },
  import_preview: { tables: ['import_queue', 'clubs', ...PLACED], read: readPreview },
  file_preview: {
    tables: ['import_queue', 'clubs', 'settings', ...PLACED],
    read: async (reader, params) => (await import('./filePreview.ts')).readFilePreview(reader, params),
  },
  same_shots: {
    tables: [...PLACED, 'settings'],
    read: async (reader, params) => (await import('./same.ts')).readSameShots(reader, params),
  },
  set_aside: { tables: ['set_aside'], read: readSetAside },
  media_wants: { tables: ['local_state'], read: readMediaWants },
  media_of_shot: { tables: ['shots', 'media', 'reports'], read: mediaOfShot },
  media_of_session: { tables: [...PLACED, 'media', 'reports'], read: mediaOfSession },
  media_count: {
    tables: ['media'],
    read: reader => reader.get<{ n: number }>('SELECT count(*) AS n FROM media')?.n ?? 0,
  },
  media_hashes: {
    tables: ['media'],
    read: reader =>
      reader
        .all<{ hash: string }>('SELECT DISTINCT hash FROM media WHERE hash IS NOT NULL')
        .map(({ hash }) => hash),
  },
  known_pictures: {
    tables: ['media', 'outbox'],
    read: async (reader, params) => (await import('./files.ts')).knownPictures(reader, params),
  },
  media_pins: {
    tables: ['local_state'],
    read: async reader => (await import('./files.ts')).readPins(reader),
  },
  pinned_hashes: {
    tables: [...PLACED, 'media', 'local_state'],
    read: async reader => (await import('./files.ts')).pinnedHashes(reader),
  },
  known_payloads: {
    tables: ['payloads', 'outbox'],
    read: async reader => (await import('./files.ts')).knownPayloads(reader),
  },
  payload: { tables: ['payloads'], read: async (reader, { id }) => (await reader.payload(id)) ?? null },
  sync: { tables: ['outbox', 'refused_rows', 'local_state', 'shots'], read: readSync },
  sync_batch: {
    tables: ['outbox'],
    read: async (reader, params) => (await import('./syncBatch.ts')).readBatch(reader, params),
  },
  conflicts: {
    tables: ['commands', 'shots', 'settings', 'clubs', 'sessions'],
    read: async (reader, params) => (await import('./conflicts.ts')).readConflicts(reader, params),
  },
  device_name: {
    tables: ['settings', 'local_state'],
    read: async reader => (await import('./conflicts.ts')).readDeviceName(reader),
  },
  backfill: {
    tables: ['shots', 'payloads', 'reports', 'local_state'],
    read: async reader => (await import('./backfill.ts')).readBackfill(reader),
  },
  holding: {
    tables: syncedTables,
    read: async reader => (await import('./digests.ts')).readHolding(reader),
  },
  digests: {
    tables: syncedTables,
    read: async (reader, params) => (await import('./digests.ts')).readDigests(reader, params),
  },
  apart: {
    tables: ['outbox', 'refused_rows'],
    read: async (reader, params) => (await import('./digests.ts')).readApart(reader, params),
  },
  refused_rows: {
    tables: ['refused_rows'],
    read: async reader => (await import('./refused.ts')).readRefused(reader),
  },
  storage: { tables: ['shots', 'sessions', 'local_state', 'import_queue'], read: readStorage },
  doubts: {
    tables: [...PLACED, 'clubs'],
    keeps: true,
    read: async (reader, params) => (await import('./doubts.ts')).readDoubts(reader, params),
  },
  strikes: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await import('./swing.ts')).readStrikes(reader, params),
  },
  deliveries: {
    tables: [...PLACED, 'settings'],
    keeps: true,
    read: async (reader, params) => (await import('./swing.ts')).readDeliveries(reader, params),
  },
  compare: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await import('./compare.ts')).readComparison(reader, params),
  },
  flights: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await import('./flights.ts')).readFlights(reader, params),
  },
  within: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await import('./flights.ts')).readWithin(reader, params),
  },
  summed: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await analysis()).readSummed(reader, params),
  },
  pairs: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await analysis()).readPairs(reader, params),
  },
  gapping: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await analysis()).readGapping(reader, params),
  },
  landings: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await analysis()).readLandings(reader, params),
  },
  trend: {
    tables: PLACED,
    keeps: true,
    read: async (reader, params) => (await analysis()).readTrend(reader, params),
  },
  shot_pattern: {
    tables: PLACED,
    read: async (reader, params) => (await import('./shotPattern.ts')).readShotPattern(reader, params),
  },
  combine: {
    tables: [...PLACED, 'settings'],
    read: async reader => (await import('./combine.ts')).readCombine(reader),
  },
  questions: {
    tables: ['settings'],
    read: async reader => (await import('./goals.ts')).readKept(reader, 'question'),
  },
  goals: {
    tables: [...PLACED, 'settings'],
    read: async (reader, { today }) => (await import('./goals.ts')).readGoals(reader, today),
  },
  notes: {
    tables: [...PLACED, 'settings'],
    read: async (reader, params) => (await import('./notes.ts')).readNotes(reader, params),
  },
  findings: {
    tables: [...PLACED, 'clubs', 'settings'],
    read: async (reader, params) => (await import('./findings.ts')).readFindings(reader, params),
  },
}
