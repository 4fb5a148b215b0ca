import { lazy, Suspense, useState } from 'react'
import { useLive, useLiveFiltered } from '../../db/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { AddIcon, DoneIcon } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { askedOf, conditionsIn, everyClub } from '../analysis/asked.ts'
import { useParams } from '../params.ts'
import { AddClubSheet } from './AddClubSheet.tsx'
import { ClubList } from './ClubList.tsx'
import { OrderList } from './OrderList.tsx'
import './bag.css'

const Gapping = lazy(async () => ({ default: (await import('./Gapping.tsx')).Gapping }))

/** How far each club goes, and the clubs in the golfer's own order. */
export function BagPage() {
  const bag = useLive('bag', null)
  const [ordering, setOrdering] = useState(false)
  const [adding, setAdding] = useState(false)
  const [params] = useParams()
  const asked = askedOf(params)
  const carries = useLiveFiltered('gapping', everyClub(asked))
  const carried = bag?.filter(({ retired }) => !retired) ?? []
  const retired = bag?.filter(({ retired }) => retired) ?? []

  return (
    <Page wide>
      <PageHead
        title="Bag"
        aside={
          carried.length > 1 && (
            <Button
              look="quiet"
              {...(ordering && { icon: DoneIcon })}
              pressed={ordering}
              onPress={() => setOrdering(!ordering)}
            >
              {ordering ? 'Done' : 'Change order'}
            </Button>
          )
        }
      />
      {bag?.length === 0 && (
        <Empty
          title="Your bag fills itself"
          action={
            <div className="row">
              <ButtonLink look="main" href="/import">
                Add a link
              </ButtonLink>
              <Button look="quiet" onPress={() => setAdding(true)}>
                Add a club
              </Button>
            </div>
          }
        >
          Each club of a report you add comes here, with how far you carry it and how sure that is.
        </Empty>
      )}
      {bag && bag.length > 0 && (
        <div className="bag">
          {carries && (carries.length > 0 || conditionsIn(asked) > 0) && !ordering && (
            <Suspense fallback={<div className="bag-picture-room" />}>
              <Gapping bag={bag} carries={carries} />
            </Suspense>
          )}
          <section className="bag-clubs stack">
            {ordering ? (
              <OrderList clubs={carried} />
            ) : (
              <ClubList clubs={carried} carries={carries} label="Clubs of the bag" />
            )}
            {!ordering && (
              <Button icon={AddIcon} wide onPress={() => setAdding(true)}>
                Add a club
              </Button>
            )}
            {!ordering && retired.length > 0 && (
              <div>
                <h2>Retired</h2>
                <ClubList clubs={retired} carries={carries} label="Retired clubs" />
              </div>
            )}
          </section>
        </div>
      )}
      <AddClubSheet open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
