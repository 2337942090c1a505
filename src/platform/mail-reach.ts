/** Mail servers give up within five days and then say so: an address written to longer ago than this, without a report since, was reached. */
export const daysUntilReached = 6
