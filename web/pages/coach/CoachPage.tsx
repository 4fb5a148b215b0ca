import { useMemo } from 'react'
import { FEWEST_FOR_FINDINGS } from '../../../shared/golf/findingsSeen.ts'
import { sayDoubted } from '../../../shared/golf/findingsWords.ts'
import { STROKES_SOURCE } from '../../../shared/golf/strokes.ts'
import type { CoachAnswer } from '../../db/coach.ts'
import { useLive } from '../../db/react.tsx'
import { ButtonLink } from '../../ui/Button.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { AskBar } from '../analysis/AskBar.tsx'
import { askedOf } from '../analysis/asked.ts'
import { GoalsLine } from '../analysis/goals/GoalsLine.tsx'
import { useClubs } from '../clubs.ts'
import { useParams } from '../params.ts'
import { FindingCard } from './FindingCard.tsx'
import { Notes } from './Notes.tsx'
import { Worked } from './Worked.tsx'
import './coach.css'

/** One thing at a time: more than two are read by nobody. */
const AT_ONCE = 2

/** What to work on, by rules on this device: findings, and what became of those that were worked on. */
export function CoachPage() {
  const [params] = useParams()
  const { filter } = askedOf(params)
  const answer = useLive('findings', filter)
  const clubs = useClubs()
  const clubName = useMemo(() => (id: string) => clubs(id).name, [clubs])
  return (
    <Page>
      <PageHead title="What should I work on?" back={{ href: '/analysis', says: 'All questions' }} />
      <AskBar clubs="any" />
      {answer && (
        <>
          <DoubtedFirst answer={answer} clubName={clubName} />
          <Worked followUps={answer.follow_ups} clubName={clubName} />
          <GoalsLine />
          {answer.findings.length > 0 ? (
            <section className="stack coach" aria-label="Found">
              {answer.findings.slice(0, AT_ONCE).map((finding, i) => (
                <FindingCard key={finding.key} {...{ finding, clubName, answer }} first={i === 0} />
              ))}
              {answer.findings.length > AT_ONCE && (
                <details className="behind">
                  <summary>{answer.findings.length - AT_ONCE} more, that cost less</summary>
                  <div className="stack">
                    {answer.findings.slice(AT_ONCE).map(finding => (
                      <FindingCard key={finding.key} {...{ finding, clubName, answer }} first={false} />
                    ))}
                  </div>
                </details>
              )}
            </section>
          ) : (
            <Silent answer={answer} clubName={clubName} />
          )}
          <ButtonLink wide href="/coach/plan">
            Plan a practice
          </ButtonLink>
          <ButtonLink look="quiet" wide href="/coach/ask">
            Ask in your own words
          </ButtonLink>
          <Notes clubs={clubs} />
          <p className="soft">
            By rules, on this device. Cost: {STROKES_SOURCE}. It compares patterns, and is no score. Warm-ups,
            rounds and drills are left out unless you filter for them.
          </p>
        </>
      )}
    </Page>
  )
}

/** Shots of another club make any finding: they are left out, and said before all else. */
function DoubtedFirst({
  answer: { doubted },
  clubName,
}: {
  readonly answer: CoachAnswer
  readonly clubName: (id: string) => string
}) {
  if (doubted.length === 0) return null
  return (
    <section className="stack" aria-label="Look at these first">
      {sayDoubted(doubted, clubName).map(says => (
        <p key={says}>{says}</p>
      ))}
      <ButtonLink wide href="/analysis/counts">
        Look at them first
      </ButtonLink>
    </section>
  )
}

/** Why there is nothing to tell: too few shots, or nothing that they show. */
function Silent({
  answer: { looked },
  clubName,
}: {
  readonly answer: CoachAnswer
  readonly clubName: (id: string) => string
}) {
  const enough = looked.filter(({ missing }) => missing === 0)
  const few = looked.filter(({ missing }) => missing > 0)
  const shots = (n: number) => (n === 1 ? '1 shot' : `${n} shots`)
  return (
    <section className="stack" aria-label="Nothing found">
      <h2>{enough.length > 0 ? 'Nothing found' : 'Too few shots yet'}</h2>
      {enough.length > 0 && (
        <p>
          Looked at {enough.map(({ club_id, n }) => `${shots(n)} with ${clubName(club_id)}`).join(', ')}: no
          figure is past its limit for sure. What these shots cannot tell from noise is not told.
        </p>
      )}
      {few.length > 0 && (
        <p>
          {FEWEST_FOR_FINDINGS} full swings with a club are needed:{' '}
          {few.map(({ club_id, missing }) => `${missing} more with ${clubName(club_id)}`).join(', ')}.
        </p>
      )}
      {looked.length === 0 && <p>No full swing of practice answers to this filter.</p>}
    </section>
  )
}
