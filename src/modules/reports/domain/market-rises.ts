/**
 * Which companies or issues had unusually many complaints in the last full month (docs/rules.md 7).
 *
 * Each one's last month is held against its twelve months before, beside what all the others did in the same months: where
 * the whole market has a busy October, nobody is unusual for it. Given how many complaints one had in the thirteen months,
 * and how many all had in each, the number in the last month follows the hypergeometric distribution if nothing special
 * happened (Fisher's exact test, one-sided). Counts that always went up and down more than chance alone explains are
 * divided by that surplus before. As many are looked at, some would look unusual by chance: Benjamini and Hochberg's
 * procedure keeps the share of such false alarms low.
 */
export type Counted<Key> = {
  key: Key
  /** Complaints by month, the oldest first; the last is the month that is judged. */
  months: readonly number[]
}

export type Rise<Key> = {
  key: Key
  count: number
  /** By month, the twelve before. */
  usual: number
  /** What the month should have brought, given what the others' did. */
  expected: number
  /** That chance alone brings so many or more. */
  chance: number
  months: readonly number[]
}

/** Fewer in a month are no rise worth a person's time, whatever their chance. */
export const leastCount = 10
/** Nor is less than half as many again as expected, or as its own usual month brought. */
export const leastTimes = 1.5
/** Of what is pointed out, at most this share is to be expected to be chance. */
export const falseAlarms = 0.01

/**
 * @param counted those with fewer than `leastCount` in the last month may be left out
 * @param everybody what the whole market had in the same months, the ones looked at included
 * @param lookedAt how many there are, those left out included: the more are looked at, the more chance brings
 * @returns the rises, the least likely first
 */
export function marketRises<Key>(counted: readonly Counted<Key>[], everybody: readonly number[], lookedAt = counted.length): Rise<Key>[] {
  const all = { last: everybody.at(-1) ?? 0, before: sum(everybody.slice(0, -1)) }
  const candidates = counted.map(({ key, months }) => judge(key, months, everybody, all)).sort((a, b) => a.chance - b.chance)
  const most = lastBelow(candidates.map(({ chance }) => chance), falseAlarms, lookedAt)
  return candidates.slice(0, most).filter(isWorthSaying)
}

function isWorthSaying({ count, expected, usual }: Rise<unknown>): boolean {
  return count >= leastCount && count >= leastTimes * Math.max(expected, usual)
}

function judge<Key>(key: Key, months: readonly number[], everybody: readonly number[], all: { last: number; before: number }): Rise<Key> {
  const count = months.at(-1) ?? 0
  const before = sum(months.slice(0, -1))
  // What the others' months say: one that is large moves the whole market itself.
  const others = { last: all.last - count, before: all.before - before }
  const expected = others.before > 0 ? (before * others.last) / others.before : before / Math.max(1, months.length - 1)
  const surplus = surplusVariation(months, everybody)
  const [drawn, kept] = [Math.floor(count / surplus), Math.ceil(before / surplus)]
  // Nobody else to hold it against: no judgement.
  const comparable = others.before > 0
  return { key, count, usual: before / Math.max(1, months.length - 1), expected, chance: comparable ? upperTail(drawn, drawn + kept, others.last + drawn, others.last + others.before + drawn + kept) : 1, months }
}

/** How much more than chance alone the months before went up and down around their share of the market: at least 1. */
export function surplusVariation(months: readonly number[], everybody: readonly number[]): number {
  const before = months.slice(0, -1)
  const own = sum(before)
  const all = sum(everybody.slice(0, -1))
  const degrees = before.length - 1
  if (own === 0 || all === 0 || degrees < 1) return 1
  const surplus = before.reduce((total, count, index) => {
    const expected = (own * (everybody[index] ?? 0)) / all
    return expected > 0 ? total + (count - expected) ** 2 / expected : total
  }, 0)
  return Math.max(1, surplus / degrees)
}

/**
 * That of `drawn` taken from `population`, of which `marked` are marked, at least `count` are marked: here, that of a
 * company's complaints at least `count` fell into the last month.
 */
export function upperTail(count: number, drawn: number, marked: number, population: number): number {
  const lowest = Math.max(0, drawn + marked - population)
  const highest = Math.min(drawn, marked)
  if (count <= lowest) return 1
  if (count > highest) return 0
  let term = Math.exp(logChoose(marked, count) + logChoose(population - marked, drawn - count) - logChoose(population, drawn))
  let total = term
  for (let k = count; k < highest && term > total * 1e-15; k += 1) {
    term *= ((marked - k) * (drawn - k)) / ((k + 1) * (population - marked - drawn + k + 1))
    total += term
  }
  return Math.min(1, total)
}

/** Benjamini and Hochberg: how many of the sorted chances, from the smallest on, stand out while at most `share` of them are false. */
function lastBelow(sorted: readonly number[], share: number, of: number): number {
  return sorted.findLastIndex((chance, index) => chance <= (share * (index + 1)) / of) + 1
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}

/** Exact for small numbers; Stirling's series beyond, to about 12 digits. */
function logFactorial(n: number): number {
  if (n < small.length) return small[n] ?? 0
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5)
}

const small = Array.from({ length: 64 }, (_, n) => Array.from({ length: n }, (_unused, k) => Math.log(k + 1)).reduce((total, part) => total + part, 0))

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** "less than 1 in 10,000": a chance as people say it, never smaller than 1 in a million. */
export function chanceWords(chance: number): string {
  const steps = [1_000_000, 100_000, 10_000, 1000, 100]
  const step = steps.find((one) => chance < 1 / one)
  return step === undefined ? `about 1 in ${String(Math.max(1, Math.round(1 / chance)))}` : `less than 1 in ${step.toLocaleString('en-US')}`
}
