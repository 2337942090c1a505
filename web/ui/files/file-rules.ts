import { maxNameCharacters, nameProblem, sizeProblem } from '#src/modules/documents/domain/limits.ts'
import { countCharacters } from '../form/characters.ts'

/** Files in one batch; more are queued and follow by themselves. */
export const batchSize = 25

/** Why a file cannot be uploaded, and what to do instead; null when it can. The server checks the same (docs/rules.md 10). */
export function refusalOf(file: { name: string; size: number }): string | null {
  return sizeProblem(file.size) ?? nameProblem(file.name)
}

/** The name that is sent: with its folders where they fit into a name, else with the inner ones of them. */
export function sentName(path: string): string {
  const parts = path.split('/').filter((part) => part !== '')
  while (parts.length > 1 && countCharacters(parts.join('/')) > maxNameCharacters) parts.shift()
  return parts.join('/')
}

/** What systems put into folders for themselves: nobody means to give it. A file that was chosen by itself is meant. */
export function isHidden(path: string): boolean {
  const parts = path.split('/').filter((part) => part !== '')
  return parts.length > 1 && (parts.some((part) => part.startsWith('.') || part === '__MACOSX') || /^(thumbs\.db|desktop\.ini)$/i.test(parts.at(-1) ?? ''))
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
