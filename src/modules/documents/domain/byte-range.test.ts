import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRange } from './byte-range.ts'

test.each([
  [undefined, 10, { kind: 'all' }],
  ['bytes=0-4', 10, { kind: 'part', first: 0, last: 4 }],
  ['bytes=5-', 10, { kind: 'part', first: 5, last: 9 }],
  ['bytes=-3', 10, { kind: 'part', first: 7, last: 9 }],
  ['bytes=-30', 10, { kind: 'part', first: 0, last: 9 }],
  ['bytes=0-99', 10, { kind: 'part', first: 0, last: 9 }],
  ['bytes=10-', 10, { kind: 'unsatisfiable' }],
  ['bytes=-0', 10, { kind: 'unsatisfiable' }],
  ['bytes=0-0', 0, { kind: 'unsatisfiable' }],
  ['bytes=4-2', 10, { kind: 'all' }],
  ['bytes=0-1,4-5', 10, { kind: 'all' }],
  ['lines=1-2', 10, { kind: 'all' }],
])('%s of %d bytes', (header, size, asked) => {
  expect(readRange(header, size)).toEqual(asked)
})

test('a part always lies within the file', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.option(fc.nat()), fc.option(fc.nat()), (junk, size, from, to) => {
      for (const header of [junk, `bytes=${String(from ?? '')}-${String(to ?? '')}`]) {
        const asked = readRange(header, size)
        if (asked.kind !== 'part') continue
        expect(asked.first).toBeGreaterThanOrEqual(0)
        expect(asked.first).toBeLessThanOrEqual(asked.last)
        expect(asked.last).toBeLessThan(size)
      }
    }),
  )
})
