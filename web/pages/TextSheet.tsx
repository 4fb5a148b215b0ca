import { useState } from 'react'
import { Button } from '../ui/Button.tsx'
import { Field } from '../ui/Field.tsx'
import { Sheet } from '../ui/Sheet.tsx'

interface Ask {
  readonly title: string
  readonly label: string
  readonly hint?: string
  readonly value: string
  readonly lines?: number
  readonly onSave: (value: string | null) => void
  readonly onClose: () => void
}

/** Asks for a few words: a name, a note. Empty is none. */
export function TextSheet({ open, ...ask }: Ask & { readonly open: boolean }) {
  return (
    <Sheet open={open} title={ask.title} onClose={ask.onClose}>
      <TextForm {...ask} />
    </Sheet>
  )
}

function TextForm({ label, hint, value, lines = 1, onSave, onClose }: Ask) {
  const [words, setWords] = useState(value)
  const save = () => {
    if (words !== value) onSave(words.trim() === '' ? null : words.trim())
    onClose()
  }
  return (
    <>
      <Field
        label={label}
        {...(hint !== undefined && { hint })}
        value={words}
        lines={lines}
        autoFocus
        enterKeyHint="done"
        onChange={setWords}
        {...(lines === 1 && { onEnter: save })}
      />
      <Button look="main" wide onPress={save}>
        Save
      </Button>
    </>
  )
}
