/** A small engine of its own for the tests of the store: one table of notes, two commands, two queries. */
import wasmUrl from 'sql.js/dist/sql-wasm-browser.wasm?url'
import type { Command, Outcome } from '../command.ts'
import { type Migration, migrationsOf } from '../migrate.ts'
import { loadSqlJs } from '../sqljs.ts'
import type { Engine } from '../term.ts'
import { uuidv7 } from '../uuid.ts'

export const loadSql = () => loadSqlJs(wasmUrl)

export const testMigrations: readonly Migration[] = migrationsOf({
  '0001_notes.sql': `
    CREATE TABLE notes (id TEXT NOT NULL PRIMARY KEY, text TEXT, n REAL) STRICT;
    CREATE TABLE done (id TEXT NOT NULL PRIMARY KEY, says TEXT NOT NULL) STRICT;
    CREATE INDEX notes_by_n ON notes (n);`,
})

/**
 * Writes a note, named by the club's name; a repeated id is answered as the first time. Loft: until when
 * the worker is blocked, as if frozen. Category mixed: takes steps for ever, until it is cancelled.
 */
async function runCommand(...[tx, command, context]: Parameters<Engine['runCommand']>): Promise<Outcome> {
  if (command.kind !== 'add_club') throw new Error(`no such command here: ${command.kind}`)
  while (command.loft_deg !== null && Date.now() < command.loft_deg) {}
  for (let step = 1; command.category === 'mixed'; step++) {
    tx.run('INSERT INTO notes (id) VALUES (?)', [`step ${step}`])
    context.progress({ done: step, of: 1_000_000 })
    await context.yieldNow()
    context.signal.throwIfAborted()
  }
  if (command.name === '') return { ok: false, problem: { kind: 'no_name', says: 'A club needs a name.' } }
  const known = tx.get<{ says: string }>('SELECT says FROM done WHERE id = ?', [command.id])
  if (known) return done(command, known.says, 0)
  const n = tx.get<{ n: number }>('SELECT count(*) AS n FROM notes')?.n ?? 0
  tx.run('INSERT INTO notes (id, text, n) VALUES (?, ?, ?)', [command.new_id, command.name, n])
  tx.run('INSERT INTO done (id, says) VALUES (?, ?)', [command.id, `note ${n}`])
  return done(command, `note ${n}`, 1)
}

function done(command: Command, says: string, rows: number): Outcome {
  return { ok: true, command_id: command.id, rows, says, undoable: false }
}

export const testEngine: Engine = {
  loadSql,
  migrations: testMigrations,
  prepare: run => run('CREATE TEMP VIEW texts AS SELECT text FROM notes'),
  queries: {
    tags: {
      tables: ['notes'],
      read: reader =>
        reader
          .all<{ text: string }>('SELECT text FROM texts ORDER BY text')
          .map(({ text }) => ({ tag: text, shots: 0, sessions: 0 })),
    },
  },
  runCommand,
  now: Date.now,
  uuid: uuidv7,
}
