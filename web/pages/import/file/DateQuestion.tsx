import { Card } from '../../../ui/Card.tsx'
import { Chip } from '../../../ui/Chips.tsx'
import { Field } from '../../../ui/Field.tsx'

interface Props {
  /** YYYY-MM-DD; empty = not known; null = not said yet. */
  readonly value: string | null
  readonly today: string
  readonly isOpen: boolean
  readonly onAnswer: (date: string) => void
}

/** Neither the rows nor the name of the file have a date. */
export function DateQuestion({ value, today, isOpen, onAnswer }: Props) {
  return (
    <Card>
      <div className="date-question" id="file-date" tabIndex={-1}>
        <Field
          label="When were these shots hit? The file does not say."
          type="date"
          value={value ?? ''}
          problem={isOpen && value === null ? 'Say this first. It can be changed later.' : null}
          onChange={onAnswer}
        />
        <div className="chips wraps">
          <Chip on={value === today} onPress={() => onAnswer(today)}>
            Today
          </Chip>
          <Chip on={value === ''} onPress={() => onAnswer('')}>
            I don’t know
          </Chip>
        </div>
      </div>
    </Card>
  )
}
