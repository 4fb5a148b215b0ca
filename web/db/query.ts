/**
 * What pages may ask of the database, in types alone: the worker answers. All values are SI; json
 * columns arrive parsed. An entry of `Queries` is a query's name with its parameters and answer.
 */
import type { Mapping } from '../../shared/files/mapping.ts'
import type { ColumnReading } from '../../shared/files/read_file.ts'
import type { Pair } from '../../shared/files/same_shot.ts'
import type { Overrides, Verdict } from '../../shared/files/verdict.ts'
import type { ClubCategory, GroupKind, Measure, Measures, Shot } from '../../shared/schema/rows.ts'
import type { Settings } from '../../shared/schema/settings.ts'
import type { Digests, DigestsOf, Holding, Standing, WireElement } from '../../shared/sync/wire.ts'
import type { AnalysisQueries } from './analysis.ts'
import type { CoachQueries } from './coach.ts'
import type {
  FileAnswers,
  MediaTarget,
  Problem,
  RowName,
  SentRow,
  ShotFilter,
  ShotSelection,
} from './command.ts'
import type { KeptQueries } from './kept.ts'

export interface ImportPreview {
  readonly queue_id: string
  readonly session_ids: readonly string[]
  readonly practice_dates: readonly string[]
  readonly groups: readonly {
    readonly id: string
    readonly label: string
    readonly practice_date: string | null
    readonly club_code: string | null
    readonly club_id: string | null
    readonly club_name: string
    readonly kind: GroupKind
    readonly shots: number
    readonly new_shots: number
  }[]
  readonly clubs: readonly {
    readonly club_id: string | null
    readonly name: string
    readonly shots: number
  }[]
  /** Clubs never seen before; `ask`: unlikely as a club of the bag (IRON1), the golfer must say. */
  readonly new_clubs: readonly {
    readonly code: string
    readonly name: string
    readonly shots: number
    readonly ask: boolean
  }[]
  readonly shots: {
    readonly total: number
    readonly new: number
    readonly changed: number
    readonly known: number
    readonly purged: number
  }
  readonly missing: readonly { readonly measure: Measure; readonly n: number }[]
  /** What looks wrong, in words, with the shots concerned. Kept in; a proposal only. */
  readonly doubts: readonly { readonly says: string; readonly shot_ids: readonly string[] }[]
  readonly set_aside: readonly { readonly path: string; readonly reason: string }[]
  readonly warnings: readonly string[]
}

/** A file of shots before it is taken in: how it is read, and what that gives. */
export interface FilePreview {
  readonly file_name: string
  readonly preview: ImportPreview
  /** The first rows as they will be. */
  readonly first: readonly (Measures & {
    readonly id: string
    readonly practice_date: string | null
    readonly club_name: string | null
    readonly excluded: boolean
  })[]
  /** Null: the earlier system's database, of which there is nothing to choose. */
  readonly table: {
    /** Null: no maker that is known here. */
    readonly maker_name: string | null
    /** Of a maker whose files are known for sure: its columns need no look. */
    readonly sure: boolean
    /** Read as the golfer had a file with these headings read before. */
    readonly known: boolean
    readonly mapping: Mapping
    readonly overrides: Overrides
    readonly columns: readonly (ColumnReading & { readonly cells: readonly string[] })[]
    readonly verdicts: readonly Verdict[]
    readonly asks_date: boolean
  } | null
}

/** No column says how far or how fast: what there is to choose from. */
export interface Unmapped {
  readonly unmapped: Problem
  readonly file_name: string
  readonly mapping: Mapping
  readonly overrides: Overrides
  readonly columns: readonly {
    readonly heading: string
    readonly nth: number
    readonly cells: readonly string[]
  }[]
}

/** Shots of two sessions, of two sources, that are the same swings. */
export interface SameShots {
  readonly keep: Pick<SessionLine, 'id' | 'title' | 'practice_date'>
  readonly same: Pick<SessionLine, 'id' | 'title' | 'practice_date'>
  /** By the source's own numbers: no guess. */
  readonly exact: boolean
  readonly pairs: readonly Pair[]
  /** Shots of the shorter of the two: "31 of 33". */
  readonly of: number
}

export interface QueueEntry {
  readonly id: string
  readonly report_id: string
  readonly state: 'waiting' | 'ready' | 'failed'
  readonly key: string | null
  readonly problem: Problem | null
  /** Of a file of shots. */
  readonly file_name: string | null
  readonly tries: number
  readonly added_at: string
}

export interface ClubRef {
  readonly id: string
  readonly name: string
  /** For chips and axes: 7i, 50°, PW. */
  readonly short: string
  readonly category: ClubCategory | null
  /** Place in the bag's order, 0-based: the colour follows it. */
  readonly place: number
}

