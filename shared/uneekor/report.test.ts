import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { ParsedReport } from './facts.ts'
import { parseReport, reportIdOf } from './report.ts'

const fixture = () =>
  JSON.parse(readFileSync(new URL('../../tests/fixtures/uneekor-report-part.json', import.meta.url), 'utf8'))

function parsed(json: unknown, report_id = '41511'): ParsedReport {
  const result = parseReport(json, { report_id })
  if (result.kind !== 'report') throw new Error(result.says)
  return result
}

const shot = (fields: object = {}) => ({ id: 7, session_id: 5, ball_speed: 50, ...fields })
const group = (shots: unknown, fields: object = {}) => ({
  id: 5,
  report_id: 41511,
  client_created_date: '2025-12-26',
  club_name: 'IRON7',
  shots,
  ...fields,
})
const oneShot = (fields: object) => parsed([group([shot(fields)])])

describe('missing', () => {
  test.each([99999, '99999', '99999.00', -99999, 99990, 1e300, '', ' ', null, undefined])(
    '%j is null in every measure, before anything is converted',
    missing => {
      const [read] = oneShot({ carry_distance: missing, impact_x: missing, attack_angle: missing }).shots
      expect([read?.carry_m, read?.impact_x_mm, read?.attack_deg]).toEqual([null, null, null])
    },
  )

  test('the impact of the page is missing where its formula met 99999', () => {
    const [read] = oneShot({ optix_x: '-1666.64', optix_y: '1666.55' }).shots
    expect([read?.optix_x, read?.optix_y]).toEqual([null, null])
    const [there] = oneShot({ optix_x: '-0.02333333', optix_y: '-1.490116E-09' }).shots
    expect([there?.optix_x, there?.optix_y]).toEqual([-0.02333333, -1.490116e-9])
  })

  test('a measured 0 stays 0, and -0 is 0', () => {
    const [read] = oneShot({ impact_x: 0, side_distance: -0, club_path: '0' }).shots
    expect([read?.impact_x_mm, read?.club_path_deg]).toEqual([0, 0])
    expect(Object.is(read?.side_m, 0)).toBe(true)
  })
})

