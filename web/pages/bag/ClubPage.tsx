import { lazy, Suspense, useState } from 'react'
import type { ClubLine } from '../../db/query.ts'
import { useLive } from '../../db/react.tsx'
import { escapeId } from '../../ui/address.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { clubColor } from '../../ui/club.tsx'
import { useDisplay } from '../../ui/display.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Toggle } from '../../ui/Field.tsx'
import { Figure } from '../../ui/Figure.tsx'
import { MergeIcon } from '../../ui/icons.ts'
import { Line, LineLink, Lines } from '../../ui/Line.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useAct } from '../act.tsx'
import { PictureButton } from '../PictureButton.tsx'
import { CarriesPicture } from './CarriesPicture.tsx'
import { ClubFields } from './ClubFields.tsx'
import { MergeClubSheet } from './MergeClubSheet.tsx'
import './clubPage.css'

const Conflicts = lazy(async () => ({ default: (await import('../conflicts/Conflicts.tsx')).Conflicts }))

const BACK = { href: '/bag', says: 'Back to the bag' }

/** One club: how far it goes, what it is, and what it has taken in. */
export function ClubPage({ id }: { readonly id: string }) {
  const bag = useLive('bag', null)
  if (!bag) {
    return (
      <Page>
        <PageHead title="Club" back={BACK} />
      </Page>
    )
  }
  const club = bag.find(one => one.id === id)
  const taker = bag.find(({ took_in }) => took_in.some(one => one.id === id))
  if (club) return <Club club={club} bag={bag} />
  return (
    <Page>
      <PageHead title="Club" back={BACK} />
      {taker ? (
        <Empty
          title={`Now part of ${taker.name}`}
          action={<ButtonLink href={`/bag/${escapeId(taker.id)}`}>Open {taker.name}</ButtonLink>}
        >
          This club was merged. What was taken in stands on that page, and can be taken apart there.
        </Empty>
      ) : (
        <Empty title="No such club" action={<ButtonLink href="/bag">To the bag</ButtonLink>}>
          The address names a club that this database does not hold.
        </Empty>
      )}
    </Page>
  )
}

function Club({ club, bag }: { readonly club: ClubLine; readonly bag: readonly ClubLine[] }) {
  const act = useAct()
  const display = useDisplay()
  const shots = useLive('shots', { club_id: club.id })
  // As the bag's page reckons it: full swings alone.
  const carry = useLive('gapping', { club_id: club.id, excluded: false })?.[0]
  const full = carry?.stocks.find(({ swing }) => swing === 'full')
  const [merging, setMerging] = useState(false)
  const { id, name, place, counted, retired, took_in, last_date } = club
  const set = (set: { retired: boolean }) => act({ kind: 'set_club', club_id: id, set })
  const rounded = (m: number | null | undefined) =>
    m == null ? null : `${Math.round(display.number('carry_m', m))}`

  return (
    <Page wide>
      <PageHead title={name} back={BACK} />
      <div className="club-page">
        <section className="stack" aria-label="Distance">
          <Figure
            value={rounded(full?.stock_m)}
            unit={`${display.unit('carry_m')} carry`}
            spread={rounded(full?.spread_m)}
            n={full?.n ?? 0}
            of={club.shots}
          />
          {counted === 0 && <p>No shot with this club yet. Its distance comes with its first report.</p>}
          {club.shots > 0 && (
            <div className={shots ? undefined : 'carries-room'}>
              {shots && (
                <CarriesPicture
                  shots={shots}
                  color={clubColor(place).color}
                  median_m={full?.stock_m ?? null}
                />
              )}
            </div>
          )}
          {club.shots > 0 && (
            <PictureButton
              name={`carries-${club.short}`}
              says={() =>
                [name, full && display.measure('carry_m', full.stock_m)].filter(Boolean).join(' · ')
              }
            />
          )}
          <Lines>
            <LineLink href={`/analysis?club=${escapeId(id)}`} under="Misses, trends, strike, face and path">
              Questions about this club
            </LineLink>
            <LineLink
              href={`/?club=${escapeId(id)}`}
              under={last_date && `last hit ${display.date(last_date)}`}
            >
              Sessions with this club
            </LineLink>
          </Lines>
        </section>
        <section className="stack" aria-label="The club">
          <ClubFields key={id} club={club} />
          <Suspense>
            <Conflicts table="clubs" id={id} />
          </Suspense>
          <Toggle
            label="Retired"
            hint="Its shots stay; it leaves the bag's order and picture."
            on={retired}
            onChange={retired => set({ retired })}
          />
          {took_in.length > 0 && (
            <div>
              <h2>Taken in</h2>
              <Lines>
                {took_in.map(other => (
                  <Line
                    key={other.id}
                    end={
                      <Button look="quiet" onPress={() => act({ kind: 'unmerge_club', club_id: other.id })}>
                        Take apart<span className="spoken"> {other.name}</span>
                      </Button>
                    }
                  >
                    {other.name}
                  </Line>
                ))}
              </Lines>
            </div>
          )}
          {bag.length > 1 && (
            <Button icon={MergeIcon} wide onPress={() => setMerging(true)}>
              Merge with another club
            </Button>
          )}
        </section>
      </div>
      <MergeClubSheet open={merging} onClose={() => setMerging(false)} club={club} bag={bag} />
    </Page>
  )
}
