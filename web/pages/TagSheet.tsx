import { useState } from 'react'
import { useLive } from '../db/react.tsx'
import { Button } from '../ui/Button.tsx'
import { Chip } from '../ui/Chips.tsx'
import { Field } from '../ui/Field.tsx'
import { DoneIcon } from '../ui/icons.ts'
import { Sheet } from '../ui/Sheet.tsx'

/** Puts tags on and takes them off. `on`: those that all of what is chosen carries. */
export function TagSheet({
  open,
  on,
  onClose,
  onChange,
}: {
  readonly open: boolean
  readonly on: readonly string[]
  readonly onClose: () => void
  readonly onChange: (change: { readonly add: readonly string[]; readonly remove: readonly string[] }) => void
}) {
  const used = useLive('tags', null)
  const [words, setWords] = useState('')
  const tags = [...new Set([...on, ...(used ?? []).map(({ tag }) => tag)])]
  const add = () => {
    const added = words
      .split(',')
      .map(word => word.trim().replace(/^#/, ''))
      .filter(word => word !== '' && !on.includes(word))
    if (added.length > 0) onChange({ add: added, remove: [] })
    setWords('')
  }
  return (
    <Sheet open={open} title="Tags" onClose={onClose}>
      {tags.length > 0 && (
        <fieldset className="chips wraps">
          <legend className="spoken">Tags in use</legend>
          {tags.map(tag => {
            const isOn = on.includes(tag)
            return (
              <Chip
                key={tag}
                on={isOn}
                onPress={() => onChange(isOn ? { add: [], remove: [tag] } : { add: [tag], remove: [] })}
              >
                {isOn && <DoneIcon aria-hidden={true} />}
                {tag}
              </Chip>
            )
          })}
        </fieldset>
      )}
      <Field
        label="New tag"
        hint="A word for what you will look for again: wind, new grip, off mats. Several with commas."
        value={words}
        onChange={setWords}
        onEnter={add}
        enterKeyHint="done"
      />
      <Button look="main" wide disabled={words.trim() === ''} onPress={add}>
        Add tag
      </Button>
    </Sheet>
  )
}
