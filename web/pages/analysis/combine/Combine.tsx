import { useState } from 'react'
import { type CombineTest, classics } from '../../../../shared/golf/combine.ts'
import { localDate } from '../../../../shared/golf/dates.ts'
import { useDb, useLive } from '../../../db/react.tsx'
import { uuidv7 } from '../../../db/uuid.ts'
import { Button } from '../../../ui/Button.tsx'
import { useDisplay } from '../../../ui/display.ts'
import { LineButton, Lines } from '../../../ui/Line.tsx'
import { useAct } from '../../act.tsx'
import { useClubs } from '../../clubs.ts'
import { useParams } from '../../params.ts'
import { MakeTestSheet } from './MakeTestSheet.tsx'
import { Run } from './Run.tsx'
import { targetsSaid } from './targets.ts'

/** A test by distance to targets: one is begun, shots fill it as they come in, and the scores of all stand together. */
export function Combine() {
  const act = useAct()
  const db = useDb()
  const display = useDisplay()
  const clubs = useClubs()
  const [params, setParams] = useParams()
  const answer = useLive('combine', null)
  const [making, setMaking] = useState(false)
  if (!answer) return null
  const { tests, runs } = answer
  const shown = runs.find(({ id }) => id === params.get('run'))
  const begin = async ({ name, targets, each }: CombineTest) => {
    const date = localDate(new Date())
    // What was hit today before is no part of it.
    const before = await db.query('count', { filter: { from: date, to: date, excluded: false } })
    const kept_id = uuidv7()
    const value = { name, targets, each, date, after: before }
    const outcome = await act({ kind: 'keep', keeping: { of: 'run', kept_id, value } })
    if (outcome.ok) setParams({ run: kept_id })
  }
  if (shown) return <Run line={shown} others={runs} onBack={() => setParams({ run: null })} />
  const said = (test: CombineTest) => targetsSaid(test, id => clubs(id).short, display)
  return (
    <div className="stack">
      <p>
        Hit at one target after the other. Begin here, hit, add the report: each shot scores by how near it
        came, 100 at the target, 0 from a fifth of its distance away.
      </p>
      {runs.length > 0 && (
        <section aria-label="Results">
          <h2>Results</h2>
          <Lines>
            {runs.map(({ id, run, scored }) => (
              <LineButton
                key={id}
                under={`${display.date(run.date)}, ${scored.hit} of ${scored.of} shots`}
                onPress={() => setParams({ run: id })}
              >
                {run.name}: {scored.score === null ? 'waits for shots' : Math.round(scored.score)}
              </LineButton>
            ))}
          </Lines>
        </section>
      )}
      <section aria-label="Begin a test">
        <h2>Begin a test</h2>
        <Lines>
          {tests.map(({ id, value }) => (
            <LineButton key={id} under={said(value)} onPress={() => begin(value)}>
              {value.name}
            </LineButton>
          ))}
          {classics.map(test => (
            <LineButton key={test.name} under={test.says} onPress={() => begin(test)}>
              {test.name}
            </LineButton>
          ))}
        </Lines>
      </section>
      {tests.length > 0 && (
        <details className="behind">
          <summary>Tests of your own</summary>
          {tests.map(({ id, value }) => (
            <Button
              key={id}
              look="quiet"
              onPress={() => act({ kind: 'keep', keeping: { of: 'test', kept_id: id, value: null } })}
            >
              Put “{value.name}” away
            </Button>
          ))}
        </details>
      )}
      <Button wide onPress={() => setMaking(true)}>
        Make a test
      </Button>
      <p className="soft">Scored by our own rule: no score of another system compares with it.</p>
      <MakeTestSheet open={making} onClose={() => setMaking(false)} />
    </div>
  )
}
