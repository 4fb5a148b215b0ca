import { useRef, useState } from 'react'
import { coachTools } from '../../../../shared/golf/coachTools.ts'
import { useDb } from '../../../db/react.tsx'
import { offeredCloud } from '../../../sync/ownServer.ts'
import { useConnection } from '../../../sync/react.tsx'
import { Button, ButtonLink } from '../../../ui/Button.tsx'
import { Field } from '../../../ui/Field.tsx'
import { Page } from '../../../ui/Page.tsx'
import { PageHead } from '../../../ui/PageHead.tsx'
import { useSettings } from '../../../ui/settings.ts'
import { CheckedText } from './CheckedText.tsx'
import { type Answer, converse } from './conversation.ts'
import { isOn, keepAnswers, readAnswers, turn } from './kept.ts'
import '../coach.css'

/** Questions to Gemini, where this server has a key: off until it is turned on, and everything sent can be seen. */
export function AskPage() {
  const db = useDb()
  const [on, setOn] = useState(() => isOn(db.name))
  const change = (next: boolean) => {
    turn(db.name, next)
    setOn(next)
  }
  return (
    <Page>
      <PageHead title="Ask the coach" back={{ href: '/coach', says: 'What to work on' }} />
      {on ? <Questions onOff={() => change(false)} /> : <TurnOn onOn={() => change(true)} />}
    </Page>
  )
}

function TurnOn({ onOn }: { readonly onOn: () => void }) {
  const { handedness, distance, speed } = useSettings()
  return (
    <section className="stack">
      <p>
        Off. Turned on, a question goes by this app’s own server to Google’s Gemini, if the server has a key.
        Nothing is sent before you ask.
      </p>
      <h2>What leaves this device</h2>
      <ul>
        <li>Your question, and the three before it with their answers.</li>
        <li>
          Your hand ({handedness}), units ({distance}, {speed}) and today’s date.
        </li>
        <li>
          What Gemini then looks at, each time shown under the answer:{' '}
          {coachTools.map(({ name }) => name.replace('_', ' ')).join(', ')}: medians, spreads, counts, dates,
          names of clubs.
        </li>
      </ul>
      <p>No links or their keys, no e-mail, no notes, no labels or tags, no pictures, no single shots.</p>
      <Button look="main" wide onPress={onOn}>
        Turn on
      </Button>
      <ButtonLink wide href="/coach">
        Without: the rules on this device
      </ButtonLink>
    </section>
  )
}

function Questions({ onOff }: { readonly onOff: () => void }) {
  const db = useDb()
  const settings = useSettings()
  const connection = useConnection()
  const [answers, setAnswers] = useState(() => readAnswers(db.name))
  const [coming, setComing] = useState<Answer | null>(null)
  const [question, setQuestion] = useState('')
  const [wrong, setWrong] = useState<string | null>(null)
  const stop = useRef<AbortController | null>(null)
  const keep = (next: readonly Answer[]) => {
    keepAnswers(db.name, next)
    setAnswers(next)
  }
  const ask = async (question: string, earlier: readonly Answer[]) => {
    if (!connection || question.trim() === '') return
    // The token of a cloud that was typed in is none of this server's business.
    const offered = await offeredCloud(location.origin).catch(() => null)
    if (offered === null || offered.url !== connection.account.url) {
      setWrong(
        offered === null
          ? 'This server does not answer. Try again with a signal.'
          : 'Your cloud is not the one of this server: its coach does not know you.',
      )
      return
    }
    setWrong(null)
    const { data } = await connection.client.auth.getSession()
    stop.current = new AbortController()
    const answer = await converse({
      ...{ db, settings, question, earlier, onMore: setComing },
      access_token: data.session?.access_token ?? '',
      fetch: (path, init) => fetch(path, init),
      signal: stop.current.signal,
    })
    setComing(null)
    keep([...earlier, answer])
    if (answer.problem === null) setQuestion('')
  }
  return (
    <>
      {connection ? (
        <form
          className="stack"
          onSubmit={event => {
            event.preventDefault()
            void ask(question, answers)
          }}
        >
          <Field label="Your question" type="text" value={question} onChange={setQuestion} problem={wrong} />
          {/* Keys: a tap on Stop must not end on the button that asks, in its place. */}
          {coming ? (
            <Button key="stop" look="main" wide onPress={() => stop.current?.abort()}>
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
      <div aria-live="polite">{coming && <OneAnswer answer={coming} />}</div>
      {answers.toReversed().map((answer, i) => (
        <OneAnswer
          key={answer.id}
          answer={answer}
          onRetry={
            i === 0 && answer.problem && connection && !coming
              ? () => void ask(answer.question, answers.slice(0, -1))
              : null
          }
        />
      ))}
      <p className="soft">
        Without a signal or without Gemini: <a href="/coach">The rules on this device</a>.
      </p>
      <div className="row">
        {answers.length > 0 && (
          <Button look="quiet" onPress={() => keep([])}>
            Delete all answers
          </Button>
        )}
        <Button look="quiet" onPress={onOff}>
          Turn off
        </Button>
      </div>
    </>
  )
}

function OneAnswer({
  answer,
  onRetry = null,
}: {
  readonly answer: Answer
  readonly onRetry?: (() => void) | null
}) {
  const [open, setOpen] = useState<string | null>(null)
  const { question, calls, problem, model, prompt, tokens, cost_usd } = answer
  return (
    <article className="stack followed" aria-label={question}>
      <h2>{question}</h2>
      <CheckedText answer={answer} onSource={setOpen} />
      {problem && (
        <p role="alert">
          {problem.says} {problem.cure}
        </p>
      )}
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
      {calls.map(({ call_id, name, args, rows }) => (
        <details
          key={call_id}
          className="behind"
          open={open === call_id}
          onToggle={event => {
            if (event.currentTarget.open) setOpen(call_id)
            else if (open === call_id) setOpen(null)
          }}
        >
          <summary>Sent: {name.replace('_', ' ')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is pushed along must be so by keys, too. */}
          <pre className="answer-rows" tabIndex={0}>
            {JSON.stringify({ asked: args, rows }, null, 1)}
          </pre>
        </details>
      ))}
      {model && (
        <p className="soft num">
          {model}, prompt {prompt}, {tokens.toLocaleString('en')} tokens
          {cost_usd !== null && `, about $${cost_usd.toFixed(4)}`}
        </p>
      )}
    </article>
  )
}
