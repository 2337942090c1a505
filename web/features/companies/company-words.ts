/** Counts end at 1,000: beyond, nobody counts. */
export function countWords(count: number): string {
  return count >= 1000 ? '1,000+' : String(count)
}

export const contactWords = { contact_person: 'NMLS Contact Person', complaints_contact: 'NMLS Complaints Contact' } as const

const roleWords: Readonly<Record<string, string>> = { account_administrator: 'Account Administrator', leader: 'Leader', contributor: 'Contributor', third_party: 'Third-party', manage: 'Complaints: Manage', view: 'Complaints: View only' }

export function rolesOf({ systemRoles, complaintsRole }: { systemRoles: readonly string[]; complaintsRole: string | null }): string {
  return [...systemRoles, ...(complaintsRole ? [complaintsRole] : [])].map((role) => roleWords[role] ?? role).join(', ')
}

/** Only web addresses become links: the directory's text is not trusted to be one. */
export function webAddress(text: string): string | null {
  if (/^https?:\/\//i.test(text)) return URL.canParse(text) ? text : null
  return /^[\w-]+(\.[\w-]+)+$/.test(text) ? `https://${text}` : null
}
