import { Sheet } from '../ui/Sheet.tsx'

const KEYS = [
  ['/', 'Search your sessions'],
  ['j  k', 'Next, previous in a list'],
  ['Enter', 'Open'],
  ['x', 'Select, or take out of the selection'],
  ['d', 'Delete what is selected'],
  ['e', 'Leave out of the figures, or take in again'],
  ['← →', 'Previous, next shot'],
  ['u', 'Undo'],
  ['U', 'Redo'],
  ['Esc', 'Close, end the selection'],
  ['?', 'These keys'],
] as const

export function KeysSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet open={open} title="Keys" onClose={onClose}>
      <dl className="keys">
        {KEYS.map(([key, does]) => (
          <div key={key}>
            <dt>
              {key.split('  ').map(one => (
                <kbd key={one}>{one}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  )
}
