/** How long a session holds. In milliseconds. */
const minute = 60_000
export const idleTime = 30 * minute
export const totalTime = 12 * 60 * minute
/** Between the password and the code. */
export const passwordTime = 10 * minute
/** The time of the last use is written at most so often. */
const touchEvery = minute

export type SessionTimes = { createdAt: Date; lastActiveAt: Date; endedAt: Date | null }

/** 30 minutes without use or 12 hours in all, or signed out: it has ended. */
export function hasEnded(session: SessionTimes, now: Date): boolean {
  return session.endedAt !== null || now.getTime() - session.lastActiveAt.getTime() >= idleTime || now.getTime() - session.createdAt.getTime() >= totalTime
}

/** Is this use of the session to be written down? What a page does by itself in the background is no use. */
export function countsAsUse(session: SessionTimes, now: Date, background: boolean): boolean {
  return !background && now.getTime() - session.lastActiveAt.getTime() >= touchEvery
}

export function endsAt(session: SessionTimes): Date {
  return new Date(session.createdAt.getTime() + totalTime)
}

/** When it ends if it is not used again: never after its whole time. */
export function idleEndsAt(session: SessionTimes, lastActiveAt: Date): Date {
  return new Date(Math.min(lastActiveAt.getTime() + idleTime, endsAt(session).getTime()))
}
