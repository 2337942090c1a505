import { addDays } from '../../../kernel/calendar.ts'
import type { Days } from './period.ts'

/** How long open complaints have been open, in calendar days; the key is the least number. */
export const ageBands = [
  { key: '0', most: 15, words: '0 to 15 days' },
  { key: '16', most: 30, words: '16 to 30 days' },
  { key: '31', most: 60, words: '31 to 60 days' },
  { key: '61', most: 90, words: '61 to 90 days' },
  { key: '91', most: 180, words: '91 to 180 days' },
  { key: '181', most: null, words: 'Over 180 days' },
] as const

/** When complaints of a band were received. */
export function receivedIn(key: string, today: string): Days {
  const band = ageBands.find((one) => one.key === key)
  if (band === undefined) return { from: null, to: null }
  return { from: band.most === null ? null : addDays(today, -band.most), to: band.key === '0' ? null : addDays(today, -Number(band.key)) }
}
