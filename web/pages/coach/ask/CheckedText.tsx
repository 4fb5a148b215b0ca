import { useMemo } from 'react'
import type { Answer } from '../../../../shared/golf/coachTalk.ts'
import { checkFigures, sourcesIn } from '../../../../shared/golf/figures.ts'
import { useSettings } from '../../../ui/settings.ts'

/** An answer as text alone: its figures lead to the rows that gave them, or are marked. */
export function CheckedText({
  answer,
  onSource,
}: {
  readonly answer: Answer
  readonly onSource: (call_id: string) => void
}) {
  const settings = useSettings()
  const spans = useMemo(
    () =>
      checkFigures(
        answer.text,
        answer.calls.flatMap(({ call_id, rows }) => sourcesIn(call_id, rows)),
        settings,
      ),
    [answer, settings],
  )
  const unsupported = spans.filter(({ is }) => is === 'unsupported').length
  return (
    <>
      <p className="answer-text">
        {spans.map(({ text, is, source }, i) => {
          // biome-ignore-start lint/suspicious/noArrayIndexKey: pieces of one text.
          if (is === 'unsupported') {
            return (
              <mark key={i}>
                {text}
                <span className="spoken"> (unsupported)</span>
              </mark>
            )
          }
          if (source === null) return <span key={i}>{text}</span>
          return (
            <button key={i} type="button" className="answer-figure" onClick={() => onSource(source.call_id)}>
              {text}
            </button>
          )
          // biome-ignore-end lint/suspicious/noArrayIndexKey: as above.
        })}
      </p>
      {unsupported > 0 && (
        <p className="soft">
          {unsupported === 1 ? 'The marked figure was' : `The ${unsupported} marked figures were`} in nothing
          that your shots gave. Do not rely on {unsupported === 1 ? 'it' : 'them'}.
        </p>
      )}
    </>
  )
}
