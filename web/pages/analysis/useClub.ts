import type { ClubLine } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { useParams } from '../params.ts'
import { type Asked, askedOf } from './asked.ts'

/** The club asked about; where none is named the one hit most often, so that an answer stands there at once. */
export function useClub(): { readonly club: ClubLine | undefined; readonly asked: Asked } {
  const [params] = useParams()
  const bag = useLive('bag', null)
  const asked = askedOf(params)
  const hit = bag?.filter(({ shots, category }) => shots > 0 && category !== 'mixed') ?? []
  const [most] = [...hit].sort((a, b) => b.counted - a.counted)
  const club = bag?.find(({ id }) => id === asked.filter.club_id) ?? most ?? bag?.[0]
  return { club, asked: club ? { ...asked, filter: { ...asked.filter, club_id: club.id } } : asked }
}
