import type { ClubLine } from '../../db/query.ts'
import { clubAddress } from '../../ui/address.ts'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { FEW_SHOTS, shotsSaid, TOO_FEW_FOR_SPREAD } from '../../ui/Figure.tsx'
import { loftSaid } from './loft.ts'

export function ClubList({ clubs, label }: { readonly clubs: readonly ClubLine[]; readonly label: string }) {
  return (
    <ul className="clubs num" aria-label={label}>
      {clubs.map(club => (
        <li key={club.id}>
          <a className="club-line" href={clubAddress(club.id)}>
            <ClubMark place={club.place} />
            <span className="club-name">
              {club.name}
              <small>
                {[loftSaid(club.loft_deg), tookInSaid(club.took_in.length)].filter(Boolean).join(' · ')}
              </small>
            </span>
            <Carry club={club} />
          </a>
        </li>
      ))}
    </ul>
  )
}

function tookInSaid(n: number): string | null {
  if (n === 0) return null
  return n === 1 ? 'took in another' : `took in ${n} others`
}

/** Stock carry with its spread, and the shots it stands on. */
function Carry({ club: { carry_m, counted, shots } }: { readonly club: ClubLine }) {
  const display = useDisplay()
  const { n, median, spread } = carry_m
  if (median === null) {
    return (
      <span className="club-carry few">
        –<small>{shotsSaid(counted, shots)}</small>
      </span>
    )
  }
  const hasSpread = spread !== null && n >= TOO_FEW_FOR_SPREAD
  return (
    <span className={n < FEW_SHOTS ? 'club-carry few' : 'club-carry'}>
      <b>{Math.round(display.number('carry_m', median))}</b> {display.unit('carry_m')}
      <small>
        {hasSpread && `±${Math.round(display.number('carry_m', spread))} · `}
        {shotsSaid(n, shots)}
      </small>
    </span>
  )
}
