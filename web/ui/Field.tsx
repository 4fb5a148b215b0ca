import { type ReactNode, useId } from 'react'
import { DownIcon, WarnIcon } from './icons.ts'
import './Field.css'

interface Labelled {
  readonly label: string
  /** Read aloud, not shown: where the place says what it is. */
  readonly labelHidden?: boolean
  readonly hint?: string
  readonly problem?: string | null
}

function Around({
  id,
  label,
  labelHidden,
  hint,
  problem,
  children,
}: Labelled & { readonly id: string; readonly children: ReactNode }) {
  return (
    <div className="field">
      <label htmlFor={id} className={labelHidden ? 'spoken' : undefined}>
        {label}
      </label>
      {children}
      {hint && (
        <p className="soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && (
        <p className="field-problem" id={`${id}-problem`} role="alert">
          <WarnIcon aria-hidden={true} />
          {problem}
        </p>
      )}
    </div>
  )
}

/** Ids of what describes the input, for aria-describedby. */
function describedBy(id: string, { hint, problem }: Labelled): string | undefined {
  return [hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(' ') || undefined
}

/** One line, or several with `lines`. */
export function Field({
  value,
  onChange,
  onEnter,
  type = 'text',
  placeholder,
  inputMode,
  lines = 1,
  autoFocus,
  enterKeyHint,
  suggestions,
  autoComplete = 'off',
  ...labelled
}: Labelled & {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onEnter?: () => void
  readonly type?: 'text' | 'search' | 'url' | 'date' | 'number' | 'email' | 'password'
  readonly placeholder?: string
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'url' | 'search'
  readonly lines?: number
  readonly autoFocus?: boolean
  readonly enterKeyHint?: 'done' | 'go' | 'search'
  readonly suggestions?: readonly string[]
  /** For a browser that keeps passwords. */
  readonly autoComplete?: 'off' | 'username' | 'current-password' | 'new-password' | 'one-time-code'
}) {
  const id = useId()
  const shared = {
    id,
    value,
    placeholder,
    inputMode,
    enterKeyHint,
    autoFocus,
    className: 'input',
    'aria-invalid': labelled.problem ? (true as const) : undefined,
    'aria-describedby': describedBy(id, labelled),
  }
  return (
    <Around id={id} {...labelled}>
      {lines > 1 ? (
        <textarea {...shared} rows={lines} onChange={event => onChange(event.currentTarget.value)} />
      ) : (
        <input
          {...shared}
          type={type}
          autoComplete={autoComplete}
          list={suggestions && `${id}-list`}
          onChange={event => onChange(event.currentTarget.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && onEnter) {
              event.preventDefault()
              onEnter()
            }
          }}
        />
      )}
      {suggestions && (
        <datalist id={`${id}-list`}>
          {suggestions.map(suggestion => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
    </Around>
  )
}

export function Select<V extends string>({
  value,
  choices,
  onChoose,
  ...labelled
}: Labelled & {
  readonly value: V
  readonly choices: readonly { readonly value: V; readonly says: string }[]
  readonly onChoose: (value: V) => void
}) {
  const id = useId()
  return (
    <Around id={id} {...labelled}>
      <div className="select">
        <select
          id={id}
          className="input"
          value={value}
          aria-describedby={describedBy(id, labelled)}
          onChange={event => {
            const chosen = choices.find(choice => choice.value === event.currentTarget.value)
            if (chosen) onChoose(chosen.value)
          }}
        >
          {choices.map(choice => (
            <option key={choice.value} value={choice.value}>
              {choice.says}
            </option>
          ))}
        </select>
        <DownIcon aria-hidden={true} />
      </div>
    </Around>
  )
}

export function Toggle({
  label,
  hint,
  on,
  onChange,
}: {
  readonly label: string
  readonly hint?: string
  readonly on: boolean
  readonly onChange: (on: boolean) => void
}) {
  return (
    <button type="button" role="switch" className="toggle" aria-checked={on} onClick={() => onChange(!on)}>
      <span className="toggle-says">
        {label}
        {hint && <small>{hint}</small>}
      </span>
      <span className="toggle-track">
        <i />
      </span>
    </button>
  )
}