export interface SessionLine {
  readonly id: string
  readonly practice_date: string | null
  /** The golfer's name, else made from its groups: "Iron 6, tempo towel 8". */
  readonly title: string
  readonly named: boolean
  readonly kinds: readonly GroupKind[]
  readonly tags: readonly string[]
  readonly clubs: readonly { readonly club_id: string; readonly shots: number }[]
  readonly shots: number
  readonly excluded: number
  readonly notes: string | null
  readonly deleted_at: string | null
}

export interface SessionDetail extends SessionLine {
  readonly groups: readonly {
    readonly id: string
    readonly label: string
    readonly kind: GroupKind
    readonly kind_guessed: boolean
    readonly club_id: string | null
    readonly ball_name: string | null
    readonly shots: number
  }[]
  /** Sessions that were merged into this one. */
  readonly took_in: readonly { readonly id: string; readonly title: string }[]
  readonly report_ids: readonly string[]
}

/** A shot as pages show it: facts, edits resolved, its place in the session. */
export interface ShotLine extends Measures {
  readonly id: string
  /** 1-based place in time within its session. */
  readonly number: number
  readonly session_id: string
  readonly group_id: string
  readonly club_id: string | null
  readonly kind: GroupKind
  readonly practice_date: string | null
  readonly excluded: boolean
  readonly tags: readonly string[]
  readonly notes: string | null
  readonly deleted_at: string | null
}

export interface ShotDetail extends ShotLine {
  readonly facts: Shot
  readonly label: string
  readonly session_title: string
  readonly club_from: 'shot' | 'group' | 'source'
  readonly history: readonly HistoryLine[]
  readonly previous_id: string | null
  readonly next_id: string | null
}

export interface ClubLine extends ClubRef {
  readonly code: string | null
  readonly loft_deg: number | null
  readonly retired: boolean
  readonly shots: number
  /** Shots in the figures: live, not excluded. */
  readonly counted: number
  readonly carry_m: { readonly n: number; readonly median: number | null; readonly spread: number | null }
  readonly last_date: string | null
  readonly took_in: readonly { readonly id: string; readonly name: string }[]
}

export interface HistoryLine {
  readonly id: string
  readonly kind: string
  readonly says: string
  readonly made_at: string
  readonly items: number
  /** Done, or taken back by a later command. */
  readonly undone_by: string | null
  readonly undoable: boolean
}

/** "club: 7 iron, set on iPhone, over 8 iron, set on this device" */
export interface Conflict {
  readonly field: string
  /** What won, and what it was set over without knowing. */
  readonly set: Conflict['over']
  readonly over: {
    readonly item_id: string
    readonly value: string
    readonly device: string
    /** ISO UTC. */
    readonly made_at: string
  }
  /** Nobody has edited the field since. */
  readonly open: boolean
}

export interface MediaWant extends MediaTarget {
  /** Why it was given up, until it is wanted again; null = it is being fetched, or waits for that. */
  readonly problem: Problem | null
}

/** What is known of a shot's pictures. Whether a file lies on this device, the file store knows (files.ts). */
export interface ShotMedia {
  readonly shot_id: string
  /** Swing frames at the source; null = not asked yet. */
  readonly video_frames: number | null
  /** Key of its report's link; null = it came from a file, and there is nobody to ask. */
  readonly key: string | null
  /** By name; hash and bytes are null until fetched by any device. */
  readonly files: readonly {
    readonly name: string
    readonly hash: string | null
    readonly bytes: number | null
  }[]
}

export interface StorageState {
  readonly database_bytes: number
  readonly log_bytes: number
  readonly payload_bytes: number
  readonly shots: number
  readonly sessions: number
  readonly trash: number
  readonly schema_version: number
  readonly last_saved: string | null
}

/** What this database remembers of its cloud. */
export interface Bound extends Standing {
  /** Highest revision there, when last heard; null = not heard of since the epoch began. */
  readonly head: number | null
  readonly schema_version: number
  /** All of it was here once. */
  readonly complete: boolean
}

export interface SyncStanding {
  /** Null: no cloud is in use. */
  readonly bound: Bound | null
  /** Rows that the cloud has not seen as they are now. */
  readonly waiting: number
  /** Rows with what the cloud is too old for. */
  readonly held: number
  /** Rows that it refused for another reason, and nobody decided on. */
  readonly refused: number
  /** Nothing of the golfer's is here. */
  readonly empty: boolean
}

/** Rows to send, as they are now, beside what names them in the outbox. */
export interface Batch {
  readonly rows: readonly WireElement[]
  readonly sent: readonly SentRow[]
  /** Entries whose row is no more. */
  readonly gone: readonly SentRow[]
}

