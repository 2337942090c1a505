import { countCharacters } from '../../../kernel/text.ts'

/** Limits for files: docs/rules.md 10. Sizes are in bytes. */
export const maxFileBytes = 2 ** 30
export const maxNameCharacters = 200

export const purposes = ['complaint', 'introduction', 'request', 'send_back', 'response', 'closure', 'cancellation', 'research', 'agent_location', 'letter', 'discussion'] as const
export type Purpose = (typeof purposes)[number]
/** What people upload; the PDF of a letter is made by the system. */
export const uploadPurposes = ['complaint', 'introduction', 'request', 'send_back', 'response', 'closure', 'cancellation', 'research', 'agent_location', 'discussion'] as const satisfies readonly Purpose[]

const advice = 'Put it into a ZIP file, split it into parts, or give a file-sharing link instead.'

/** Why a file of this size is not taken, or null. */
export function sizeProblem(bytes: number): string | null {
  if (bytes <= maxFileBytes) return null
  const gigabytes = (Math.ceil((bytes / maxFileBytes) * 100) / 100).toLocaleString('en-US')
  return `A file has at most 1 GB; this one has ${gigabytes} GB. ${advice}`
}

/** Why a file of this name is not taken, or null. The extension counts. */
export function nameProblem(name: string): string | null {
  const count = countCharacters(name)
  if (name.trim() === '') return 'The file needs a name.'
  if (count <= maxNameCharacters) return null
  return `A file name has at most ${String(maxNameCharacters)} characters, its extension included; this one has ${count.toLocaleString('en-US')}. Rename the file and add it again.`
}
