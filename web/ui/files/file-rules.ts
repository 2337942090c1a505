import { countCharacters } from '../form/characters.ts'

/** What a file must keep to before it is sent; the server checks the same. 1 GB is 2^30 bytes. */
export const maxFileBytes = 2 ** 30
export const maxNameLength = 200
/** Files in one batch; more are queued and follow by themselves. */
export const batchSize = 25

export type Refusal = { what: string; advice: string }

/** Why a file cannot be uploaded, and what to do instead; null when it can. */
export function refusalOf(file: { name: string; size: number }): Refusal | null {
  if (file.size > maxFileBytes) return { what: 'This file is larger than 1 GB, so it was not uploaded.', advice: 'Compress it (ZIP), split it into parts below 1 GB, or give a file-sharing link below.' }
  if (countCharacters(file.name) > maxNameLength) return { what: `The name of this file is longer than ${String(maxNameLength)} characters, so it was not uploaded.`, advice: 'Give it a shorter name and choose it again.' }
  return null
}

/** "226 KB", "3.1 MB", "2.4 GB": as people's own file lists say it. */
export function sizeWords(bytes: number): string {
  const units = ['bytes', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024
    unit += 1
  }
  const shown = unit === 0 || value >= 10 ? Math.round(value) : Math.round(value * 10) / 10
  return `${shown.toLocaleString('en-US')} ${units[unit] ?? ''}`
}

/** "63%, 403 of 640 MB, 2.1 MB/s, about 2 minutes left" */
export function progressWords(sent: number, total: number, bytesPerSecond: number): string {
  const percent = total === 0 ? 100 : Math.floor((sent / total) * 100)
  const parts = [`${String(percent)}%`, `${sizeWords(sent)} of ${sizeWords(total)}`]
  if (bytesPerSecond > 0) parts.push(`${sizeWords(bytesPerSecond)}/s`, timeLeft((total - sent) / bytesPerSecond))
  return parts.join(', ')
}

function timeLeft(seconds: number): string {
  if (seconds < 60) return 'less than a minute left'
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'about 1 minute left' : `about ${String(minutes)} minutes left`
  const hours = Math.round(minutes / 60)
  return hours === 1 ? 'about 1 hour left' : `about ${String(hours)} hours left`
}
