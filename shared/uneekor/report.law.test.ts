/** Laws of the parser, over any JSON and over real payloads that were mutilated. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseReport } from './report.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
type JsonObject = { [key: string]: Json }

const text = readFileSync(new URL('../../tests/fixtures/uneekor-report-part.json', import.meta.url), 'utf8')
const fixture = () => JSON.parse(text) as (JsonObject & { shots: JsonObject[] })[]

const report_id = '41511'

test('any JSON gets an answer', () => {
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue()), fc.anything()), json => {
      expect(['report', 'empty_report', 'not_a_report']).toContain(parseReport(json, { report_id }).kind)
    }),
    { numRuns: 500 },
  )
})

/** Groups with shots, each field there, absent, or anything. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constantFrom<Json>(99999, '99999', '', 'Y', 'N', '2025-12-26', -1, 2 ** 60, '12345678901234567890'),
)
const fields = Object.keys(fixture()[0]?.shots[0] ?? {})
const anyShot = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(Object.fromEntries(fields.map(f => [f, anyValue])), { requiredKeys: [] }),
  },
  { weight: 1, arbitrary: anyValue },
)
const anyGroup = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record(
      { id: fc.oneof(fc.nat(3), anyValue), shots: fc.array(anyShot, { maxLength: 6 }), name: anyValue },
      { requiredKeys: ['shots'] },
    ),
  },
  { weight: 1, arbitrary: anyValue },
)

/** One to twenty wounds: a field of some group or shot takes another value, goes, or a piece comes twice. */
const wounds = fc.array(
  fc.record({
    group: fc.nat(1),
    shot: fc.option(fc.nat(12), { nil: null }),
    field: fc.constantFrom(...fields, 'report_id', 'client_created_date', 'name', 'club_name', 'shots'),
    value: anyValue,
    how: fc.constantFrom('set', 'drop', 'repeat', 'replace'),
  }),
  { minLength: 1, maxLength: 20 },
)

const mutilated = wounds.map(list => {
  const json: Json[] = fixture()
  for (const { group: g, shot: s, field, value, how } of list) {
    const group = json[g]
    if (group === null || typeof group !== 'object' || Array.isArray(group)) continue
    const shots = group['shots']
    const home = s === null ? json : shots
    const at = s ?? g
    if (!Array.isArray(home) || home[at] === undefined) continue
    const piece = home[at]
    if (how === 'replace') home[at] = value
    else if (how === 'repeat') home.push(structuredClone(piece))
    else if (piece !== null && typeof piece === 'object' && !Array.isArray(piece)) {
      if (how === 'set') piece[field] = value
      else delete piece[field]
    }
  }
  return json
})

const payloads = fc.oneof(mutilated, fc.array(anyGroup, { maxLength: 4 }) as fc.Arbitrary<Json[]>)

/** Places of all shots of a payload, by the parser's own paths. */
function shotPaths(payload: readonly Json[]): string[] {
  return payload.flatMap((group, g) => {
    const shots = group !== null && typeof group === 'object' && !Array.isArray(group) ? group['shots'] : null
    return Array.isArray(shots) ? shots.map((_, s) => `[${g}].shots[${s}]`) : []
  })
}

test('every shot comes in once, or repeats one that did, or is set aside with a reason', () => {
  fc.assert(
    fc.property(payloads, payload => {
      const result = parseReport(payload, { report_id })
      const paths = shotPaths(payload)
      if (result.kind !== 'report') {
        expect(paths).toEqual([])
        return
      }
      const aside = new Set(result.setAside.map(s => s.path))
      expect(aside.size).toBe(result.setAside.length)
      const shotsAside = paths.filter(path => aside.has(path))
      expect(result.shots.length + result.repeated + shotsAside.length).toBe(paths.length)
      expect(new Set(result.shots.map(s => s.id)).size).toBe(result.shots.length)
      for (const { reason, raw } of result.setAside) {
        expect(reason.length).toBeGreaterThan(5)
        expect(raw.length).toBeLessThanOrEqual(4096)
        JSON.parse(raw)
      }
    }),
    { numRuns: 500 },
  )
})

test('nothing is invented: every number and text stood in the payload', () => {
  fc.assert(
    fc.property(payloads, payload => {
      const result = parseReport(payload, { report_id })
      if (result.kind !== 'report') return
      const numbers = new Set<number>()
      const walk = (value: Json): void => {
        if (typeof value === 'number') numbers.add(value === 0 ? 0 : value)
        else if (typeof value === 'string') numbers.add(Number(value) === 0 ? 0 : Number(value))
        else if (value !== null && typeof value === 'object') Object.values(value).forEach(walk)
      }
      walk(payload)
      const invented = result.shots.flatMap(shot =>
        Object.entries(shot).filter(
          ([column, value]) =>
            /_(mps|m|deg|rpm|mm|s)$/.test(column) &&
            value !== null &&
            !(numbers.has(Number(value)) && Math.abs(Number(value)) < 99_990),
        ),
      )
      expect(invented).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('each shot has its group, each used session its group, and ids are built from the source', () => {
  fc.assert(
    fc.property(payloads, payload => {
      const result = parseReport(payload, { report_id })
      if (result.kind !== 'report') return
      const groups = new Map(result.groups.map(g => [g.id, g]))
      const sessions = new Set(result.sessions.map(s => s.id))
      for (const shot of result.shots) {
        const group = groups.get(shot.group_id ?? '')
        expect(shot.id.startsWith(`${shot.group_id}_`)).toBe(true)
        expect(sessions).toContain(group?.default_session_id)
      }
      for (const s of result.sessions) expect(s.id).toBe(`${report_id}:${s.practice_date ?? 'unknown'}`)
    }),
  )
})

test('a payload read twice gives the same; its order only moves rows', () => {
  fc.assert(
    fc.property(mutilated, payload => {
      const once = parseReport(payload, { report_id })
      expect(parseReport(structuredClone(payload), { report_id })).toEqual(once)
    }),
    { numRuns: 50 },
  )
})

// No clock: a quadratic parser would run into the test's own limit of a minute.
test('100,000 shots are all read, and a million broken ones are all set aside', () => {
  const real = fixture()[0]?.shots[0] ?? {}
  const shots = Array.from({ length: 100_000 }, (_, i) => ({ ...real, id: i }))
  const result = parseReport([{ id: 1, shots }], { report_id })
  expect(result.kind === 'report' && result.shots.length).toBe(100_000)
  const broken = parseReport([{ id: 1, shots: Array.from({ length: 1_000_000 }, () => 7) }], { report_id })
  expect(broken.kind === 'report' && broken.setAside.length).toBe(1_000_000)
})
