import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'

/** Somebody who may be the first user; `known` says whence the agency knows them. */
export type KnownContact = { known: string; name: string; title: string | null; email: string | null; phone: string | null }
const nmlsWords = { contact_person: 'NMLS Contact Person', complaints_contact: 'NMLS Complaints Contact' } as const satisfies Record<EnrollmentStatus['nmlsContacts'][number]['kind'], string>

/** The contacts filed in NMLS, and whom the own agency named when it asked for the company's account. */
export function knownContacts({ nmlsContacts, requestContact }: EnrollmentStatus): KnownContact[] {
  return [
    ...nmlsContacts.map(({ kind, ...contact }) => ({ known: nmlsWords[kind], ...contact })),
    ...(requestContact === null ? [] : [{ known: 'Named in the request for this account', ...requestContact }]),
  ]
}

/** What the fields of the first user hold before anybody typed. */
export const nobodyYet = { name: '', title: '', email: '', phone: '' }

export function firstUserFrom(contact: KnownContact): typeof nobodyYet {
  return { name: contact.name, title: contact.title ?? '', email: contact.email ?? '', phone: contact.phone ?? '' }
}
