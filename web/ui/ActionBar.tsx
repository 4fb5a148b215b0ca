import type { ComponentType, ReactNode } from 'react'
import { Button } from './Button.tsx'
import { CloseIcon } from './icons.ts'
import './ActionBar.css'

/** What can be done with a selection: over the bottom bar, under the thumb. */
export function ActionBar({
  says,
  onClear,
  extra,
  children,
}: {
  readonly says: string
  readonly onClear: () => void
  /** Beside the words: "all", "by measure". */
  readonly extra?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <>
      <div className="action-bar-room" />
      <section className="action-bar" aria-label="Selection">
        <div className="action-bar-head">
          <strong aria-live="polite">{says}</strong>
          {extra}
          <Button look="quiet" icon={CloseIcon} iconOnly onPress={onClear}>
            End the selection
          </Button>
        </div>
        <Actions>{children}</Actions>
      </section>
    </>
  )
}

/** What can be done, side by side: an icon with its word each. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className="actions">{children}</div>
}

export function Action({
  icon: Icon,
  onPress,
  disabled,
  children,
}: {
  readonly icon: ComponentType<{ 'aria-hidden': true }>
  readonly onPress: () => void
  readonly disabled?: boolean
  readonly children: ReactNode
}) {
  return (
    <button type="button" className="action" disabled={disabled} onClick={onPress}>
      <Icon aria-hidden={true} />
      <span>{children}</span>
    </button>
  )
}
