import { Button } from '../../ui/Button.tsx'
import { Toggle } from '../../ui/Field.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { type ColumnId, columnIds, nameOf } from './columns.ts'

export function ColumnsSheet({
  open,
  columns,
  onClose,
  onChange,
}: {
  readonly open: boolean
  readonly columns: readonly ColumnId[]
  readonly onClose: () => void
  /** null: what the width has room for. */
  readonly onChange: (columns: readonly ColumnId[] | null) => void
}) {
  return (
    <Sheet open={open} title="Columns" onClose={onClose}>
      <div>
        {columnIds
          .filter(id => id !== 'number')
          .map(id => (
            <Toggle
              key={id}
              label={nameOf(id).label}
              on={columns.includes(id)}
              onChange={on => onChange(columnIds.filter(one => (one === id ? on : columns.includes(one))))}
            />
          ))}
      </div>
      <Button look="main" wide onPress={onClose}>
        Done
      </Button>
      <Button look="quiet" wide onPress={() => onChange(null)}>
        As the screen has room
      </Button>
    </Sheet>
  )
}
