import { SearchIcon } from './icons.ts'
import './Field.css'
import './SearchField.css'

export function SearchField({
  label,
  value,
  onChange,
  autoFocus = false,
}: {
  readonly label: string
  readonly value: string
  readonly onChange: (value: string) => void
  readonly autoFocus?: boolean
}) {
  return (
    <search className="search">
      <SearchIcon aria-hidden={true} />
      <input
        type="search"
        className="input"
        aria-label={label}
        placeholder="Search"
        autoComplete="off"
        enterKeyHint="search"
        value={value}
        // biome-ignore lint/a11y/noAutofocus: only where the golfer asked for the search.
        autoFocus={autoFocus}
        onChange={event => onChange(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' || event.key === 'Enter') event.currentTarget.blur()
        }}
      />
    </search>
  )
}
