import { useState } from 'react'
import { localDate } from '../../../../shared/golf/dates.ts'
import type { GolferGoal } from '../../../../shared/golf/goals.ts'
import { figures } from '../../../../shared/golf/measures.ts'
import { useLive } from '../../../db/react.tsx'
import { uuidv7 } from '../../../db/uuid.ts'
import { Button } from '../../../ui/Button.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Field, Select } from '../../../ui/Field.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { useAct } from '../../act.tsx'
import { type Trended, trendChoices, trendedOf } from '../trends/measures.ts'

export interface GoalAbout {
  readonly club_id: string
  readonly figure: Trended
}

/** A goal is set: which club, which measure, within what, how often, by when. */
export function GoalSheet({
  open,
  about,
  onClose,
}: {
  readonly open: boolean
  readonly about: GoalAbout
  readonly onClose: () => void
}) {
  return (
    <Sheet open={open} title="Set a goal" onClose={onClose}>
      <SetGoal about={about} onClose={onClose} />
    </Sheet>
  )
}

function SetGoal({ about, onClose }: { readonly about: GoalAbout; readonly onClose: () => void }) {
  const act = useAct()
  const display = useDisplay()
  const bag = useLive('bag', null)
  const [club_id, setClub] = useState(about.club_id)
  const [figure, setFigure] = useState(about.figure)
  const [least, setLeast] = useState('')
  const [most, setMost] = useState('')
  const [times, setTimes] = useState('80')
  const [by, setBy] = useState('')
  const [tried, setTried] = useState(false)
  const unit = display.unit(figure)
  const named = (label: string) => (unit === '' ? label : `${label}, ${unit}`)
  // Where a measure has sides, it is held to the line between them.
  const sided = (figures[figure].sides?.plus.word ?? '') !== ''
  const typed = (text: string) => (text.trim() === '' ? null : (display.typed(figure, text) ?? Number.NaN))
  const high = sided ? Math.abs(typed(most) ?? Number.NaN) : typed(most)
  const low = sided ? (high === null ? null : -high) : typed(least)
  const share = Number(times) / 100
  const today = localDate(new Date())
  const wrong = {
    bounds: Number.isNaN(low ?? 0) || Number.isNaN(high ?? 0) || (low === null && high === null),
    order: low !== null && high !== null && low >= high,
    times: !(share > 0 && share <= 1),
    by: by !== '' && by < today,
  }
  const set = async () => {
    setTried(true)
    if (Object.values(wrong).some(Boolean)) return
    const value: GolferGoal = { club_id, figure, low, high, share, by: by || null, set_on: today }
    const outcome = await act({ kind: 'keep', keeping: { of: 'goal', kept_id: uuidv7(), value } })
    if (outcome.ok) onClose()
  }
  const problem =
    tried && wrong.bounds
      ? `Write a number, as 12${unit === '' ? '' : ` ${unit}`}.`
      : tried && wrong.order
        ? 'The least is above the most.'
        : null
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        set()
      }}
    >
      <Select
        label="Club"
        value={club_id}
        onChoose={setClub}
        choices={(bag ?? []).map(({ id, name }) => ({ value: id, says: name }))}
      />
      <Select
        label="Measure"
        value={figure}
        choices={trendChoices}
        onChoose={figure => setFigure(trendedOf(figure).figure)}
      />
      {sided ? (
        <Field
          label={named('Within, to either side')}
          value={most}
          onChange={setMost}
          inputMode="decimal"
          problem={problem}
        />
      ) : (
        <div className="ask-dates">
          <Field
            label={named('At least')}
            value={least}
            onChange={setLeast}
            inputMode="decimal"
            problem={problem}
          />
          <Field label={named('At most')} value={most} onChange={setMost} inputMode="decimal" />
        </div>
      )}
      <div className="ask-dates">
        <Field
          label="Of 100 shots"
          value={times}
          onChange={setTimes}
          inputMode="numeric"
          problem={tried && wrong.times ? 'From 1 to 100.' : null}
        />
        <Field
          label="By, if there is a day"
          type="date"
          value={by}
          onChange={setBy}
          problem={tried && wrong.by ? 'This day is gone.' : null}
        />
      </div>
      <Button look="main" wide submits>
        Set the goal
      </Button>
    </form>
  )
}
