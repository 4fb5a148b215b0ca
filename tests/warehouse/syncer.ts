/** A process that syncs once, to be killed: `node syncer.ts URL FILE MODE ROWS_A_LOAD`. */
import { supabaseCloud } from '../../server/warehouse/cloud.ts'
import { openDuckDb } from '../../server/warehouse/duckdb.ts'
import { sync } from '../../server/warehouse/sync.ts'

const [, , url = '', file = '', mode, rowsALoad] = process.argv
const warehouse = await openDuckDb({ file })
process.stdout.write('open\n')
await sync({
  cloud: supabaseCloud({ url, anonKey: 'anon', serviceKey: 'service' }, 'service', fetch, 2),
  warehouse,
  mode: mode === 'full' ? 'full' : 'incremental',
  holder: `process ${process.pid}`,
  pause_s: 0,
  now: Date.now,
  signal: new AbortController().signal,
  rowsALoad: Number(rowsALoad),
  tell: () => {},
})
await warehouse.close()
