import { useMemo } from 'react'
import { clubOfCode, codeOfClubId } from '../../shared/golf/clubs.ts'
import type { ClubRef } from '../db/query.ts'
import { useLive } from '../db/react.tsx'

export type ClubFace = Pick<ClubRef, 'id' | 'name' | 'short' | 'place'>
export type ClubById = (id: string | null) => ClubFace

/** A shot without a club; and one whose club has not come yet: a reader bears the absence of a parent. */
const NO_CLUB = { name: 'No club', short: 'no club', place: 0 } as const

/** The club of an id, merged ones under the club that took them in. `last`: as known before the database is open. */
export function useClubs(last: readonly ClubFace[] = []): ClubById {
  const bag = useLive('bag', null)
  return useMemo(() => {
    const byId = new Map<string, ClubFace>((bag ?? last).map(club => [club.id, club]))
    for (const club of bag ?? []) for (const { id } of club.took_in) byId.set(id, club)
    return id => (id === null ? undefined : (byId.get(id) ?? byCode(id))) ?? { id: id ?? '', ...NO_CLUB }
  }, [bag, last])
}

/** Named by the source, and not in the bag yet. */
function byCode(id: string): ClubFace | undefined {
  const code = codeOfClubId(id)
  if (code === null) return undefined
  const { name, short } = clubOfCode(code)
  return { id, name, short, place: 0 }
}
