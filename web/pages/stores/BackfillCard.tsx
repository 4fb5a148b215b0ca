import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'

/** Shots that an earlier parser has read, where there are any: what came later is filled. */
export function BackfillCard({ onPress }: { readonly onPress: () => void }) {
  const backfill = useLive('backfill', null)
  if (!backfill || backfill.sources.length + backfill.links.length === 0) return null
  const { rows, sources, links } = backfill
  return (
    <Card>
      <section className="stack" aria-label="Read by an earlier version">
        <p>
          {rows.toLocaleString('en')} {rows === 1 ? 'shot was' : 'shots were'} read by an earlier version of
          Rangebook, which knew fewer columns. Reading {rows === 1 ? 'it' : 'them'} again fills those, and
          touches nothing that you edited.
        </p>
        {links.length > 0 && (
          <p>
            {links.length === 1 ? 'One report is' : `${links.length.toLocaleString('en')} reports are`} not
            kept here: {links.length === 1 ? 'its link is' : 'their links are'} fetched again, and wait under
            Add.
          </p>
        )}
        <Button wide onPress={onPress}>
          {sources.length > 0 ? 'Read them again' : 'Fetch them again'}
        </Button>
      </section>
    </Card>
  )
}
