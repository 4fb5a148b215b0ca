import { useEffect, useMemo, useState } from 'react'
import type { Answer } from '../../../../shared/golf/coachTalk.ts'
import { openAnswers } from '../../../db/answers.ts'
import { useDb } from '../../../db/react.tsx'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHead } from '../../../ui/PageHead.tsx'
import { type Allowed, allow, allowed } from './kept.ts'
import { Leaves } from './Leaves.tsx'
import { OneAnswer } from './OneAnswer.tsx'
import { useGemini } from './useGemini.ts'
import '../coach.css'

/** Questions to Gemini, where this server has a key: off until it is turned on, and everything sent can be seen. */
export function AskPage() {
  const db = useDb()
  const [may, setMay] = useState(() => allowed(db.name))
  const change = (next: Allowed) => {
    allow(db.name, next)
    setMay(next)
  }
  return (
    <Page>
      <PageHead title="Ask the coach" back={{ href: '/coach', says: 'What to work on' }} />
      {may === 'nothing' ? <TurnOn onOn={() => change('on')} /> : <Questions may={may} onAllow={change} />}
    </Page>
  )
}

function TurnOn({ onOn }: { readonly onOn: () => void }) {
  return (
    <section className="stack">
      <p>
        Off. Turned on, a question goes by this app’s own server to Google’s Gemini, if the server has a key.
        Nothing is sent before you ask.
      </p>
      <h2>What leaves this device</h2>
      <Leaves notes={false} />
      <Button look="main" wide onPress={onOn}>
        Turn on
      </Button>
      <ButtonLink wide href="/coach">
        Without: the rules on this device
      </ButtonLink>
    </section>
  )
}

/** Answers of this device, oldest first; null until they are read. */
function useAnswers(database: string) {
  const store = useMemo(() => openAnswers(database), [database])
  const [answers, setAnswers] = useState<readonly Answer[] | null>(null)
  useEffect(() => {
    // Where nothing can be kept, questions are answered all the same.
    store.all().then(setAnswers, () => setAnswers([]))
    return store.close
  }, [store])
  return {
    answers,
    put(answer: Answer) {
      setAnswers(known => [...(known ?? []).filter(({ id }) => id !== answer.id), answer])
      store.keep(answer).catch(() => {})
    },
    drop(id: string) {
      setAnswers(known => (known ?? []).filter(one => one.id !== id))
      store.drop(id).catch(() => {})
    },
    dropAll() {
      setAnswers([])
      store.dropAll().catch(() => {})
    },
  }
}

function Questions({
  may,
  onAllow,
}: {
  readonly may: Exclude<Allowed, 'nothing'>
  readonly onAllow: (what: Allowed) => void
}) {
  const db = useDb()
  const { answers, put, drop, dropAll } = useAnswers(db.name)
  const { coming, wrong, isReady, stop, ...gemini } = useGemini()
  const [question, setQuestion] = useState('')
  const [opened, setOpened] = useState<string | null>(null)
  const rows = { opened, onOpen: setOpened }
  /** `instead`: of the answer that failed. */
  const ask = async (question: string, earlier: readonly Answer[], instead: string | null = null) => {
    if (question.trim() === '') return
    const answer = await gemini.ask({ question, earlier })
    if (!answer) return
    put(answer)
    if (instead !== null) drop(instead)
    if (answer.problem === null) setQuestion('')
  }
  const known = answers ?? []
  return (
    <>
      {isReady ? (
        <form
          className="stack"
          onSubmit={event => {
            event.preventDefault()
            void ask(question, known)
          }}
        >
          <Field label="Your question" type="text" value={question} onChange={setQuestion} problem={wrong} />
          {/* Keys: a tap on Stop must not end on the button that asks, in its place. */}
          {coming ? (
            <Button key="stop" look="main" wide onPress={stop}>
              Stop
            </Button>
          ) : (
            <Button key="ask" look="main" wide submits disabled={question.trim() === ''}>
              Ask
            </Button>
          )}
        </form>
      ) : (
        <p>
          Gemini costs its operator money, so it answers golfers of this server’s cloud:{' '}
          <a href="/settings/cloud">turn on the cloud</a> first.
        </p>
      )}
      <div aria-live="polite">{coming && <OneAnswer answer={coming} {...rows} />}</div>
      {known.toReversed().map((answer, i) => (
        <OneAnswer
          key={answer.id}
          answer={answer}
          {...rows}
          onDrop={() => drop(answer.id)}
          onRetry={
            i === 0 && answer.problem && isReady && !coming
              ? () => void ask(answer.question, known.slice(0, -1), answer.id)
              : null
          }
        />
      ))}
      <p className="soft">
        Without a signal or without Gemini: <a href="/coach">The rules on this device</a>.
      </p>
      <details className="behind">
        <summary>What leaves this device</summary>
        <Leaves notes={may === 'notes'} />
        <Chips
          label="Your notes"
          value={may}
          onChoose={onAllow}
          choices={[
            { value: 'on', says: 'Notes stay here' },
            { value: 'notes', says: 'The coach may read them' },
          ]}
        />
      </details>
      <div className="row">
        {known.length > 0 && (
          <Button look="quiet" onPress={dropAll}>
            Delete all answers
          </Button>
        )}
        <Button look="quiet" onPress={() => onAllow('nothing')}>
          Turn off
        </Button>
      </div>
    </>
  )
}
