import type { Answer } from '../../../../shared/golf/coachTalk.ts'
import { Button } from '../../../ui/Button.tsx'
import { CheckedText } from './CheckedText.tsx'

/** A question with all that stands behind its answer: what was sent, by which model, for how much. */
export function OneAnswer({
  answer,
  opened,
  onOpen,
  onRetry = null,
  onDrop = null,
}: {
  readonly answer: Answer
  /** Which rows are open, by answer and call: the page's, as an answer that has come whole stands in another place. */
  readonly opened: string | null
  readonly onOpen: (key: string | null) => void
  readonly onRetry?: (() => void) | null
  readonly onDrop?: (() => void) | null
}) {
  const keyOf = (call_id: string) => `${answer.id} ${call_id}`
  const { question, calls, problem, model, prompt, tokens, cost_usd } = answer
  return (
    <article className="stack followed" aria-label={question}>
      <h2>{question}</h2>
      <CheckedText answer={answer} onSource={call_id => onOpen(keyOf(call_id))} />
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
          open={opened === keyOf(call_id)}
          onToggle={event => {
            if (event.currentTarget.open) onOpen(keyOf(call_id))
            else if (opened === keyOf(call_id)) onOpen(null)
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
          {cost_usd !== null && (cost_usd < 0.0001 ? ', under $0.0001' : `, about $${cost_usd.toFixed(4)}`)}
        </p>
      )}
      {onDrop && (
        <Button look="quiet" onPress={onDrop}>
          Delete
        </Button>
      )}
    </article>
  )
}
