import { afterEach, expect, test } from 'vitest'
import { type Db, openDb, type Wiring } from './client.ts'
import { removeDatabase } from './databases.ts'

const opened: Db[] = []
const names = new Set<string>()

function wiring(workers: Worker[] = []): Wiring {
  return {
    version: 1,
    startWorker() {
      const worker = new Worker(new URL('./testing/worker.ts', import.meta.url), { type: 'module' })
      workers.push(worker)
      return worker
    },
  }
}

function open(name: string, workers?: Worker[]): Db {
  const db = openDb(name, wiring(workers))
  opened.push(db)
  names.add(name)
  return db
}

function note(text: string, id?: string) {
  return {
    kind: 'add_club',
    new_id: crypto.randomUUID(),
    name: text,
    category: 'iron',
    loft_deg: null,
    ...(id && { id }),
  } as const
}

async function notes(db: Db): Promise<string[]> {
  return (await db.query('tags', null)).map(({ tag }) => tag)
}

afterEach(async () => {
  for (const db of opened.splice(0)) db.close()
  for (const name of names) await removeDatabase(name)
  names.clear()
})

test('what was saved is there when the database is opened again', async () => {
  const first = open('again')
  const outcome = await first.run(note('first'))
  expect(outcome).toMatchObject({ ok: true, rows: 1 })
  expect(first.state()).toEqual({ kind: 'ready', owner: true })
  first.close()
  expect(await notes(open('again'))).toEqual(['first'])
})
