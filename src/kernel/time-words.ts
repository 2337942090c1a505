/** "4:41 pm", on pages and on paper alike. Without a zone, that of the machine. */
export function timeWords(instant: string | Date, zone?: string): string {
  return inLetters(formatterOf(zone).format(new Date(instant)))
}

/** "4:41 pm EST": for whoever reads it elsewhere. */
export function timeInZone(instant: string | Date, zone: string): string {
  return inLetters(new Date(instant).toLocaleTimeString('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }))
}

/** "November 22, 2026 at 4:41 pm EST" */
export function momentInZone(instant: string | Date, zone: string): string {
  return `${new Date(instant).toLocaleDateString('en-US', { timeZone: zone, dateStyle: 'long' })} at ${timeInZone(instant, zone)}`
}

function inLetters(time: string): string {
  return time.replace(/\s/g, ' ').replace('AM', 'am').replace('PM', 'pm')
}

// Making one costs a hundred times what using it costs, and a printed record asks for each of its entries.
const formatters = new Map<string | undefined, Intl.DateTimeFormat>()

function formatterOf(zone: string | undefined): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit' })
  formatters.set(zone, made)
  return made
}
