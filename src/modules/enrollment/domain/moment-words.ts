/** "November 23, 2026", as a reader in this zone says it. */
export function dayWords(zone: string, instant: Date): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'long' }).format(instant)
}
