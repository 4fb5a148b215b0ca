/**
 * What pages may have done to the database, in types alone: the worker carries it out.
 * Each command that has a step in the history can be undone unless it says otherwise.
 */
import type { GolfStatsTables } from '../../shared/files/golf_stats.ts'
import type { Mapping } from '../../shared/files/mapping.ts'
import type { Overrides } from '../../shared/files/verdict.ts'
import type { Opened } from '../../shared/golf/findings.ts'
import type { ClubCategory, GroupKind, Measure } from '../../shared/schema/rows.ts'
import type { Settings } from '../../shared/schema/settings.ts'
import type { Previewed, Pulled, Pushed, Standing } from '../../shared/sync/wire.ts'
import type { Keeping } from './kept.ts'

/** What went wrong, in the golfer's words, and what to do. `kind` is for code, `cure` for a button. */
export interface Problem {
  readonly kind: string
  readonly says: string
  readonly cure?: 'retry' | 'reload' | 'free_space' | 'export' | 'check_link' | 'go_online' | 'wait'
}

/** All conditions must hold; none = every live shot. */
export interface ShotFilter {
  readonly session_id?: string
  readonly group_id?: string
  readonly club_id?: string
  readonly from?: string
  readonly to?: string
  readonly kind?: GroupKind
  readonly tag?: string
  readonly excluded?: boolean
  /** In the trash, rather than live. */
  readonly deleted?: boolean
  readonly where?: readonly {
    readonly measure: Measure
    readonly is: 'below' | 'above' | 'missing' | 'present'
    readonly value?: number
  }[]
}
export type ShotSelection = { readonly ids: readonly string[] } | { readonly filter: ShotFilter }

/** A row of a synced table, or of one that a newer version knows. */
export interface RowName {
  readonly table_name: string
  readonly row_id: string
}

/** A row that was sent, with the number of its last commit as it was then. */
export interface SentRow extends RowName {
  readonly commit_no: number
}

/** Whose pictures. */
export interface MediaTarget {
  readonly of: 'session' | 'shot'
  readonly id: string
}

