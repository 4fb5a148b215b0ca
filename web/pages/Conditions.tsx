import { groupKinds } from '../../shared/schema/rows.ts'
import type { ClubLine } from '../db/query.ts'
import { useLive } from '../db/react.tsx'
import { Chips } from '../ui/Chips.tsx'
import { ClubMark } from '../ui/club.tsx'

/** Conditions of a filter. What is chosen works at once, a second tap takes it back. */
interface Condition {
  readonly value: string | undefined
  readonly onChange: (value: string | null) => void
}

export function KindCondition({ value, onChange }: Condition) {
  return (
    <section>
      <h3>Kind</h3>
      <Chips
        label="Kind"
        value={value ?? null}
        onChoose={kind => onChange(kind === value ? null : kind)}
        choices={groupKinds.map(kind => ({ value: kind, says: kind }))}
      />
    </section>
  )
}

/** Nothing where no shot has a tag. */
export function TagCondition({ value, onChange }: Condition) {
  const tags = useLive('tags', null)
  if (!tags || tags.length === 0) return null
  return (
    <section>
      <h3>Tag</h3>
      <Chips
        label="Tag"
        value={value ?? null}
        onChoose={tag => onChange(tag === value ? null : tag)}
        choices={tags.map(({ tag }) => ({ value: tag, says: tag }))}
      />
    </section>
  )
}

/** The clubs that have shots. */
export function ClubCondition({
  label,
  clubs,
  value,
  onChange,
}: Condition & { readonly label: string; readonly clubs: readonly ClubLine[] }) {
  return (
    <section>
      <h3>{label}</h3>
      <Chips
        label={label}
        value={value ?? null}
        onChoose={club => onChange(club === value ? null : club)}
        choices={clubs.map(({ id, name, place }) => ({
          value: id,
          says: (
            <>
              <ClubMark place={place} />
              {name}
            </>
          ),
        }))}
      />
    </section>
  )
}
