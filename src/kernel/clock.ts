/** Where the time comes from, so that a test can set it. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

/** The calendar date ("2026-11-23") at an instant in an IANA time zone. */
export function dateIn(zone: string, instant: Date): string {
  return formatterOf(zone).format(instant)
}

// Making one costs a hundred times what using it costs, and a list asks for each of its lines.
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  // The Swedish locale writes ISO dates.
  const made = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' })
  formatters.set(zone, made)
  return made
}
