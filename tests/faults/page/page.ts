/** The product's own database client in a page, and the work that the fault tests interrupt. */

import { writeBackup } from '../../../shared/files/backup.ts'
import { blankRow } from '../../../shared/files/blank_row.ts'
import type { SyncedTable } from '../../../shared/schema/catalogue.ts'
import type { Row } from '../../../shared/schema/rows.ts'
import { type Db, openDb } from '../../../web/db/client.ts'
import type { NewCommand, Outcome } from '../../../web/db/command.ts'

declare global {
  interface Window {
    /** Set by the test: called once a step is acknowledged as durable. */
    acknowledged: (step: string) => Promise<void>
    rangebook: typeof rangebook
  }
}

let db: Db | undefined

async function run(command: NewCommand): Promise<Extract<Outcome, { ok: true }>> {
  const outcome = await required().run(command)
  if (!outcome.ok) throw new Error(outcome.problem.says)
  return outcome
}

function required(): Db {
  if (!db) throw new Error('open first')
  return db
}

async function backupOf(report: string, shots: number): Promise<Blob> {
  const rows = Array.from({ length: shots }, (_, n) => ({
    ...blankRow('shots', `${report}_1_${n}`),
    report_id: report,
    carry_m: n,
  }))
  const source = {
    rows: <T extends SyncedTable>(table: T) => (table === 'shots' ? (rows as unknown as Row<T>[]) : []),
    unknown_rows: [],
    payloads: [],
  }
  const pieces: string[] = []
  for await (const piece of writeBackup(source, { made_at: new Date().toISOString(), keys: false })) {
    pieces.push(piece)
  }
  return new Blob(pieces)
}

const rangebook = {
  /** Opens the database; resolves when it answers. */
  async open(): Promise<string> {
    const opened = openDb('local')
    db = opened
    return new Promise(resolve => {
      const look = () => {
        const state = opened.state()
        if (state.kind !== 'opening') resolve(state.kind === 'ready' ? 'ready' : state.problem.says)
      }
      opened.onState(look)
      look()
    })
  },

  /** Takes in a report; acknowledges `import:{report}` when it is durable. */
  async import(text: string, report: string): Promise<void> {
    const queued = await run({ kind: 'queue_file', text })
    const [queue_id] = queued.ids ?? []
    if (!queue_id) throw new Error('nothing queued')
    await run({ kind: 'accept_import', queue_id, answers: {} })
    await window.acknowledged(`import:${report}`)
  },

  /** Writes rising numbers into notes, shot by shot; acknowledges `{shot}={number}` of each. */
  async edit(shots: readonly string[], from: number, times: number): Promise<void> {
    for (let n = from; n < from + times; n++) {
      const shot = shots[n % shots.length]
      if (!shot) throw new Error('no shots')
      await run({ kind: 'set_shots', shots: { ids: [shot] }, set: { notes: String(n) } })
      await window.acknowledged(`${shot}=${n}`)
    }
  },

  /** Adds clubs named `{prefix} {n}`, one command each; acknowledges the name of each. */
  async addClubs(prefix: string, times: number): Promise<void> {
    for (let n = 0; n < times; n++) {
      const name = `${prefix} ${n}`
      await run({ kind: 'add_club', new_id: crypto.randomUUID(), name, category: 'iron', loft_deg: null })
      await window.acknowledged(name)
    }
  },

  /** Restores a backup of so many shots of `report`, exporting all meanwhile; acknowledges `restored:{report}`. */
  async restore(report: string, shots: number): Promise<void> {
    const leaving = required().exportAs({ as: 'json', shots: null, units: 'si', keys: false })
    await run({ kind: 'restore', file: await backupOf(report, shots), truth: false })
    await window.acknowledged(`restored:${report}`)
    await leaving
  },

  /** Whether this tab's worker holds the database. */
  owner(): boolean {
    const state = required().state()
    return state.kind === 'ready' && state.owner
  },

  shots: async () => (await required().query('shots', {})).map(shot => ({ id: shot.id, notes: shot.notes })),

  /** The whole database as base64: what a page can hand to the test. */
  async file(): Promise<string> {
    const bytes = await required().exportFile()
    return new Promise((resolve, reject) => {
      const reader = new FileReader()
      reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
      reader.onerror = () => reject(reader.error)
      reader.readAsDataURL(new Blob([new Uint8Array(bytes)]))
    })
  },
}

window.rangebook = rangebook
