/** BigQuery's own client against the stand-in: each test has one of its own. */
import { openBigQuery } from '../../server/warehouse/bigquery.ts'
import { type BigQueryStandIn, startBigQuery } from '../standins/bigquery.ts'
import type { Opened } from './world.ts'

export async function openStandIn(): Promise<Opened & { readonly standIn: BigQueryStandIn }> {
  const standIn = await startBigQuery()
  const { endpoint } = standIn
  const warehouse = await openBigQuery({
    project: 'rangebook-test',
    dataset: 'rangebook',
    location: null,
    endpoint,
    keyFile: null,
    pause_ms: 1,
  })
  return {
    standIn,
    warehouse: () => warehouse,
    byHand: sql => standIn.sql(sql(name => `"${name}"`)),
    close: () => standIn.close(),
  }
}
