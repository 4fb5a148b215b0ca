import { type ComponentType, lazy, Suspense } from 'react'
import { useLive } from '../../db/react.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { LineLink, Lines } from '../../ui/Line.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useParams } from '../params.ts'
import { AskBar } from './AskBar.tsx'
import { sameAsked } from './asked.ts'
import { Benchmarks } from './benchmarks/Benchmarks.tsx'
import { Compare } from './compare/Compare.tsx'
import { Counts } from './counts/Counts.tsx'
import { DeliveryAnswer } from './delivery/DeliveryAnswer.tsx'
import { Flight } from './flight/Flight.tsx'
import { Goals } from './goals/Goals.tsx'
import { useLikelyAnswers } from './likely.ts'
import { Misses } from './misses/Misses.tsx'
import { Sql } from './sql/Sql.tsx'
import { Strike } from './strike/Strike.tsx'
import { Trends } from './trends/Trends.tsx'
import { Within } from './within/Within.tsx'
import './analysis.css'

const Combine = lazy(async () => ({ default: (await import('./combine/Combine.tsx')).Combine }))
const YardageCard = lazy(async () => ({ default: (await import('./card/YardageCard.tsx')).YardageCard }))

interface Screen {
  readonly path: string
  readonly asks: string
  readonly under: string
  readonly shows: ComponentType | null
}

/** Each screen is one question, in the order in which golfers ask. */
const SCREENS: readonly Screen[] = [
  {
    path: '/bag',
    asks: 'How far do I hit each club?',
    under: 'Stock, cover and long; holes and overlaps',
    shows: null,
  },
  {
    path: '/analysis/card',
    asks: 'My yardage card',
    under: 'For the wallet and the phone; for altitude and cold',
    shows: YardageCard,
  },
  {
    path: '/coach',
    asks: 'What should I work on?',
    under: 'Faults by what they cost, a drill, and a test',
    shows: null,
  },
  {
    path: '/analysis/misses',
    asks: 'Where do my misses go?',
    under: 'Landings, ellipses, and what a green holds',
    shows: Misses,
  },
  {
    path: '/analysis/trends',
    asks: 'Am I better, or is it noise?',
    under: 'Any measure over your practice days',
    shows: Trends,
  },
  {
    path: '/analysis/goals',
    asks: 'Do I reach my goals?',
    under: 'So many of 100 shots within bounds, by a day',
    shows: Goals,
  },
  {
    path: '/analysis/combine',
    asks: 'Test yourself',
    under: 'A combine: targets, a score, and how it was before',
    shows: Combine,
  },
  {
    path: '/analysis/delivery',
    asks: 'Is it face or path?',
    under: 'Delivery, the nine flights, what decides the miss',
    shows: DeliveryAnswer,
  },
  {
    path: '/analysis/strike',
    asks: 'Where on the face?',
    under: 'Strikes, and the ball speed that they cost',
    shows: Strike,
  },
  {
    path: '/analysis/flight',
    asks: 'How does it fly?',
    under: 'The way through the air, from the side and above',
    shows: Flight,
  },
  {
    path: '/analysis/within',
    asks: 'Do I warm up, do I tire?',
    under: 'What the order of shots does, and streaks',
    shows: Within,
  },
  {
    path: '/analysis/compare',
    asks: 'What changed?',
    under: 'Two times, sessions, clubs or tags, side by side',
    shows: Compare,
  },
  {
    path: '/analysis/benchmarks',
    asks: 'How do I stand?',
    under: 'Beside tour players, and the driver window for your speed',
    shows: Benchmarks,
  },
  {
    path: '/analysis/counts',
    asks: 'Which shots count?',
    under: 'Misreads, mishits and wrong clubs, for you to decide',
    shows: Counts,
  },
  {
    path: '/analysis/sql',
    asks: 'Ask in SQL',
    under: 'Your own question to your own data, on this device',
    shows: Sql,
  },
]

/** What the whole history answers: the questions, or one of them. */
export function AnalysisPage({ screen }: { readonly screen: string | undefined }) {
  const [params] = useParams()
  const bag = useLive('bag', null)
  useLikelyAnswers(params, screen === undefined)
  const shown = SCREENS.find(({ path }) => path === `/analysis/${screen}`)
  const back = { href: sameAsked('/analysis', params), says: 'All questions' }
  if (bag && !bag.some(({ shots }) => shots > 0)) {
    return (
      <Page>
        <PageHead title="Stats" />
        <Empty
          title="Stats come with your shots"
          action={
            <ButtonLink look="main" href="/import">
              Add a link
            </ButtonLink>
          }
        >
          How far each club goes, where your misses end, whether you are better: from the first report on.
        </Empty>
      </Page>
    )
  }
  if (screen !== undefined && shown?.shows) {
    const Shown = shown.shows
    return (
      <Page wide>
        <PageHead title={shown.asks} back={back} />
        <div className="answer">
          <Suspense>
            <Shown />
          </Suspense>
        </div>
      </Page>
    )
  }
  if (screen !== undefined) {
    return (
      <Page>
        <PageHead title="No such question" back={back} />
        <Empty
          title="Nothing here answers to that"
          action={<ButtonLink href="/analysis">All questions</ButtonLink>}
        >
          The address may have been cut.
        </Empty>
      </Page>
    )
  }
  return (
    <Page>
      <PageHead title="Stats" />
      <AskBar clubs="any" />
      <Lines>
        {SCREENS.map(({ path, asks, under }) => (
          <LineLink key={path} href={sameAsked(path, params)} under={under}>
            {asks}
          </LineLink>
        ))}
      </Lines>
    </Page>
  )
}
