import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Sheet } from '../../ui/Sheet.tsx'
import { ClubCondition, KindCondition, TagCondition } from '../Conditions.tsx'
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
  const clubs = bag?.filter(club => club.shots > 0) ?? []
  return (
    <Sheet open={open} title="Filter" onClose={onClose}>
      <KindCondition value={filter.kind} onChange={kind => onChange({ kind })} />
      {clubs.length > 0 && (
        <ClubCondition
          label="Club"
          clubs={clubs}
          value={filter.club_id}
          onChange={club => onChange({ club })}
        />
      )}
      <TagCondition value={filter.tag} onChange={tag => onChange({ tag })} />
      <Button look="main" wide onPress={onClose}>
        {found === undefined ? 'Show' : found === 1 ? 'Show 1 session' : `Show ${found} sessions`}
      </Button>
      <Button look="quiet" wide onPress={() => onChange({ club: null, kind: null, tag: null })}>
        Clear
      </Button>
    </Sheet>
  )
}
