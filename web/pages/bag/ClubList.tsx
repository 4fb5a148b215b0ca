import type { ClubCarry } from '../../db/analysis.ts'
import type { ClubLine } from '../../db/query.ts'
import { clubAddress } from '../../ui/address.ts'
import { ClubMark } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { FEW_SHOTS, shotsSaid, TOO_FEW_FOR_SPREAD } from '../../ui/Figure.tsx'
import { loftSaid } from './loft.ts'

export function ClubList({
  clubs,
  carries,
  label,
}: {
  readonly clubs: readonly ClubLine[]
  /** Undefined until they are reckoned. */
  readonly carries: readonly ClubCarry[] | undefined
  readonly label: string
}) {
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
            {carries && <Carry club={club} carry={carries.find(({ club_id }) => club_id === club.id)} />}
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
function Carry({
  club: { counted, shots },
  carry,
}: {
  readonly club: ClubLine
  readonly carry: ClubCarry | undefined
}) {
  const display = useDisplay()
  const full = carry?.stocks.find(({ swing }) => swing === 'full')
  if (!full) {
    return (
      <span className="club-carry few">
        <b>–</b>
        <small>{shotsSaid(counted, shots)}</small>
      </span>
    )
  }
  const { n, stock_m, spread_m } = full
  const hasSpread = spread_m !== null && n >= TOO_FEW_FOR_SPREAD
  return (
    <span className={n < FEW_SHOTS ? 'club-carry few' : 'club-carry'}>
      <b>{Math.round(display.number('carry_m', stock_m))}</b> {display.unit('carry_m')}
      <small>
        {hasSpread && `±${Math.round(display.number('carry_m', spread_m))} · `}
        {shotsSaid(n, carry?.of)}
      </small>
    </span>
  )
}
