/** "November 23, 2026", as a reader in this zone says it. */
export function dayWords(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'long' }).format(instant)
}

/** "10:05 AM EST" */
export function timeWords(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, hour: 'numeric', minute: '2-digit', timeZoneName: 'short' }).format(instant)
}