/** What an earlier parser has read. */
export interface Backfill {
  /** Shots whose facts are of then. */
  readonly rows: number
  /** Kept sources to read again, the oldest first; with the link of a report. */
  readonly sources: readonly {
    readonly payload_id: string
    readonly report_id: string | null
    readonly key: string | null
  }[]
  /** Of reports that are not kept: their links may be fetched again. */
  readonly links: readonly { readonly report_id: string; readonly key: string }[]
}

export interface RefusedRow extends RowName {
  readonly reason: string
  /** What it is, in words: "Shot 40". */
  readonly named: string
  readonly says: string
  readonly kept: boolean
  readonly refused_at: string
}

export interface Queries extends AnalysisQueries, CoachQueries, KeptQueries {
  settings: { params: null; answer: Settings }
  /** Newest practice date first. */
  sessions: {
    params: {
      readonly search?: string
      readonly club_id?: string
      readonly kind?: GroupKind
      readonly tag?: string
    }
    answer: readonly SessionLine[]
  }
  session: { params: { readonly id: string }; answer: SessionDetail | null }
  shots: { params: ShotFilter; answer: readonly ShotLine[] }
  shot: { params: { readonly id: string }; answer: ShotDetail | null }
  /** Every club that is not merged away, in the bag's order, retired last. */
  bag: { params: null; answer: readonly ClubLine[] }
  /** Tags in use with their counts, for filters. */
  tags: {
    params: null
    answer: readonly { readonly tag: string; readonly shots: number; readonly sessions: number }[]
  }
  count: { params: ShotSelection; answer: number }
  trash: {
    params: null
    answer: { readonly sessions: readonly SessionLine[]; readonly shots: readonly ShotLine[] }
  }
  history: { params: { readonly limit: number }; answer: readonly HistoryLine[] }
  /** What undo and redo would do now. */
  undo_state: {
    params: null
    answer: { readonly undo: HistoryLine | null; readonly redo: HistoryLine | null }
  }
  queue: { params: null; answer: readonly QueueEntry[] }
  import_preview: { params: { readonly queue_id: string }; answer: ImportPreview | Problem }
  file_preview: {
    params: { readonly queue_id: string; readonly file: FileAnswers }
    answer: FilePreview | Unmapped | Problem
  }
  /** What the golfer may take as the same; with a session, what concerns it. */
  same_shots: { params: { readonly session_id?: string }; answer: readonly SameShots[] }
  set_aside: {
    params: null
    answer: readonly {
      readonly id: string
      readonly report_id: string
      readonly path: string
      readonly reason: string
      readonly raw: string
      readonly seen_at: string
    }[]
  }
  /** In the order in which they came. */
  media_wants: { params: null; answer: readonly MediaWant[] }
  media_of_shot: { params: { readonly id: string }; answer: ShotMedia | null }
  /** Of its live shots, in order of time. */
  media_of_session: { params: { readonly id: string }; answer: readonly ShotMedia[] }
  /** Pictures of all shots; falls only where some were deleted for good. */
  media_count: { params: null; answer: number }
  /** Every file that a shot names, in the trash or not: what must not be swept away. */
  media_hashes: { params: null; answer: readonly string[] }
  /** Of these files, those that a row names which the cloud has. */
  known_pictures: { params: { readonly hashes: readonly string[] }; answer: readonly string[] }
  /** Sessions whose pictures stay on this device. */
  media_pins: { params: null; answer: readonly string[] }
  pinned_hashes: { params: null; answer: readonly string[] }
  /** Raw reports whose rows the cloud has. */
  known_payloads: { params: null; answer: readonly string[] }
  /** A raw report's bytes, compressed; null where they are not here. */
  payload: { params: { readonly id: string }; answer: Uint8Array<ArrayBuffer> | null }
  storage: { params: null; answer: StorageState }
  sync: { params: null; answer: SyncStanding }
  /** Of web/sync: at most so many rows and characters, one row at least. */
  sync_batch: { params: { readonly rows: number; readonly bytes: number }; answer: Batch }
  backfill: { params: null; answer: Backfill }
  /** Of a shot, newest first. */
  conflicts: {
    params: { readonly table: 'shots' | 'sessions' | 'clubs'; readonly id: string }
    answer: readonly Conflict[]
  }
  /** Null: it has none yet. */
  device_name: { params: null; answer: string | null }
  /** What stands in this database. */
  holding: { params: null; answer: Holding }
  /** Of web/sync: what tells whether rows here and there are the same. */
  digests: { params: DigestsOf; answer: Digests }
  /** Of web/sync: those of the rows that the cloud can't hold as they are: unsent, refused, or unread here. */
  apart: { params: { readonly table: string; readonly ids: readonly string[] }; answer: readonly string[] }
  /** Newest first. */
  refused_rows: { params: null; answer: readonly RefusedRow[] }
}
export type QueryName = keyof Queries
export type Params<Q extends QueryName> = Queries[Q]['params']
export type Answer<Q extends QueryName> = Queries[Q]['answer']
