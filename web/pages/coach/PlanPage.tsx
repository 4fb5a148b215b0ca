import { useMemo, useState } from 'react'
import { openedOf, workedOn } from '../../../shared/golf/findings.ts'
import { isOpen } from '../../../shared/golf/goals.ts'
import { type Asked, MOST_BALLS, type Part, planOf } from '../../../shared/golf/plan.ts'
import type { Refined } from '../../../shared/golf/planRefined.ts'
import { sayPart } from '../../../shared/golf/planWords.ts'
import { useDb, useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { Line, Lines } from '../../ui/Line.tsx'
import { Page } from '../../ui/Page.tsx'
import { PageHead } from '../../ui/PageHead.tsx'
import { useSettings } from '../../ui/settings.ts'
import { useAct } from '../act.tsx'
import { useGoals } from '../analysis/goals/Goals.tsx'
import { useClubs } from '../clubs.ts'
import { useParams } from '../params.ts'
import { allowed } from './ask/kept.ts'
import { keepPractice, type Practice, readPractice } from './practice.ts'
import { Refine } from './Refine.tsx'
import { Run } from './Run.tsx'
import './coach.css'

const SIZES = [
  '20 min',
  '30 min',
  '45 min',
  '60 min',
  '90 min',
  '120 min',
  '50 balls',
  `${MOST_BALLS} balls`,
] as const
const FIRST = '45 min'

function askedIn(size: string): Asked {
  const [n, unit] = size.split(' ')
  return unit === 'balls' ? { balls: Number(n) } : { minutes: Number(n) }
}

/** A practice made from what the golfer works on, and then run as a checklist. */
export function PlanPage() {
  const db = useDb()
  const [practice, setPractice] = useState(() => readPractice(db.name))
  const change = (next: Practice | null) => {
    keepPractice(db.name, next)
    setPractice(next)
  }
  if (practice) {
    return (
      <Page>
        <Run practice={practice} onChange={change} />
      </Page>
    )
  }
  return (
    <Page>
      <PageHead title="Plan a practice" back={{ href: '/coach', says: 'What to work on' }} />
      <Plan onStart={change} />
    </Page>
  )
}

interface Proposed {
  readonly of: readonly Part[]
  readonly refined: Extract<Refined, { ok: true }>
}

function Plan({ onStart }: { readonly onStart: (practice: Practice) => void }) {
  const [params, setParams] = useParams()
  const answer = useLive('findings', { excluded: false })
  const bag = useLive('bag', null)
  const goals = useGoals()
  const clubs = useClubs()
  const settings = useSettings()
  const act = useAct()
  const db = useDb()
  const size = SIZES.find(one => one === params.get('size')) ?? FIRST
  const plan = useMemo(() => {
    if (!answer || !bag || !goals) return null
    const hit = bag.filter(
      ({ counted, category, retired }) =>
        counted > 0 && !retired && category !== 'mixed' && category !== 'putter',
    )
    const open = goals.filter(isOpen).map(({ goal }) => goal)
    return planOf(askedIn(size), workedOn(answer.findings, answer.opened, open), open, hit)
  }, [answer, bag, goals, size])
  const inWords = (part: Part) => ({
    ...sayPart(part, id => clubs(id).name, settings),
    ...{ balls: part.balls, minutes: part.minutes },
  })
  const [proposed, setProposed] = useState<Proposed | null>(null)
  // Of another plan than it was made for, a proposal says nothing.
  const taken = proposed !== null && proposed.of === plan ? proposed.refined : null
  const said = (taken?.parts ?? plan)?.map(part => {
    const words = inWords(part)
    return 'note' in part && part.note !== ''
      ? { ...words, says: `${words.says} Gemini: ${part.note}` }
      : words
  })
  const start = () => {
    if (!plan || !said) return
    onStart({ parts: said, at: 0, hits: said.map(() => 0) })
    const [drilled] = plan.flatMap(({ finding }) => finding ?? [])
    const isNew = drilled && !answer?.opened.some(({ key, done }) => key === drilled.key && !done)
    // What is drilled is worked on: the next import is compared with it.
    if (isNew) void act({ kind: 'set_finding', key: drilled.key, opened: openedOf(drilled) })
  }
  return (
    <>
      <Chips
        label="How long"
        value={size}
        onChoose={size => setParams({ size })}
        choices={SIZES.map(value => ({ value, says: value }))}
      />
      {said && (
        <>
          <Lines>
            {said.map(({ title, says, counts, balls, minutes }, i) => (
              <Line
                // biome-ignore lint/suspicious/noArrayIndexKey: parts stand in their order alone.
                key={i}
                under={
                  <>
                    <span className="num">
                      {balls > 0 && `${balls} balls, `}
                      {minutes} min
                    </span>
                    {' · '}
                    {says}
                    {counts && ` ${counts}`}
                  </>
                }
              >
                {title}
              </Line>
            ))}
          </Lines>
          <Button look="main" wide onPress={start}>
            Start
          </Button>
          {plan && allowed(db.name) !== 'nothing' && (
            <Refine
              {...{ plan, taken }}
              says={plan.map(inWords)}
              onTake={refined => setProposed(refined && { of: plan, refined })}
            />
          )}
          <p className="soft">
            By rules: a third at most in one block, the rest by turns and as a game, as that is what stays.
            The same test stands before and after.
          </p>
        </>
      )}
    </>
  )
}
