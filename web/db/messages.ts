/** What tabs and the owner of a database say to each other. */
import type { ExportRequest } from './backup.ts'
import type { DbState, Progress, Recovery } from './client.ts'
import type { Command, Outcome, Problem } from './command.ts'
import type { QueryName } from './query.ts'

/** A worker of this name reads the earlier system's database, and is no tab's. */
export const GOLF_STATS_WORKER = 'rangebook-golf-stats'
/** … and by this one it answers the golfer's own SQL (console.ts). */
export const CONSOLE_WORKER = 'rangebook console'
/** The same for the coach's model, which sees figures alone. */
export const COACH_WORKER = 'rangebook coach'

/** A database's worker; by the second name one that began before the app's service worker took over (later.ts). */
export const DATABASE_WORKER = 'rangebook'
export const FIRST_VISIT_WORKER = 'rangebook first visit'

/** Three channels a database: to its owner, to every tab, to one tab. */
export const channels = {
  owner: (name: string) => `rangebook ${name} owner`,
  all: (name: string) => `rangebook ${name} all`,
  tab: (name: string, tab: string) => `rangebook ${name} tab ${tab}`,
}

export type Call =
  | { readonly do: 'query'; readonly name: QueryName; readonly params: unknown }
  | { readonly do: 'run'; readonly command: Command }
  | { readonly do: 'export' }
  | { readonly do: 'export_as'; readonly request: ExportRequest }
  | { readonly do: 'preview_restore'; readonly file: Blob }
  | { readonly do: 'recover'; readonly how: Recovery }

/** A call is repeated, with its id, to each new owner until it is answered. */
export type ToOwner =
  | { readonly kind: 'hello' | 'bye' | 'ping'; readonly tab: string }
  | { readonly kind: 'call'; readonly tab: string; readonly id: string; readonly call: Call }
  | { readonly kind: 'cancel'; readonly tab: string; readonly id: string }

/** From a page to its own worker, besides what it says to it as the owner. */
export type ToWorker =
  | { readonly kind: 'start'; readonly name: string; readonly tab: string; readonly expected: boolean }
  /** Whether there is a history under this name, should the store turn out to be empty. */
  | { readonly kind: 'expect'; readonly expected: boolean }
  /** The owner is silent, or of an older build: take its place. */
  | { readonly kind: 'steal' }
  | ToOwner

export interface Announcement {
  readonly kind: 'owner'
  /** New with each ownership. */
  readonly term: string
  readonly tab: string
  readonly state: Exclude<DbState, { kind: 'ready' }> | { readonly kind: 'ready' }
  /** Schema version of the owner's build. */
  readonly version: number
  /** Something was written since the store was made. */
  readonly written: boolean
}

export type ToAll =
  | Announcement
  /** By whoever deletes the database: all let go of it. */
  | { readonly kind: 'removed' }
  | {
      readonly kind: 'changed'
      readonly term: string
      readonly seq: number
      readonly tables: readonly string[]
    }

export type ToTab = { readonly term: string } & (
  | { readonly kind: 'heard' }
  | ({ readonly kind: 'progress'; readonly id: string } & Progress)
  | {
      readonly kind: 'answer'
      readonly id: string
      readonly value: unknown
      /** The commit that the answer knows, and the tables that it reads. */
      readonly seq: number
      readonly tables: readonly string[]
      readonly keeps: boolean
    }
  | { readonly kind: 'outcome'; readonly id: string; readonly outcome: Outcome }
  | { readonly kind: 'done'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'refused'; readonly id: string; readonly problem: Problem }
)

/** From a worker to its own page, besides answers. */
export type FromWorker = ToTab | { readonly kind: 'broken' }
