import { RestoreIcon } from '../../ui/icons.ts'

/** One file, by the device's own chooser. No kinds are named: iOS would grey out what it does not know. */
export function ChooseFile({
  children,
  disabled,
  look = 'main',
  onChoose,
}: {
  readonly children: string
  readonly disabled?: boolean
  readonly look?: 'main' | 'plain'
  readonly onChoose: (file: File) => void
}) {
  return (
    <label className={`button ${look} wide choose-file`}>
      <RestoreIcon aria-hidden={true} />
      <span>{children}</span>
      <input
        type="file"
        className="spoken"
        disabled={disabled}
        onChange={event => {
          const [file] = event.currentTarget.files ?? []
          // The same file chosen again is a choice too.
          event.currentTarget.value = ''
          if (file) onChoose(file)
        }}
      />
    </label>
  )
}
