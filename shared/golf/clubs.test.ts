import { describe, expect, test } from 'vitest'
import { type BagClub, clubOfCode, codeOfClubId, compareClubs, decodeClub, needsQuestion } from './clubs.ts'

describe('a name is decoded by its pattern', () => {
  test.each([
    // As the source writes them.
    ['DRIVER', 'DRIVER', 'driver', null, 'Driver', 'D'],
    ['WOOD3', 'WOOD3', 'wood', 3, '3 wood', '3w'],
    ['WOOD11', 'WOOD11', 'wood', 11, '11 wood', '11w'],
    ['HYBRID4', 'HYBRID4', 'hybrid', 4, '4 hybrid', '4h'],
    ['IRON7', 'IRON7', 'iron', 7, '7 iron', '7i'],
    ['IRON1', 'IRON1', 'iron', 1, '1 iron', '1i'],
    ['WEDGE_PITCHING', 'WEDGE_PITCHING', 'wedge', null, 'Pitching wedge', 'PW'],
    ['WEDGE_GAP', 'WEDGE_GAP', 'wedge', null, 'Gap wedge', 'GW'],
    ['WEDGE_SAND', 'WEDGE_SAND', 'wedge', null, 'Sand wedge', 'SW'],
    ['WEDGE_LOB', 'WEDGE_LOB', 'wedge', null, 'Lob wedge', 'LW'],
    ['WEDGE_50', 'WEDGE_50', 'wedge', null, '50° wedge', '50°'],
    ['PUTTER', 'PUTTER', 'putter', null, 'Putter', 'Pt'],
    ['MIXED', 'MIXED', 'mixed', null, 'Mixed clubs', 'Mix'],
    // As the page writes them.
    ['50WEDGE', 'WEDGE_50', 'wedge', null, '50° wedge', '50°'],
    ['PITCHINGWEDGE', 'WEDGE_PITCHING', 'wedge', null, 'Pitching wedge', 'PW'],
    ['SANDWEDGE', 'WEDGE_SAND', 'wedge', null, 'Sand wedge', 'SW'],
    // In other cases, with blanks, as people write them.
    ['iron 7', 'IRON7', 'iron', 7, '7 iron', '7i'],
    [' 7 Iron ', 'IRON7', 'iron', 7, '7 iron', '7i'],
    ['7i', 'IRON7', 'iron', 7, '7 iron', '7i'],
    ['7', 'IRON7', 'iron', 7, '7 iron', '7i'],
    ['Wedge Pitching', 'WEDGE_PITCHING', 'wedge', null, 'Pitching wedge', 'PW'],
    ['pw', 'WEDGE_PITCHING', 'wedge', null, 'Pitching wedge', 'PW'],
    ['AW', 'WEDGE_GAP', 'wedge', null, 'Gap wedge', 'GW'],
    ['Approach Wedge', 'WEDGE_GAP', 'wedge', null, 'Gap wedge', 'GW'],
    ['56°', 'WEDGE_56', 'wedge', null, '56° wedge', '56°'],
    ['56 deg', 'WEDGE_56', 'wedge', null, '56° wedge', '56°'],
    ['Wedge 54.5', 'WEDGE_54.5', 'wedge', null, '54.5° wedge', '54.5°'],
    ['3-Wood', 'WOOD3', 'wood', 3, '3 wood', '3w'],
    ['1 wood', 'DRIVER', 'driver', null, 'Driver', 'D'],
    ['Hybrid_4', 'HYBRID4', 'hybrid', 4, '4 hybrid', '4h'],
  ])('%s', (written, code, category, number, name, short) => {
    expect(decodeClub(written)).toMatchObject({ code, category, number, name, short })
  })

  test('and its code decodes to itself', () => {
    for (const code of [
      'DRIVER',
      'WOOD3',
      'HYBRID4',
      'IRON7',
      'WEDGE_LOB',
      'WEDGE_54.5',
      'PUTTER',
      'MIXED',
    ]) {
      expect(decodeClub(code)?.code).toBe(code)
    }
  })

  test('a name of no pattern keeps itself, cleaned, and has no kind', () => {
    expect(decodeClub('Chipper no. 2')).toMatchObject({
      code: 'CHIPPER_NO_2',
      category: null,
      name: 'Chipper no 2',
    })
    expect(decodeClub('<b>x</b>')?.code).toBe('B_X_B')
    expect(decodeClub('Eisen sieben')?.category).toBe(null)
    expect(decodeClub('x'.repeat(5000))?.code).toHaveLength(40)
  })

  test.each(['warmup 50', 'M 7', 'IRON99', 'IRON0', 'WOOD60', '30WEDGE', 'WEDGEIRON7'])(
    '%s is no club that is known',
    written => {
      expect(decodeClub(written)?.category).toBe(null)
    },
  )

  test.each([null, '', '   ', '°', '|'])('%j is no name at all', written => {
    expect(decodeClub(written)).toBe(null)
  })

  test('a wedge has the loft in its name, the others a typical one', () => {
    expect(clubOfCode('WEDGE_52').loft_deg).toBe(52)
    expect(clubOfCode('IRON7').loft_deg).toBe(33)
    expect(clubOfCode('WOOD5').loft_deg).toBe(18)
    expect(clubOfCode('CHIPPER').loft_deg).toBe(null)
  })
})