export type Command = { readonly id: string } & (
  | {
      readonly kind: 'set_shots'
      readonly shots: ShotSelection
      readonly set: {
        readonly excluded?: boolean
        readonly club_id?: string | null
        readonly notes?: string | null
        readonly session_id?: string | null
      }
    }
  | {
      readonly kind: 'tag_shots'
      readonly shots: ShotSelection
      readonly add?: readonly string[]
      readonly remove?: readonly string[]
    }
  | { readonly kind: 'delete_shots' | 'restore_shots'; readonly shots: ShotSelection }
  /** For good: no undo. */
  | { readonly kind: 'purge'; readonly shot_ids: readonly string[]; readonly session_ids: readonly string[] }
  | {
      readonly kind: 'set_session'
      readonly session_id: string
      readonly set: {
        readonly name?: string | null
        readonly practice_date?: string
        readonly notes?: string | null
        readonly tags?: readonly string[]
      }
    }
  | { readonly kind: 'delete_sessions' | 'restore_sessions'; readonly session_ids: readonly string[] }
  | { readonly kind: 'merge_sessions'; readonly session_ids: readonly string[]; readonly into: string }
  | { readonly kind: 'unmerge_session'; readonly session_id: string }
  /** Moves the shots to a new session, `new_id` (a UUIDv7). */
  | {
      readonly kind: 'split_session'
      readonly new_id: string
      readonly shots: ShotSelection
      readonly practice_date: string | null
      readonly name: string | null
    }
  | {
      readonly kind: 'set_group'
      readonly group_id: string
      readonly set: { readonly kind?: GroupKind; readonly club_id?: string | null }
    }
  | {
      readonly kind: 'add_club'
      readonly new_id: string
      readonly name: string
      readonly category: ClubCategory
      readonly loft_deg: number | null
    }
  | {
      readonly kind: 'set_club'
      readonly club_id: string
      readonly set: {
        readonly name?: string | null
        readonly category?: ClubCategory | null
        readonly loft_deg?: number | null
        readonly retired?: boolean
      }
    }
  | { readonly kind: 'merge_clubs'; readonly club_id: string; readonly into: string }
  | { readonly kind: 'unmerge_club'; readonly club_id: string }
  | { readonly kind: 'set_setting'; readonly set: Partial<Settings> }
  /** What this device is called beside the golfer's others. */
  | { readonly kind: 'name_device'; readonly name: string }
  /** The same until the golfer says otherwise. */
  | { readonly kind: 'guess_device_name'; readonly name: string }
  /** Of two edits that did not know each other the one that lost, by its item. */
  | { readonly kind: 'take_other'; readonly item_id: string }
  /** A finding of the coach: worked on, done, or put away (null). */
  | { readonly kind: 'set_finding'; readonly key: string; readonly opened: Opened | null }
  /** What the golfer made and keeps: a goal, a question. */
  | { readonly kind: 'keep'; readonly keeping: Keeping }
  /** Takes back one command: fields edited since are listed and left. Redo is the undo of an undo. */
  | { readonly kind: 'undo'; readonly command_id: string }
  | { readonly kind: 'undo_last' | 'redo_last' }
  /** Takes in a fetched report. Undo puts what it brought into the trash. */
  | { readonly kind: 'accept_import'; readonly queue_id: string; readonly answers: ImportAnswers }
  /** Takes in a file of shots, as it is read by these answers. Undo puts what it brought into the trash. */
  | {
      readonly kind: 'accept_file'
      readonly queue_id: string
      readonly file: FileAnswers
      readonly answers: ImportAnswers
    }
  /** Shots of one source are those of another: `same` gives way to `keep`, and counts no more. */
  | {
      readonly kind: 'accept_same'
      readonly pairs: readonly { readonly keep: string; readonly same: string }[]
    }
  /** They are two practices: not proposed again. */
  | { readonly kind: 'keep_apart'; readonly keep_session: string; readonly same_session: string }
  /**
   * A backup file is merged into the history: no step, as what another device did is none. With `truth` its
   * edits win over those made since, as a step that can be undone.
   */
  | { readonly kind: 'restore'; readonly file: Blob; readonly truth: boolean }
  // Device-only, no step of the history.
  | {
      readonly kind: 'queue_links'
      readonly links: readonly { readonly report_id: string; readonly key: string }[]
    }
  | { readonly kind: 'queue_file'; readonly text: string }
  /** Another monitor's file as text. */
  | { readonly kind: 'queue_table'; readonly name: string; readonly text: string }
  /** The tables of the earlier system's database. */
  | { readonly kind: 'queue_golf_stats'; readonly name: string; readonly tables: GolfStatsTables }
  | { readonly kind: 'queue_fetched'; readonly queue_id: string; readonly text: string }
  | {
      readonly kind: 'queue_failed'
      readonly queue_id: string
      readonly problem: Problem
      readonly keep: boolean
    }
  | { readonly kind: 'queue_remove'; readonly queue_id: string }
  /** Reads the kept payload of a set-aside shot again. */
  | { readonly kind: 'retry_set_aside'; readonly ids: readonly string[] }
  /** Reads a kept payload again by today's parser, and fills what came later. */
  | { readonly kind: 'backfill'; readonly payload_id: string }
  | { readonly kind: 'discard_set_aside'; readonly ids: readonly string[] }
  /** Pictures are to be fetched on this device, until they are there or it is unwanted; asks again what failed. */
  | { readonly kind: 'want_media'; readonly want: MediaTarget }
  | { readonly kind: 'unwant_media'; readonly want: MediaTarget }
  /** It goes on only when it is wanted again. */
  | { readonly kind: 'media_failed'; readonly want: MediaTarget; readonly problem: Problem }
  /** What the source has of a shot; none = it was not filmed. */
  | { readonly kind: 'media_listed'; readonly shot_id: string; readonly names: readonly string[] }
  /** Their bytes lie in the file store (files.ts). */
  | {
      readonly kind: 'media_kept'
      readonly shot_id: string
      readonly files: readonly { readonly name: string; readonly hash: string; readonly bytes: number }[]
    }
  /** Pictures of a session that make no room for others on this device, though a cloud holds them. */
  | { readonly kind: 'pin_media'; readonly session_id: string; readonly pinned: boolean }
  /** Files of other monitors whose last shot another device deleted for good. */
  | { readonly kind: 'drop_gone_files' }
  /** A raw report's bytes as the cloud held them, compressed. */
  | {
      readonly kind: 'payload_kept'
      readonly payload_id: string
      readonly bytes: Uint8Array<ArrayBuffer>
    }
  // Of web/sync alone: no step of the history, and harmless when repeated.
  /** This database belongs to that golfer at that cloud; `anew`: it moves there from another cloud. */
  | {
      readonly kind: 'sync_bind'
      readonly cloud_id: string
      readonly user_id: string
      readonly anew: boolean
    }
  /** The cloud is another than it was: all is pulled again, and every row sent. */
  | { readonly kind: 'sync_epoch'; readonly epoch: number }
  /** The answer to a push; `asked` as it stood then, `sent` in the order of the results. */
  | {
      readonly kind: 'sync_pushed'
      readonly asked: Standing
      readonly sent: readonly SentRow[]
      readonly answer: Pushed
    }
  /** Rows of the cloud: a page, which moves the cursor, or the newest sessions, which do not. */
  | { readonly kind: 'sync_pulled'; readonly asked: Standing; readonly answer: Pulled | Previewed }
  /** The cloud refused stamps ahead of its time: they are made anew, in their order. */
  | { readonly kind: 'sync_restamp'; readonly now_ms: number; readonly highest: string | null }
  /** The cloud has them otherwise, or not at all: they are sent again. */
  | { readonly kind: 'sync_repair'; readonly rows: readonly RowName[] }
  /** Rows that are gone have nothing to send. */
  | { readonly kind: 'sync_gone'; readonly rows: readonly SentRow[] }
  /**
   * Rows that the cloud refused: sent again, kept on this device alone, or given up for what the cloud
   * holds of them.
   */
  | {
      readonly kind: 'retry_refused' | 'keep_refused' | 'discard_refused'
      readonly rows: readonly RowName[]
    }
)
export type CommandKind = Command['kind']
/** A command without its id, which `run` adds: a repeated id is the same command. */
export type NewCommand = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never

