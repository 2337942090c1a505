const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Pauses after the first, second … failed attempt: a little over three days in all. In milliseconds. */
export const pauses = [10_000, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 15 * hour, 18 * hour, 22 * hour] as const

/** A delivery is given up, and an address that failed all the time is switched off, after this long. */
export const longestFailing = 3 * day
/** The log forgets after this long. */
export const kept = 30 * day
/** Whoever took a delivery and did not say how it ended by then was killed: longer than an attempt can last. */
export const claimFor = minute
/** An address that fails is tried by one delivery at a time; the others wait, at most this long after each failure. */
const longestQuiet = 30 * minute

/** When the delivery is tried again; null: it is given up. */
export function nextTry(now: Date, failed: number, tryUntil: Date): Date | null {
  const pause = pauses[failed - 1]
  if (pause === undefined || now >= tryUntil) return null
  return new Date(now.getTime() + pause)
}

export function quietUntil(now: Date, failures: number): Date {
  return new Date(now.getTime() + Math.min(longestQuiet, pauses[Math.min(failures, pauses.length) - 1] ?? longestQuiet))
}

export function mustSwitchOff(now: Date, failingSince: Date): boolean {
  return now.getTime() - failingSince.getTime() >= longestFailing
}
