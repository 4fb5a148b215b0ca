import { groupKinds } from '../../../shared/schema/rows.ts'
import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Chips } from '../../ui/Chips.tsx'
import { ClubMark } from '../../ui/club.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import type { SessionsFilter } from './filter.ts'

/** Club, kind and tag; what is chosen works at once, a second tap takes it back. */
export function FilterSheet({
  open,
  onClose,
  filter,
  found,
  onChange,
}: {
  readonly open: boolean
  readonly onClose: () => void
  readonly filter: SessionsFilter
  readonly found: number | undefined
  readonly onChange: (set: { readonly [name: string]: string | null }) => void
}) {
  const bag = useLive('bag', null)
  const tags = useLive('tags', null)
  const clubs = bag?.filter(club => club.shots > 0) ?? []
  return (
    <Sheet open={open} title="Filter" onClose={onClose}>
      <section>
        <h3>Kind</h3>
        <Chips
          label="Kind"
          value={filter.kind ?? null}
          onChoose={kind => onChange({ kind: kind === filter.kind ? null : kind })}
          choices={groupKinds.map(kind => ({ value: kind, says: kind }))}
        />
      </section>
      {clubs.length > 0 && (
        <section>
          <h3>Club</h3>
          <Chips
            label="Club"
            value={filter.club_id ?? null}
            onChoose={club => onChange({ club: club === filter.club_id ? null : club })}
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
      )}
      {tags && tags.length > 0 && (
        <section>
          <h3>Tag</h3>
          <Chips
            label="Tag"
            value={filter.tag ?? null}
            onChoose={tag => onChange({ tag: tag === filter.tag ? null : tag })}
            choices={tags.map(({ tag }) => ({ value: tag, says: tag }))}
          />
        </section>
      )}
      <Button look="main" wide onPress={onClose}>
        {found === undefined ? 'Show' : found === 1 ? 'Show 1 session' : `Show ${found} sessions`}
      </Button>
      <Button look="quiet" wide onPress={() => onChange({ club: null, kind: null, tag: null })}>
        Clear
      </Button>
    </Sheet>
  )
}
