import { isAbout, openedOf } from '../../../shared/golf/findings.ts'
import type { FaultKind, Finding } from '../../../shared/golf/findingsRules.ts'
import { sayFinding } from '../../../shared/golf/findingsWords.ts'
import { goalSaid, standSaid } from '../../../shared/golf/goalsWords.ts'
import type { CoachAnswer } from '../../db/coach.ts'
import { escapeId, shotAddress } from '../../ui/address.ts'
import { Button, ButtonLink } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { useSettings } from '../../ui/settings.ts'
import { useAct } from '../act.tsx'
import { useGoals } from '../analysis/goals/Goals.tsx'

/** One finding: what was seen, the figures beside it, the cause, the drill, and how the golfer will know. */
export function FindingCard({
  finding,
  answer,
  clubName,
  first,
}: {
  readonly finding: Finding
  readonly answer: CoachAnswer
  readonly clubName: (id: string) => string
  /** The dearest: the one thing to do here. */
  readonly first: boolean
}) {
  const act = useAct()
  const settings = useSettings()
  const said = sayFinding(finding, clubName, settings)
  const goals = (useGoals() ?? []).filter(({ goal }) => isAbout(finding, goal))
  const isOpen = answer.opened.some(({ key, done }) => key === finding.key && !done)
  return (
    <Card>
      <article className="stack finding" aria-label={said.title}>
        <h2>{said.title}</h2>
        <p>{said.seen}</p>
        <dl className="finding-figures">
          {said.evidence.map(({ label, now, beside }) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="num">
                {now}
                <small>{beside}</small>
              </dd>
            </div>
          ))}
          <div>
            <dt>Cost</dt>
            <dd className="num">{said.cost}</dd>
          </div>
          <div>
            <dt>Confidence</dt>
            <dd>{finding.confidence}</dd>
          </div>
        </dl>
        <h3>Likely cause</h3>
        <p>{said.cause}</p>
        <h3>Drill</h3>
        <p>{said.drill}</p>
        <h3>Done when</h3>
        <p>{said.goal}</p>
        {goals.map(line => (
          <p key={line.id}>
            Your goal: {goalSaid(line.goal, settings)}. {standSaid(line)}.
          </p>
        ))}
        <div className="row">
          {isOpen ? (
            <span className="soft">You work on this.</span>
          ) : (
            <Button
              look={first ? 'main' : 'plain'}
              onPress={() => act({ kind: 'set_finding', key: finding.key, opened: openedOf(finding) })}
            >
              Work on this
            </Button>
          )}
          <ButtonLink look="quiet" href={pictureOf(finding)}>
            Picture
          </ButtonLink>
        </div>
        <Evidence shot_ids={finding.shot_ids} />
      </article>
    </Card>
  )
}

/** Every shot that it stands on, to be opened. */
function Evidence({ shot_ids }: { readonly shot_ids: readonly string[] }) {
  return (
    <details className="behind">
      <summary>{shot_ids.length} shots behind it</summary>
      <ul className="finding-shots">
        {shot_ids.map((id, i) => (
          <li key={id}>
            <a className="num" href={shotAddress(id)} aria-label={`Shot ${i + 1} of ${shot_ids.length}`}>
              {i + 1}
            </a>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** The screen of the analysis that draws it. */
function pictureOf({ kind, club_id, goal }: Finding): string {
  const club = club_id === null ? '' : `club=${escapeId(club_id)}`
  const pages: Readonly<Record<FaultKind, string>> = {
    face: `/analysis/delivery?${club}`,
    path: `/analysis/delivery?${club}`,
    aim: `/analysis/misses?${club}`,
    start_line: `/analysis/misses?${club}`,
    strike_side: `/analysis/strike?${club}`,
    strike_height: `/analysis/strike?${club}`,
    steep: `/analysis/trends?${club}&figure=attack_deg`,
    driver_down: `/analysis/trends?${club}&figure=attack_deg`,
    driver_launch: `/analysis/trends?${club}&figure=${goal.figure}`,
    speed: `/analysis/trends?${club}&figure=club_speed_mps`,
    wedge_distance: `/analysis/misses?${club}`,
    gap: '/bag',
    tired: '/analysis/trends?figure=club_speed_mps',
  }
  return pages[kind]
}
