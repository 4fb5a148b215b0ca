import { useState } from 'react'
import type { CoachProblem } from '../../../shared/golf/coachTalk.ts'
import type { Part } from '../../../shared/golf/plan.ts'
import { type Refined, refined } from '../../../shared/golf/planRefined.ts'
import { Button } from '../../ui/Button.tsx'
import { useGemini } from './ask/useGemini.ts'

type Accepted = Extract<Refined, { ok: true }>

/** Lets the model change the rules' plan, within bounds; the golfer has the rules' plan back by one tap. */
export function Refine({
  plan,
  says,
  taken,
  onTake,
}: {
  readonly plan: readonly Part[]
  /** The parts in words, as they stand on the screen. */
  readonly says: readonly { readonly title: string; readonly says: string }[]
  readonly taken: Accepted | null
  readonly onTake: (next: Accepted | null) => void
}) {
  const gemini = useGemini()
  const [problem, setProblem] = useState<CoachProblem | null>(null)
  const ask = async () => {
    setProblem(null)
    let last: Refined | null = null
    const answer = await gemini.ask({
      question: questionOf(plan, says),
      earlier: [],
      propose(args) {
        last = refined(plan, args)
        return last.ok ? { taken: true } : { error: last.says }
      },
    })
    const proposed = last as Refined | null
    if (proposed?.ok) onTake(proposed)
    else if (answer) setProblem(answer.problem ?? NOTHING)
  }
  if (!gemini.isReady) return null
  return (
    <section className="stack" aria-label="Refined by Gemini">
      {taken && <p>{taken.why}</p>}
      {(problem ?? gemini.wrong) && (
        <p role="alert">{problem ? `${problem.says} ${problem.cure}` : gemini.wrong}</p>
      )}
      {gemini.coming ? (
        <Button key="stop" wide onPress={gemini.stop}>
          Stop
        </Button>
      ) : taken ? (
        <Button key="back" wide onPress={() => onTake(null)}>
          Back to the rules’ plan
        </Button>
      ) : (
        <Button key="ask" wide onPress={() => void ask()}>
          Refine with Gemini
        </Button>
      )}
    </section>
  )
}

const NOTHING: CoachProblem = {
  says: 'Gemini proposed no change that the rules allow.',
  cure: 'The plan stands as it is.',
}

function questionOf(
  plan: readonly Part[],
  says: readonly { readonly title: string; readonly says: string }[],
) {
  const parts = plan.map(({ kind, balls, minutes, club_ids }, i) => ({
    ...{ part: i + 1, kind, balls, minutes, club_ids, ...says[i] },
  }))
  return `Refine this practice plan of the app’s rules for me: look at my findings, then call propose_plan once, and change only what my shots give reason for.\n${JSON.stringify(parts)}`.slice(
    0,
    8_000,
  )
}
