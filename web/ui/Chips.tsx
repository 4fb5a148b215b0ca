import type { ReactNode } from 'react'
import './Chips.css'

/** One chip: on or off. */
export function Chip({
  on,
  onPress,
  children,
  label,
}: {
  readonly on?: boolean
  readonly onPress: () => void
  readonly children: ReactNode
  /** Where the face is too short to be read aloud. */
  readonly label?: string
}) {
  return (
    <button type="button" className="chip" aria-pressed={on} aria-label={label} onClick={onPress}>
      <span className="chip-face">{children}</span>
    </button>
  )
}

export interface Choice<V extends string> {
  readonly value: V
  readonly says: ReactNode
  readonly label?: string
}

/**
 * One of several. They wrap; `scrolls` keeps them in one line that can be pushed along, `joined` makes one
 * line of a few short words.
 */
export function Chips<V extends string>({
  label,
  choices,
  value,
  onChoose,
  line = 'wraps',
}: {
  readonly label: string
  readonly choices: readonly Choice<V>[]
  readonly value: V | null
  readonly onChoose: (value: V) => void
  readonly line?: 'wraps' | 'scrolls' | 'joined'
}) {
  return (
    <fieldset className={`chips ${line}`}>
      <legend className="spoken">{label}</legend>
      {choices.map(choice => (
        <Chip
          key={choice.value}
          on={choice.value === value}
          onPress={() => onChoose(choice.value)}
          {...(choice.label !== undefined && { label: choice.label })}
        >
          {choice.says}
        </Chip>
      ))}
    </fieldset>
  )
}