describe('types', () => {
  test('numbers may come as strings', () => {
    const [read] = oneShot({ id: '7', ball_speed: '53.40', side_angle: ' -0.74 ', back_spin: '6e3' }).shots
    expect([read?.id, read?.ball_speed_mps, read?.launch_direction_deg, read?.back_spin_rpm]).toEqual([
      '41511_5_7',
      53.4,
      -0.74,
      6000,
    ])
  })

  test.each([
    ['ball_speed', {}],
    ['ball_speed', []],
    ['ball_speed', true],
    ['carry_distance', 'far'],
    ['carry_distance', '1,5'],
    ['carry_distance', '0x10'],
    ['impact_x', 'Infinity'],
    ['type', { a: 1 }],
    ['is_deleted', 'perhaps'],
    ['show', { type: 'Buffer', data: ['1'] }],
    ['client_shot_id', { a: 1 }],
    ['created', [1]],
  ])('a shot whose %s is %j is set aside and named; the next one comes in', (name, value) => {
    const report = parsed([group([shot({ [name]: value }), shot({ id: 8 })])])
    expect(report.shots.map(s => s.id)).toEqual(['41511_5_8'])
    expect(report.setAside).toHaveLength(1)
    expect(report.setAside[0]?.path).toBe('[0].shots[0]')
    expect(report.setAside[0]?.reason).toContain(`“${name}”`)
    expect(JSON.parse(report.setAside[0]?.raw ?? '')).toEqual(shot({ [name]: value }))
  })

  test('an upload time that is none costs the time, not the shot', () => {
    const report = oneShot({ created: 'yesterday', client_shot_id: 'x' })
    expect([report.shots[0]?.uploaded_at, report.shots[0]?.client_shot_id]).toEqual([null, null])
    expect(report.warnings.map(w => w.kind)).toEqual(['field_dropped', 'field_dropped'])
  })

  test('a field of the group that can not be read costs none of its shots', () => {
    const report = parsed([group([shot()], { name: { html: 1 }, color: [], show: 'x' })])
    expect([report.shots.length, report.groups[0]?.label]).toEqual([1, null])
    expect(report.warnings).toHaveLength(3)
  })

  test('scripts in names are text, and a NUL is no part of one', () => {
    const report = parsed([group([shot()], { name: ' <script>alert(1)</script>\u0000 ' })])
    expect(report.groups[0]?.label).toBe('<script>alert(1)</script>')
  })

  test('__proto__ and constructor are fields like any other', () => {
    const json = JSON.parse(
      '[{"id":5,"__proto__":{"id":6,"ball_speed":1},"constructor":1,"shots":[{"id":7,"__proto__":{"ball_speed":9}}]}]',
    )
    const report = parsed(json)
    expect(report.shots.map(s => [s.id, s.ball_speed_mps])).toEqual([['41511_5_7', null]])
    expect(Object.hasOwn(Object.prototype, 'ball_speed')).toBe(false)
  })

  test('a field nested a hundred thousand deep is set aside, cut at 4 KB', () => {
    let deep: unknown = 1
    for (let i = 0; i < 100_000; i++) deep = [deep]
    const report = parsed([group([shot({ apex: deep }), shot({ id: 8, type: { long: 'é'.repeat(9000) } })])])
    expect(report.setAside).toHaveLength(2)
    for (const { raw } of report.setAside) {
      expect(new TextEncoder().encode(raw).length).toBeLessThanOrEqual(4096)
      expect(typeof JSON.parse(raw)).toBe('string')
    }
  })
})

describe('what the source deleted or hid', () => {
  test.each([
    ['a shot deleted', { is_deleted: 'Y' }, {}, 1],
    ['a shot hidden', { show: { type: 'Buffer', data: [0] } }, {}, 1],
    ['its group deleted', {}, { is_deleted: 'Y' }, 1],
    ['its group hidden', {}, { show: { type: 'Buffer', data: [0] } }, 1],
    ['neither', { is_deleted: 'N', show: { type: 'Buffer', data: [1] } }, { is_deleted: 'N' }, 0],
    ['nothing said', {}, {}, 0],
  ])('%s: it comes in, excluded by guess', (_, shotFields, groupFields, excluded) => {
    const report = parsed([group([shot(shotFields)], groupFields)])
    expect(report.shots.map(s => s.excluded)).toEqual([excluded])
  })
})

describe('identity', () => {
  test('a shot twice comes once, the later one', () => {
    const report = parsed([group([shot({ apex: 1 }), shot({ apex: 2 }), shot({ id: 8 })])])
    expect(report.shots.map(s => [s.id, s.apex_m])).toEqual([
      ['41511_5_7', 2],
      ['41511_5_8', null],
    ])
    expect([report.repeated, report.warnings.map(w => w.kind)]).toEqual([1, ['shot_twice']])
  })

  test('a number past 2^53 is set aside: JSON lost its digits; as a string it is exact', () => {
    const json = JSON.parse('[{"id":5,"shots":[{"id":90071992547409931},{"id":"90071992547409931"}]}]')
    const report = parsed(json)
    expect(report.shots.map(s => s.id)).toEqual(['41511_5_90071992547409931'])
    expect(report.setAside[0]?.reason).toContain('too large to be read exactly')
  })

  test.each([0.5, -1, 'abc', '12a', true, {}, [], null, undefined, ''])('no shot comes of the id %j', id => {
    const report = parsed([group([shot({ id }), shot({ id: 8 })])])
    expect(report.shots.map(s => s.id)).toEqual(['41511_5_8'])
    expect(report.setAside[0]?.reason).toContain('“id”')
  })

  test('a group without an id is known by its shots, if they agree', () => {
    const report = parsed([group([shot(), shot({ id: 8 })], { id: null })])
    expect(report.groups[0]?.id).toBe('41511_5')
    expect(report.warnings.map(w => w.kind)).toEqual(['group_id_from_shots'])
  })

  test('and if they do not, each of them is set aside', () => {
    const report = parsed([group([shot(), shot({ id: 8, session_id: 6 })], { id: null })])
    expect(report.setAside.map(s => s.path)).toEqual(['[0].shots[0]', '[0].shots[1]'])
    expect(report.groups).toEqual([])
  })

  test('a report that names another number than its link is read under the link’s, and says so', () => {
    const report = parsed([group([shot()], { report_id: 9 })])
    expect(report.shots[0]?.id).toBe('41511_5_7')
    expect(report.warnings.map(w => w.kind)).toEqual(['other_report'])
  })

  test('a saved file says whose report it is, if it says one thing', () => {
    expect(reportIdOf(fixture())).toBe('41511')
    expect(reportIdOf([group([]), group([], { report_id: 9 })])).toBe(null)
    expect(reportIdOf({ report_id: 1 })).toBe(null)
  })
})

