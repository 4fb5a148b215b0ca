import { useMemo, useState } from 'react'
import { useLive } from '../../db/react.tsx'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { AddIcon, DoneIcon } from '../../ui/icons.ts'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { AddClubSheet } from './AddClubSheet.tsx'
import { ClubList } from './ClubList.tsx'
import { OrderList } from './OrderList.tsx'
import { StepsSaid } from './StepsSaid.tsx'
import { YardagesPicture } from './YardagesPicture.tsx'
import { ENOUGH_CLUBS, holeIn, stepsOf, yardagesOf } from './yardages.ts'
import './bag.css'

/** How far each club goes, and the clubs in the golfer's own order. */
export function BagPage() {
  const bag = useLive('bag', null)
  const [ordering, setOrdering] = useState(false)
  const [adding, setAdding] = useState(false)
  const yardages = useMemo(() => yardagesOf(bag ?? []), [bag])
  const steps = useMemo(() => stepsOf(yardages), [yardages])
  const hole = yardages.length < ENOUGH_CLUBS ? null : holeIn(steps)
  const carried = bag?.filter(({ retired }) => !retired) ?? []
  const retired = bag?.filter(({ retired }) => retired) ?? []
  const shots = yardages.reduce((sum, { n }) => sum + n, 0)

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
          {yardages.length > 0 && !ordering && (
            <section className="bag-picture stack" aria-label="Your yardages">
              <StepsSaid clubs={yardages.length} steps={steps} hole={hole} />
              <YardagesPicture yardages={yardages} hole={hole} />
              <p className="soft">
                Mark: stock carry, the median. Bar: half of your shots. Hollow: under 5 shots.{' '}
                {shots.toLocaleString('en')} shots.
              </p>
            </section>
          )}
          <section className="bag-clubs stack">
            {ordering ? <OrderList clubs={carried} /> : <ClubList clubs={carried} label="Clubs of the bag" />}
            {!ordering && (
              <Button icon={AddIcon} wide onPress={() => setAdding(true)}>
                Add a club
              </Button>
            )}
            {!ordering && retired.length > 0 && (
              <div>
                <h2>Retired</h2>
                <ClubList clubs={retired} label="Retired clubs" />
              </div>
            )}
          </section>
        </div>
      )}
      <AddClubSheet open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
