import { timeWords } from '../../../kernel/time-words.ts'

/** Values as paper says them, in the reader's own zone. */
export type PrintWords = ReturnType<typeof printWords>

export function printWords(zone: string) {
  const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: zone })
  const calendar = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
  return {
    /** "2026-11-23" → "Nov 23, 2026" */
    date: (date: string | null) => (date === null ? '' : calendar.format(new Date(`${date}T00:00:00Z`))),
    day: (instant: Date | string | null) => (instant === null ? '' : dates.format(new Date(instant))),
    time: (instant: Date | string | null) => (instant === null ? '' : `${dates.format(new Date(instant))}, ${timeWords(instant, zone)}`),
    money: (amount: string | null) => (amount === null ? '' : `$${Number(amount).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`),
    /** "in_progress" → "In progress" */
    plain: (code: string | null) => (code === null ? '' : code.charAt(0).toUpperCase() + code.slice(1).replaceAll('_', ' ')),
    size: (bytes: string | number) => sizeWords(Number(bytes)),
  }
}

function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${String(bytes)} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} kB`
  return `${(bytes / (1024 * 1024)).toFixed(1)} MB`
}
