/** Which warehouse and which cloud this server uses, by its configuration. */
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config, Supabase } from '../config.ts'
import type { Hub } from '../hub/hub.ts'
import { hubCloud, supabaseCloud } from './cloud.ts'
import { openDuckDb } from './duckdb.ts'
import { installed } from './installed.ts'
import { openWarehouseService, type WarehouseService } from './service.ts'
import { WarehouseProblem } from './warehouse.ts'

/** `folder`: the data folder, whose lock this process holds. */
export function warehouseOf(config: Config, folder: string, cloud: Supabase | Hub): WarehouseService {
  return openWarehouseService({
    cloud: () => {
      if (!('url' in cloud)) return hubCloud(cloud)
      if (cloud.serviceKey) return supabaseCloud(cloud, cloud.serviceKey, globalThis.fetch)
      throw new WarehouseProblem(
        'not_configured',
        'To read what Supabase holds, the warehouse needs its service key.',
        'Set SUPABASE_SERVICE_ROLE_KEY.',
      )
    },
    open: async () => {
      if (!config.bigquery) return openDuckDb({ file: join(folder, 'warehouse.duckdb') })
      const { openBigQuery } = await import('./bigquery.ts')
      return openBigQuery(config.bigquery)
    },
    schedule: () => installed(process.env),
    holder: `${hostname()}, process ${process.pid}`,
    now: Date.now,
  })
}