describe('practice date', () => {
  test.each([
    undefined,
    null,
    '',
    '0000-00-00',
    '2025-02-30',
    '26.12.2025',
    '2025-12-26T05:00:00Z',
    20251226,
    {},
  ])('%j is none: the session waits for one, and upload time never stands in', client_created_date => {
    const report = parsed([group([shot()], { client_created_date, created: '2025-12-27T02:30:13.000Z' })])
    expect(report.groups[0]?.source_date).toBe(null)
    expect(report.sessions).toEqual([{ id: '41511:unknown', report_id: '41511', practice_date: null }])
    expect(report.warnings.map(w => w.kind)).toEqual(['no_date'])
  })

  test.each(['2025-12-26', ' 2025-12-26 ', '2025-12-26T00:00:00.000Z', '2025-12-26 00:00:00'])(
    '%j is 26 December, whatever the time zone',
    client_created_date => {
      expect(parsed([group([shot()], { client_created_date })]).sessions[0]?.practice_date).toBe('2025-12-26')
    },
  )

  test('two dates in one report are two sessions; a group without shots makes none', () => {
    const report = parsed([
      group([shot()]),
      group([shot({ id: 8 })], { id: 6, client_created_date: '2025-12-27' }),
      group([], { id: 9, client_created_date: '2025-12-28' }),
    ])
    expect(report.sessions.map(s => s.id)).toEqual(['41511:2025-12-26', '41511:2025-12-27'])
    expect(report.groups).toHaveLength(3)
  })
})

describe('no report', () => {
  test.each([[[]], [[group([])]], [[group(null), group(undefined, { id: 6 })]]])(
    '%j may be empty, deleted, or locked by a wrong key, and all three are said',
    json => {
      const result = parseReport(json, { report_id: '1' })
      expect(result.kind).toBe('empty_report')
      if (result.kind === 'report') return
      expect(result.says).toMatch(/empty.*deleted.*key/)
    },
  )

  test.each([
    null,
    undefined,
    0,
    'text',
    '<!doctype html>',
    {},
    { error: 'no' },
    [1, 2],
    [null],
    [[]],
    [{ name: 'ballimpact', image: '/x.jpg' }],
  ])('%j is not a report at all', json => {
    expect(parseReport(json, { report_id: '1' }).kind).toBe('not_a_report')
  })

  test('a report whose every group is broken is no empty one: what came is set aside', () => {
    const report = parsed([group({ length: 3 }), 7])
    expect(report.setAside.map(s => [s.path, s.reason])).toEqual([
      ['[0]', 'the group’s “shots” is not a list'],
      ['[1]', 'the group is not an object'],
    ])
  })
})