describe('the golfer is asked', () => {
  test.each([null, 'IRON1', 'IRON11', 'HYBRID1', 'WOOD15', 'CHIPPER'])('about %s', code => {
    expect(needsQuestion(code)).toBe(true)
  })

  test.each([
    'DRIVER',
    'WOOD3',
    'WOOD7',
    'HYBRID2',
    'IRON2',
    'IRON9',
    'WEDGE_GAP',
    'WEDGE_60',
    'PUTTER',
    'MIXED',
  ])('not about %s', code => {
    expect(needsQuestion(code)).toBe(false)
  })
})

describe('the bag', () => {
  const bag = (codes: string[]): BagClub[] => codes.map(code => ({ code }))
  const order = (clubs: BagClub[]) => clubs.toSorted(compareClubs).map(club => club.name ?? club.code)

  test('runs from driver to putter, mixed and unknown last', () => {
    const sorted = [
      ...['DRIVER', 'WOOD3', 'WOOD5', 'HYBRID3', 'HYBRID4', 'IRON4', 'IRON9', 'WEDGE_PITCHING', 'WEDGE_48'],
      ...['WEDGE_GAP', 'WEDGE_52', 'WEDGE_SAND', 'WEDGE_LOB', 'PUTTER', 'MIXED', 'CHIPPER'],
    ]
    expect(order(bag(sorted.toReversed()))).toEqual(sorted)
  })

  test("follows the golfer's own lofts and kinds before those of the code", () => {
    const clubs: BagClub[] = [
      { code: 'WEDGE_SAND', loft_deg: 54 },
      { code: 'WEDGE_GAP', loft_deg: 55 },
      { code: 'IRON1', category: 'wedge', loft_deg: 47 },
      { code: null, name: 'Old niblick', category: 'iron', loft_deg: 36 },
      { code: 'IRON7' },
      { code: 'IRON8' },
    ]
    expect(order(clubs)).toEqual(['IRON7', 'Old niblick', 'IRON8', 'IRON1', 'WEDGE_SAND', 'WEDGE_GAP'])
  })

  test('two clubs of one loft keep one order on every device', () => {
    const clubs: BagClub[] = [
      { code: null, name: 'b', category: 'iron', loft_deg: 30 },
      { code: null, name: 'a', category: 'iron', loft_deg: 30 },
    ]
    expect(order(clubs)).toEqual(order(clubs.toReversed()))
  })
})

test("a club's id holds its code", () => {
  expect(codeOfClubId('code:IRON7')).toBe('IRON7')
  expect(codeOfClubId('0198c5f0-7c1e')).toBe(null)
})
