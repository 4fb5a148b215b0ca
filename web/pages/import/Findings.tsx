import type { ImportPreview } from '../../db/query.ts'
import { Card } from '../../ui/Card.tsx'
import { DownIcon } from '../../ui/icons.ts'
import { lacksSaid, otherLacksSaid } from './words.ts'

/** What the report lacks, what looks wrong in it, and what of it could not be read: said, never asked. */
export function Findings({ preview }: { readonly preview: ImportPreview }) {
  const { shots, missing, doubts, warnings, set_aside } = preview
  const [lack, ...others] = lacksSaid(missing, shots.total)
  const rest = otherLacksSaid(others)
  return (
    <>
      {warnings.map(says => (
        <Card key={says}>
          <p>{says}</p>
        </Card>
      ))}
      {lack && (
        <Card>
          <p>
            {lack.says} {lack.so}
          </p>
          {rest && <p className="soft">{rest}</p>}
        </Card>
      )}
      {doubts.map(({ says, shot_ids }) => (
        <Card key={says + shot_ids[0]}>
          <p>{says}</p>
          <p className="soft">Kept in. Leave them out later if you wish.</p>
        </Card>
      ))}
      {shots.purged > 0 && (
        <Card>
          <p>
            {shots.purged === 1 ? '1 shot was' : `${shots.purged.toLocaleString('en')} shots were`} deleted
            for good here, and {shots.purged === 1 ? 'stays' : 'stay'} out.
          </p>
        </Card>
      )}
      <SetAsideCard set_aside={set_aside} each="piece" />
    </>
  )
}

export function SetAsideCard({
  set_aside,
  each,
}: {
  readonly set_aside: ImportPreview['set_aside']
  readonly each: 'piece' | 'row'
}) {
  const n = set_aside.length
  if (n === 0) return null
  return (
    <Card>
      <details className="set-aside">
        <summary>
          <span>
            {n === 1 ? `1 ${each}` : `${n.toLocaleString('en')} ${each}s`} could not be read. Set aside, and
            lost to nobody.
          </span>
          <DownIcon aria-hidden={true} />
        </summary>
        <ul>
          {set_aside.map(({ path, reason }) => (
            <li key={path}>
              {path}: {reason}
            </li>
          ))}
        </ul>
      </details>
    </Card>
  )
}
