import { useEffect, useMemo, useState } from 'react'
import { catalogue } from '../../../../shared/schema/catalogue.ts'
import { type ConsoleAnswer, openConsole } from '../../../db/console.ts'
import { useDb, useLive } from '../../../db/react.tsx'
import { uuidv7 } from '../../../db/uuid.ts'
import { Button } from '../../../ui/Button.tsx'
import { Card } from '../../../ui/Card.tsx'
import { Chips } from '../../../ui/Chips.tsx'
import { Field } from '../../../ui/Field.tsx'
import { useAct } from '../../act.tsx'
import { useParams } from '../../params.ts'
import { Behind } from '../Behind.tsx'
import { Plot } from '../chart/Plot.tsx'
import { endsOfMost } from '../chart/plane.ts'
import { EXAMPLES } from './examples.ts'

const HEIGHT_PX = 280

/** The golfer's own question, read only, on a copy of the database; it stands in the address, to be kept. */
export function Sql() {
  const db = useDb()
  const [params, setParams] = useParams()
  const [text, setText] = useState(params.get('sql') ?? EXAMPLES[0].sql)
  const [answer, setAnswer] = useState<ConsoleAnswer | null>(null)
  const [running, setRunning] = useState(false)
  const saved = useLive('questions', null) ?? []
  const own = saved.find(({ value }) => value.sql === text)
  const act = useAct()
  const [name, setName] = useState<string | null>(null)
  const console = useMemo(() => openConsole(() => db.exportFile()), [db])
  useEffect(() => console.stop, [console])
  const run = async () => {
    setParams({ sql: text })
    setRunning(true)
    setAnswer(await console.ask(text))
    setRunning(false)
  }
  const save = async () => {
    if (!name?.trim()) return
    const value = { name: name.trim(), sql: text }
    const outcome = await act({ kind: 'keep', keeping: { of: 'question', kept_id: uuidv7(), value } })
    if (outcome.ok) setName(null)
  }
  return (
    <>
      {saved.length > 0 && (
        <Chips
          label="Saved"
          line="scrolls"
          value={own?.id ?? null}
          onChoose={id => setText(saved.find(one => one.id === id)?.value.sql ?? text)}
          choices={saved.map(({ id, value }) => ({ value: id, says: value.name }))}
        />
      )}
      <Chips
        label="Examples"
        line="scrolls"
        value={EXAMPLES.find(({ sql }) => sql === text)?.says ?? null}
        onChoose={says => setText(EXAMPLES.find(example => example.says === says)?.sql ?? text)}
        choices={EXAMPLES.map(({ says }) => ({ value: says, says }))}
      />
      <div className="sql">
        <Field
          label="SQL"
          value={text}
          onChange={setText}
          lines={8}
          hint="SQLite, read only. Lengths in m, speeds in m/s. Save it, or bookmark it: the address has it."
        />
      </div>
      <div className="row">
        <Button look="main" disabled={running || text.trim() === ''} onPress={run}>
          Run
        </Button>
        {running && (
          <Button look="quiet" onPress={console.stop}>
            Stop
          </Button>
        )}
        {own ? (
          <Button
            look="quiet"
            onPress={() => act({ kind: 'keep', keeping: { of: 'question', kept_id: own.id, value: null } })}
          >
            Forget “{own.value.name}”
          </Button>
        ) : (
          name === null && (
            <Button look="quiet" disabled={text.trim() === ''} onPress={() => setName('')}>
              Save it
            </Button>
          )
        )}
        <span className="soft" role="status">
          {running ? 'Running…' : answer?.kind === 'rows' ? saidOf(answer) : ''}
        </span>
      </div>
      {name !== null && !own && (
        <div className="ask-dates">
          <Field label="Name of the question" value={name} onChange={setName} onEnter={save} autoFocus />
          <Button disabled={name.trim() === ''} onPress={save}>
            Save
          </Button>
        </div>
      )}
      {answer?.kind === 'problem' && <p role="alert">{answer.says}</p>}
      {answer?.kind === 'rows' && <Rows answer={answer} />}
      <details className="behind">
        <summary>Tables and columns</summary>
        <p className="soft">
          Begin with placed_shots: every shot in its session (at_session), with its club (at_club),
          practice_date and kind resolved; live = not in the trash. Besides, all columns of shots.
        </p>
        {(['shots', 'sessions', 'groups', 'clubs'] as const).map(table => (
          <div key={table}>
            <h3>{table}</h3>
            <dl className="sql-columns">
              {Object.entries(catalogue[table].columns).map(([name, { means }]) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{means}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
      </details>
    </>
  )
}

type RowsAnswer = Extract<ConsoleAnswer, { kind: 'rows' }>

function saidOf({ rows, more, ms }: RowsAnswer): string {
  return `${more ? 'The first ' : ''}${rows.length.toLocaleString('en')} ${rows.length === 1 ? 'row' : 'rows'}, ${Math.round(ms)} ms`
}

/** As a table; two columns of numbers are a picture as well. */
function Rows({ answer: { columns, rows } }: { readonly answer: RowsAnswer }) {
  const points = useMemo(() => {
    if (columns.length !== 2 || rows.length < 3) return []
    return rows.flatMap(([x, y], i) =>
      typeof x === 'number' && typeof y === 'number' ? [{ id: `${i}`, x, y, series: 0, out: false }] : [],
    )
  }, [columns, rows])
  if (rows.length === 0) return <p>It ran, and found nothing.</p>
  return (
    <>
      {points.length > 2 && (
        <Card>
          <Plot
            says={`${columns[1]} against ${columns[0]}, ${points.length} points`}
            points={points}
            series={[{ color: 'var(--c1)', shape: 'circle' }]}
            x={{
              ...endsOfMost(
                points.map(({ x }) => x),
                1,
              ),
              says: String,
            }}
            y={{
              ...endsOfMost(
                points.map(({ y }) => y),
                1,
              ),
              says: String,
            }}
            height={HEIGHT_PX}
          />
        </Card>
      )}
      <Behind
        name="query"
        caption={columns.join(', ')}
        open
        columns={columns}
        rows={rows.map(row => row.map(cell => (cell === null ? '–' : String(cell))))}
      />
    </>
  )
}
