import { maxNameCharacters } from './limits.ts'

// Bidirectional controls can make "gpj.exe" read as "exe.jpg"; the others have no shape or break lines.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/gu
// Windows keeps these names for devices, with any extension.
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i
const longestExtension = 20

/** The uploader's own spelling, for display: only what cannot be seen is taken out. */
export function displayName(name: string): string {
  const seen = name.toWellFormed().replace(unseen, '').trim()
  return seen === '' ? 'file' : cut(seen)
}

/**
 * The name for storage and download: a name that every system can save and none can take for a path.
 * At most 200 characters, never empty, and the same when done again.
 */
export function safeName(name: string): string {
  let before = name
  let after = once(before)
  // Taking something out can bring together what belongs together, so until nothing changes; each round only
  // composes or shortens, hence this ends.
  while (after !== before) {
    before = after
    after = once(before)
  }
  return after
}

function once(name: string): string {
  const visible = name.toWellFormed().replace(unseen, '').normalize('NFC')
  const last = visible.split(/[\\/]/).findLast((part) => part.trim() !== '') ?? ''
  const plain = withoutEnds(last.replace(/[<>:"|?*]/g, '_').replace(/\s+/g, ' '))
  if (plain === '') return 'file'
  return withoutEnds(cut(plain.replace(reserved, '_$&')))
}

/** Windows drops spaces and dots at the end, so that two names would be one. */
function withoutEnds(name: string): string {
  return name.replace(/^\s+/, '').replace(/[\s.]+$/, '')
}

/** At most 200 characters, its extension kept. */
function cut(name: string): string {
  const characters = Array.from(name)
  if (characters.length <= maxNameCharacters) return name
  const extension = Array.from(/\.[^.\s]+$/.exec(name)?.[0] ?? '')
  const kept = extension.length <= longestExtension ? extension : []
  return [...characters.slice(0, maxNameCharacters - kept.length), ...kept].join('')
}

/** "Report.PDF" → "pdf"; '' without one. */
export function extensionOf(name: string): string {
  return /[^.]\.([^.\s]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
}
