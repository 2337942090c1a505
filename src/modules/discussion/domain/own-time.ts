/** How long an author may edit and delete a post, and add files to it: docs/rules.md 6. */
export const changeableMinutes = 30

/** Until when; `now` before it. */
export function changeableUntil(postedAt: Date): Date {
  return new Date(postedAt.getTime() + changeableMinutes * 60_000)
}

export function isStillChangeable(postedAt: Date, now: Date): boolean {
  return now.getTime() < changeableUntil(postedAt).getTime()
}
