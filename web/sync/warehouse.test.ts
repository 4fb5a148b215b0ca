import { expect, test } from 'vitest'
import { fillWarehouse, warehouseOf } from './warehouse.ts'

const signal = new AbortController().signal
const every = { cloud_id: '3e4666bf-d5e5-4aa7-b8ce-cefe41c7568a', schema_version: 1, now_ms: 1 }
const holds = {
  schema_version: 1,
  newest_date: '2026-01-02',
  tables: { shots: { rows: 2, filled: { carry_m: 1 } } },
}

/** A server that answers so; `filled_ms` is the cloud's word. */
function server(
  answers: { readonly [path: string]: readonly [status: number, text: string] },
  filled_ms: number | null = 1,
) {
  const asked: string[] = []
  return {
    asked,
    cloud: { warehouseHolds: async () => ({ ...every, kind: 'warehouse' as const, filled_ms }) },
    door: {
      token: async () => 'token',
      fetch: async (path: unknown) => {
        asked.push(String(path))
        const [status, text] = answers[String(path)] ?? [404, '{"says":"Nothing there.","cure":""}']
        return new Response(text, { status })
      },
      signal,
    },
  }
}

test('what it holds, and how much waits; where none was ever filled, nobody is asked', async () => {
  const { door, cloud } = server({
    '/api/warehouse': [200, '{"kind":"duckdb","running":false,"runs":[],"waiting":3,"schedule":null}'],
    '/api/warehouse/holds': [200, JSON.stringify({ holds })],
  })
  expect(await warehouseOf(door, cloud)).toEqual({ holds, waiting: 3 })
  const none = server({}, null)
  expect(await warehouseOf(none.door, none.cloud)).toBeNull()
  expect(none.asked).toEqual([])
})

test('another server’s warehouse is none of ours; one that fails says why', async () => {
  const refused = '{"says":"Sign in first.","cure":""}'
  const other = server({ '/api/warehouse': [401, refused], '/api/warehouse/holds': [401, refused] })
  expect(await warehouseOf(other.door, other.cloud)).toBeNull()
  const down = server({ '/api/warehouse': [503, '{"says":"It is full.","cure":"Make room."}'] })
  await expect(warehouseOf(down.door, down.cloud)).rejects.toMatchObject({
    problem: { says: 'It is full. Make room.' },
  })
})

test.each([
  [
    '{"kind":"planned","rows":{}}\n{"kind":"progress","moved":1,"of":2,"rows_per_s":1,"left_s":1}\n{"kind":"ended","result":"done","told":{"moved":{}}}\n',
    null,
  ],
  [
    '{"kind":"too_soon","run":{}}\n',
    'The warehouse was filled a moment ago. It can be again in five minutes.',
  ],
  [
    '{"kind":"planned","rows":{}}\n{"kind":"failed","problem":"bug","says":"A mistake.","cure":"Again."}\n',
    'A mistake. Again.',
  ],
  [
    '{"kind":"planned","rows":{}}\n{"kind":"progr',
    'The warehouse’s answer was cut off. What came there stays; try again.',
  ],
])('a run that ends with %j', async (text, says) => {
  const seen: object[] = []
  const { door } = server({ '/api/warehouse/sync': [200, text] })
  const filling = fillWarehouse(door, progress => seen.push(progress))
  if (says === null) {
    await filling
    expect(seen).toEqual([{ done: 1, of: 2 }])
  } else await expect(filling).rejects.toMatchObject({ problem: { says } })
})
