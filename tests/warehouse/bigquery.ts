/** BigQuery's own client against the stand-in: each test has one of its own. */
import { openBigQuery } from '../../server/warehouse/bigquery.ts'
import { type BigQueryStandIn, startBigQuery } from '../standins/bigquery.ts'
import type { Opened } from './world.ts'

export interface OpenedStandIn extends Opened {
  readonly standIn: BigQueryStandIn
}

export async function openStandIn(): Promise<OpenedStandIn> {
  return openedOn(await startBigQuery(), null)
}

/** `keyFile`: of credentials; null = none. */
export async function openedOn(standIn: BigQueryStandIn, keyFile: string | null): Promise<OpenedStandIn> {
  const { endpoint } = standIn
  const warehouse = await openBigQuery({
    ...{ project: 'rangebook-test', dataset: 'rangebook', location: null },
    ...{ endpoint, keyFile, pause_ms: 1 },
  })
  return {
    standIn,
    warehouse: () => warehouse,
    byHand: sql => standIn.sql(sql(name => `"${name}"`)),
    close: () => standIn.close(),
  }
}
