import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chanceWords, leastCount, marketRises, surplusVariation, upperTail, type Counted } from './market-rises.ts'

const flat = (monthly: number, last: number): number[] => [...Array.from({ length: 12 }, () => monthly), last]
const everyoneOf = (counted: readonly Counted<string>[]) => Array.from({ length: 13 }, (_, month) => counted.reduce((total, { months }) => total + (months[month] ?? 0), 0))
const risesOf = (counted: readonly Counted<string>[]) => marketRises(counted, everyoneOf(counted))
const quiet = (n: number): Counted<string>[] => Array.from({ length: n }, (_, i) => ({ key: `quiet ${String(i)}`, months: flat(20, 20) }))

describe('the chance', () => {
  test('is that of the textbooks', () => {
    // The lady tasting tea: all four cups right of eight.
    expect(upperTail(4, 4, 4, 8)).toBeCloseTo(1 / 70, 12)
    expect(upperTail(3, 4, 4, 8)).toBeCloseTo(17 / 70, 12)
    // Aces in a hand of five cards.
    expect(upperTail(1, 5, 4, 52)).toBeCloseTo(0.341158, 6)
    expect(upperTail(2, 5, 4, 52)).toBeCloseTo(0.041684, 6)
    expect(upperTail(0, 5, 4, 52)).toBe(1)
    expect(upperTail(5, 5, 4, 52)).toBe(0)
  })

  test('is summed whole, also where counts are large', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 200 }), (drawn, marked, more) => {
      const population = Math.max(drawn, marked) + more
      const single = (k: number) => upperTail(k, drawn, marked, population) - upperTail(k + 1, drawn, marked, population)
      const mean = Array.from({ length: drawn + 1 }, (_, k) => k * single(k)).reduce((a, b) => a + b, 0)
      expect(mean).toBeCloseTo((drawn * marked) / population, 6)
    }))
    // 10,000 of a million drawn, 8 % marked: 900 are four standard deviations above 800 (normal: about 1 in 10,000).
    const chance = upperTail(900, 10_000, 80_000, 1_000_000)
    expect(chance).toBeGreaterThan(0.00008)
    expect(chance).toBeLessThan(0.0002)
  })

  test('is told in words', () => {
    expect(chanceWords(0.00003)).toBe('less than 1 in 10,000')
    expect(chanceWords(0)).toBe('less than 1 in 1,000,000')
    expect(chanceWords(0.04)).toBe('about 1 in 25')
  })
})

test('41 complaints after 14 a month are pointed out, with what they are held against', () => {
  const [rise, ...others] = risesOf([...quiet(200), { key: 'Harborview', months: flat(14, 41) }])
  expect(others).toEqual([])
  expect(rise).toMatchObject({ key: 'Harborview', count: 41, usual: 14 })
  expect(rise?.expected).toBeCloseTo(14, 5)
  expect(rise?.chance).toBeLessThan(0.0001)
})

test('a month that is busy for everybody makes nobody unusual, and a fall of all others is no rise of a steady one', () => {
  expect(risesOf(Array.from({ length: 200 }, (_, i) => ({ key: String(i), months: flat(20, 40) })))).toEqual([])
  const steady = { key: 'steady', months: flat(40, 40) }
  expect(risesOf([...Array.from({ length: 200 }, (_, i) => ({ key: String(i), months: flat(40, 20) })), steady])).toEqual([])
})

test('one that is most of the market is judged by the others, not by itself', () => {
  expect(risesOf([...quiet(20), { key: 'giant', months: flat(2000, 4000) }]).map(({ key }) => key)).toEqual(['giant'])
})

test('few complaints and small rises are not pointed out; many of one that had none before are', () => {
  expect(risesOf([...quiet(200), { key: 'few', months: flat(0.25, leastCount - 1) }])).toEqual([])
  expect(risesOf([...quiet(2000), { key: 'large', months: flat(10_000, 12_000) }])).toEqual([])
  expect(risesOf([...quiet(200), { key: 'new', months: flat(0, 60) }])).toMatchObject([{ key: 'new', count: 60, usual: 0 }])
  expect(marketRises([], [])).toEqual([])
  expect(risesOf([{ key: 'alone', months: flat(10, 100) }]), 'nobody to hold it against').toEqual([])
})

test('what always goes up and down is not unusual for it', () => {
  const restless = { key: 'restless', months: [2, 60, 5, 40, 1, 55, 8, 50, 3, 45, 2, 57, 62] }
  expect(surplusVariation(restless.months, everyoneOf([...quiet(200), restless]))).toBeGreaterThan(10)
  expect(risesOf([...quiet(200), restless])).toEqual([])
})

test('complaints spread over companies and months at random raise an alarm in few of many months', () => {
  let alarms = 0
  const runs = 200
  fc.assert(
    fc.property(fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })), fc.integer({ min: 5, max: 120 }), (stream, companies) => {
      const counted = Array.from({ length: companies }, (_, i) => ({ key: String(i), months: Array.from({ length: 13 }, () => 0) }))
      for (let n = 0; n < companies * 13 * 8; n += 1) {
        // Companies of unequal size, months alike.
        const company = counted[Math.floor(Number(stream.next().value) ** 2 * companies)]
        const month = Math.floor(Number(stream.next().value) * 13)
        if (company) company.months[month] = (company.months[month] ?? 0) + 1
      }
      if (risesOf(counted).length > 0) alarms += 1
    }),
    { numRuns: runs, seed: 20_261_122, endOnFailure: true },
  )
  expect(alarms).toBeLessThanOrEqual(runs * 0.05)
})
