/** What to do about an upload that broke off. */
export type AfterBreak = { then: 'again'; seconds: number } | { then: 'sign-in' } | { then: 'give-up' }

const longest = 60

/**
 * @param status of the server's answer; null where none came
 * @param attempt how often in a row it broke off without a byte more arriving, from 1
 * @param retryAfter seconds that the server asks for
 */
export function afterBreak(status: number | null, attempt: number, retryAfter: number | null = null): AfterBreak {
  if (status === 401) return { then: 'sign-in' }
  const passes = status === null || status >= 500 || [408, 409, 423, 425, 429].includes(status)
  // 409: two requests for one upload crossed; a server that says so again and again means it.
  if (!passes || (status === 409 && attempt > 3) || (status !== null && status >= 500 && attempt > 12)) return { then: 'give-up' }
  return { then: 'again', seconds: Math.max(retryAfter ?? 0, Math.min(longest, 2 ** (attempt - 1))) }
}

/** A speed that does not jump: the newest seconds count most. Both in bytes per second; 0 before the first. */
export function smoothed(before: number, now: number, seconds: number): number {
  if (before === 0) return now
  const weight = 1 - Math.exp(-seconds / 5)
  return before + (now - before) * weight
}
