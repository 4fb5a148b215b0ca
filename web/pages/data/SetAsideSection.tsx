import { useLive } from '../../db/react.tsx'
import { Button } from '../../ui/Button.tsx'
import { useAct } from '../act.tsx'

/** Shots that could not be read, each with its reason: never dropped in silence. */
export function SetAsideSection() {
  const act = useAct()
  const pieces = useLive('set_aside', null)
  if (!pieces || pieces.length === 0) return null
  const ids = pieces.map(({ id }) => id)
  return (
    <section aria-labelledby="set-aside">
      <h2 id="set-aside">Set aside: {pieces.length.toLocaleString('en')}</h2>
      <p className="set-aside-says">
        These could not be read. The others of their reports and files are in your history; these are read
        again when Rangebook has learned to.
      </p>
      <ul className="set-aside-list">
        {pieces.map(({ id, report_id, path, reason, raw }) => (
          <li key={id}>
            <p>{reason}</p>
            <p className="soft">{report_id.startsWith('file:') ? path : `Report ${report_id}, ${path}`}</p>
            <details>
              <summary>As it came</summary>
              <pre>{raw}</pre>
            </details>
            <div className="set-aside-actions">
              <Button look="quiet" onPress={() => act({ kind: 'retry_set_aside', ids: [id] })}>
                Read again<span className="spoken"> {path}</span>
              </Button>
              <Button look="quiet" onPress={() => act({ kind: 'discard_set_aside', ids: [id] })}>
                Discard<span className="spoken"> {path}</span>
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {pieces.length > 1 && (
        <Button wide onPress={() => act({ kind: 'retry_set_aside', ids })}>
          Read all again
        </Button>
      )}
    </section>
  )
}
