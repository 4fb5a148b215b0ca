/**
 * Reads a JSON backup as it arrives in pieces, and trusts nothing in it: the first thing that is
 * wrong ends the reading with a sentence that names it. Columns and tables of a newer version are
 * kept as the catalogue keeps them. Clocks are as written: see restamp.ts.
 */
import { catalogue, type SyncedTable, syncedTables } from '../schema/catalogue.ts'
import type { Row } from '../schema/rows.ts'
import { type State, sortedJson } from '../sync/merge.ts'
import { BACKUP_FORMAT, BACKUP_VERSION, type BackupHeader } from './backup.ts'
import { checkedId, checkedRow, isObject, NESTED, parse, Wrong } from './checked_row.ts'
import { BadJson, JsonPieces, type Piece } from './json_pieces.ts'
import { type Read, type Refusal, refuse } from './refusal.ts'

export type BackupItem =
  | { readonly kind: 'header'; readonly header: BackupHeader }
  | { readonly kind: 'row'; readonly table: SyncedTable; readonly row: State }
  | { readonly kind: 'unknown_row'; readonly row: Row<'unknown_rows'> }
  | { readonly kind: 'payload'; readonly id: string; readonly text: string }

export interface BackupReader {
  /** What this piece of text completed. After a refusal nothing more is read. */
  push(chunk: string): Read<BackupItem[]>
  /** Once all was pushed: whether it was whole, and how many rows there were by table. */
  end(): Read<{ readonly rows: { readonly [table: string]: number }; readonly payloads: number }>
}

export function backupReader(): BackupReader {
  const json = new JsonPieces(opens)
  const reading = new Reading()
  let problem: Refusal | null = null
  const fail = (wrong: unknown): { ok: false; problem: Refusal } => {
    const refusal = refusalOf(wrong)
    if (!refusal) throw wrong
    problem = refusal.problem
    return refusal
  }
  return {
    push(chunk) {
      if (problem) return { ok: false, problem }
      try {
        return { ok: true, value: json.push(chunk).flatMap(piece => reading.take(piece)) }
      } catch (wrong) {
        return fail(wrong)
      }
    },
    end() {
      if (problem) return { ok: false, problem }
      try {
        return { ok: true, value: reading.whole(json.complete) }
      } catch (wrong) {
        return fail(wrong)
      }
    },
  }
}

function refusalOf(wrong: unknown) {
  if (wrong instanceof Wrong) return refuse(wrong.kind, wrong.message)
  if (wrong instanceof BadJson) return refuse('damaged', `This backup is damaged: ${wrong.message}.`)
  return wrong instanceof RangeError ? refuse('damaged', NESTED) : null
}

/** The file, its rows by table, its payloads; a row comes whole. */
const opens = (path: Piece['path']) =>
  path.length === 0 ||
  (path.length <= 2 && path[0] === 'rows') ||
  (path.length === 1 && path[0] === 'payloads')

const isSynced = (table: string): table is SyncedTable => syncedTables.some(name => name === table)

class Reading {
  readonly #header = new Map<string, unknown>()
  readonly #rows = new Map<string, number>()
  #payloads = 0
  #begun = false
  #counts: unknown

  take({ path, json }: Piece): BackupItem[] {
    const [section, second] = path
    const inside = (section === 'rows' && path.length === 3) || (section === 'payloads' && path.length === 2)
    if (!inside) {
      if (path.length !== 1) throw new Wrong('not_a_backup', NOT_A_BACKUP)
      if (section === 'counts') this.#counts = parse(json, 'The list of counts')
      else this.#header.set(String(section), parse(json, String(section)))
      return []
    }
    const before: BackupItem[] = this.#begun ? [] : [{ kind: 'header', header: this.#checkedHeader() }]
    this.#begun = true
    return [
      ...before,
      section === 'payloads' ? this.#payload(String(second), json) : this.#row(String(second), json),
    ]
  }

  whole(complete: boolean) {
    if (!this.#begun && !complete && this.#header.size === 0) throw new Wrong('not_a_backup', NOT_A_BACKUP)
    this.#checkedHeader()
    const rows = Object.fromEntries([...this.#rows].sort(([a], [b]) => (a < b ? -1 : 1)))
    const found = { rows, payloads: this.#payloads }
    if (!complete || this.#counts === undefined) throw new Wrong('cut_off', CUT_OFF)
    const said = isObject(this.#counts) && isObject(this.#counts['rows']) ? this.#counts : {}
    if (sortedJson({ ...(said['rows'] ?? {}) }) !== sortedJson(rows) || said['payloads'] !== this.#payloads) {
      throw new Wrong('damaged', 'This backup is damaged: it holds another number of rows than it says.')
    }
    return found
  }

  #checkedHeader(): BackupHeader {
    const [format, version, schema_version, made_at, keys] = HEADER.map(name => this.#header.get(name))
    if (format !== BACKUP_FORMAT || typeof version !== 'number') throw new Wrong('not_a_backup', NOT_A_BACKUP)
    if (version > BACKUP_VERSION) {
      throw new Wrong(
        'newer_backup',
        'This backup was made by a newer version of Rangebook. Reload the app, then try again.',
      )
    }
    if (typeof schema_version !== 'number' || typeof made_at !== 'string') {
      throw new Wrong('damaged', 'This backup is damaged: its first lines are not complete.')
    }
    return { format: BACKUP_FORMAT, version, schema_version, made_at, keys: keys === true }
  }

  #payload(id: string, json: string): BackupItem {
    const text = parse(json, `payload ${id.slice(0, 80)}`)
    if (typeof text !== 'string') throw new Wrong('damaged', `Payload ${id.slice(0, 80)} is no text.`)
    this.#payloads++
    return { kind: 'payload', id, text }
  }

  #row(table: string, json: string): BackupItem {
    const n = (this.#rows.get(table) ?? 0) + 1
    this.#rows.set(table, n)
    const at = `${table.slice(0, 80)}, row ${n}`
    if (json.length > LONGEST_ROW) throw new Wrong('bad_row', `${at}: it is longer than any row.`)
    const raw = parse(json, at)
    if (!isObject(raw)) throw new Wrong('bad_row', `${at}: it is no row.`)
    const id = checkedId(raw['id'], at)
    if (Object.hasOwn(catalogue, table) && !isSynced(table)) {
      throw new Wrong('bad_row', `${at}: this table is a device's own and belongs in no backup.`)
    }
    if (!isSynced(table)) {
      return { kind: 'unknown_row', row: { table_name: table, row_id: id, row: json } }
    }
    return { kind: 'row', table, row: checkedRow(table, raw, at) }
  }
}

/** In characters; a shot has some 1,000, and whoever writes a novel in a note has room. */
const LONGEST_ROW = 1_000_000
const HEADER = ['format', 'version', 'schema_version', 'made_at', 'keys']
const NOT_A_BACKUP = 'This file is no backup of Rangebook.'
const CUT_OFF = 'This backup ends in the middle: it was cut off. Nothing was taken in.'
