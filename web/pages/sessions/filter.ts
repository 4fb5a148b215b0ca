import { groupKinds } from '../../../shared/schema/rows.ts'
import type { Params } from '../../db/query.ts'

export type SessionsFilter = Params<'sessions'>

/** The filter that an address holds. What it does not know is as if it were not there. */
export function filterOf(params: URLSearchParams): SessionsFilter {
  const search = params.get('q')?.trim()
  const club_id = params.get('club')
  const kind = groupKinds.find(kind => kind === params.get('kind'))
  const tag = params.get('tag')
  return {
    ...(search && { search }),
    ...(club_id && { club_id }),
    ...(kind && { kind }),
    ...(tag && { tag }),
  }
}

/** Conditions that the filter sheet set; the words searched for stand in their field. */
export const chosenIn = ({ club_id, kind, tag }: SessionsFilter): number =>
  [club_id, kind, tag].filter(value => value !== undefined).length