export type Outcome =
  | {
      readonly ok: true
      readonly command_id: string
      /** Rows that changed. */
      readonly rows: number
      /** What was done, for the undo bar: "Shot 40 left out of the figures". */
      readonly says: string
      readonly undoable: boolean
      /** Undo: fields edited since, which were left as they are. */
      readonly left?: readonly {
        readonly table: string
        readonly row_id: string
        readonly field: string
        readonly says: string
      }[]
      /** queue_*: the entries concerned; accept_import: the sessions that took the shots. */
      readonly ids?: readonly string[]
    }
  | { readonly ok: false; readonly problem: Problem }

/** What the golfer decided in the preview. */
export interface ImportAnswers {
  /** By club code: what a club never seen before is. */
  readonly clubs?: {
    readonly [code: string]:
      | { readonly is: 'as_named' }
      | { readonly is: 'mixed' }
      | { readonly is: 'club'; readonly club_id: string }
  }
  /** By group id, where the guess was changed. */
  readonly kinds?: { readonly [group_id: string]: GroupKind }
  /** By group id, where the source names no club. */
  readonly group_clubs?: { readonly [group_id: string]: string }
}

/** How a file is to be read. Null: as it was before, as the last of its kind, else as its headings say. */
export interface FileAnswers {
  readonly mapping: Mapping | null
  readonly overrides: Overrides | null
  /** Of a file that has none: YYYY-MM-DD; empty = the golfer does not know. */
  readonly practice_date: string | null
  /** YYYY-MM-DD where the golfer is: no shot is of a later day. */
  readonly today: string
}
