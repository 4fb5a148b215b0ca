import type { TableName } from '../../../shared/schema/catalogue.ts'
import type { Answer, Params, QueryName } from '../query.ts'
import type { Reader } from '../sql.ts'

export interface Query<Q extends QueryName> {
  /** Tables whose change may change the answer. */
  readonly tables: readonly TableName[]
  readonly read: (reader: Reader, params: Params<Q>) => Answer<Q> | Promise<Answer<Q>>
}
export type QueryRegistry = { readonly [Q in QueryName]: Query<Q> }

/** What each connection needs before it can answer: temporary views. Run once after opening. */
export function prepareConnection(run: (sql: string) => void): void {
  run('SELECT 1')
}

export const queries: Partial<QueryRegistry> = {}
