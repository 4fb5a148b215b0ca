import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareValues } from '../../../shared/sync/merge.ts'
import { mergeEnds } from './mergeEnds.ts'

const ends = (links: Record<string, string>) =>
  Object.fromEntries([...mergeEnds(new Map(Object.entries(links)))].sort())

describe('merged rows end', () => {
  test('where their chain ends, though its end is not here yet', () => {
    expect(ends({ a: 'b', b: 'c', x: 'c' })).toEqual({ a: 'c', b: 'c', x: 'c' })
  })

  test('in a cycle at its smallest id, which ends in itself', () => {
    expect(ends({ b: 'c', c: 'a', a: 'b' })).toEqual({ b: 'a', c: 'a' })
  })

  test('in a cycle that a chain leads into', () => {
    expect(ends({ x: 'y', y: 'c', c: 'b', b: 'c' })).toEqual({ x: 'b', y: 'b', c: 'b' })
  })

  test('in themselves where they name themselves', () => {
    expect(ends({ a: 'a', b: 'a' })).toEqual({ b: 'a' })
  })
})

const ids = fc.constantFrom('a', 'b', 'c', 'd', 'é', '😀', 'code:IRON7')
const links = fc.uniqueArray(fc.tuple(ids, ids), { selector: ([id]) => id })

test('the order in which the links come changes nothing: all devices end alike', () => {
  fc.assert(
    fc.property(links, list => {
      const one = mergeEnds(new Map(list))
      const other = mergeEnds(new Map([...list].reverse()))
      expect(new Map([...one].sort())).toEqual(new Map([...other].sort()))
    }),
  )
})

test('an end ends nowhere else, and all of a chain end as one', () => {
  fc.assert(
    fc.property(links, list => {
      const result = mergeEnds(new Map(list))
      for (const end of result.values()) expect(result.has(end)).toBe(false)
      for (const [id, into] of list) expect(result.get(id) ?? id).toBe(result.get(into) ?? into)
    }),
  )
})

test('a row that is its own end stands in no cycle, or is its smallest', () => {
  fc.assert(
    fc.property(links, list => {
      const into = new Map(list)
      const result = mergeEnds(into)
      for (const [id] of list) {
        if (result.has(id)) continue
        let [at, steps] = [into.get(id), 0]
        while (at !== undefined && at !== id && steps++ < list.length) {
          expect(compareValues(id, at)).toBeLessThan(0)
          at = into.get(at)
        }
        expect(at).toBe(id)
      }
    }),
  )
})
