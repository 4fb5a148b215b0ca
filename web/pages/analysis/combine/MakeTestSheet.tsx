import { useState } from 'react'
import { useLive } from '../../../db/react.tsx'
import { uuidv7 } from '../../../db/uuid.ts'
import { Button } from '../../../ui/Button.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { Field } from '../../../ui/Field.tsx'
import { Sheet } from '../../../ui/Sheet.tsx'
import { useAct } from '../../act.tsx'
import { targetsTyped } from './targets.ts'

/** More at one target is practice. */
const MOST_EACH = 20

export function MakeTestSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet open={open} title="Make a test" onClose={onClose}>
      <MakeTest onClose={onClose} />
    </Sheet>
  )
}

function MakeTest({ onClose }: { readonly onClose: () => void }) {
  const act = useAct()
  const display = useDisplay()
  const bag = useLive('bag', null) ?? []
  const [name, setName] = useState('')
  const [text, setText] = useState('')
  const [times, setTimes] = useState('3')
  const [tried, setTried] = useState(false)
  const targets = targetsTyped(text, bag, display)
  const each = Number(times)
  const wrongEach = !(Number.isInteger(each) && each >= 1 && each <= MOST_EACH)
  const make = async () => {
    setTried(true)
    if (name.trim() === '' || typeof targets === 'string' || wrongEach) return
    const value = { name: name.trim(), targets, each }
    const outcome = await act({ kind: 'keep', keeping: { of: 'test', kept_id: uuidv7(), value } })
    if (outcome.ok) onClose()
  }
  return (
    <form
      className="stack"
      onSubmit={event => {
        event.preventDefault()
        make()
      }}
    >
      <Field
        label="Name"
        value={name}
        onChange={setName}
        problem={tried && name.trim() === '' ? 'A test needs a name.' : null}
      />
      <Field
        label={`Targets, ${display.unit('carry_m')}`}
        hint="With a club where one is meant: 60, 100 PW, 150 7i."
        value={text}
        onChange={setText}
        problem={tried && typeof targets === 'string' ? targets : null}
      />
      <Field
        label="Shots at each"
        value={times}
        onChange={setTimes}
        inputMode="numeric"
        problem={tried && wrongEach ? `From 1 to ${MOST_EACH}.` : null}
      />
      <Button look="main" wide submits>
        Keep the test
      </Button>
    </form>
  )
}
