import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'

export type NmlsContact = EnrollmentStatus['nmlsContacts'][number]
export const contactWords = { contact_person: 'NMLS Contact Person', complaints_contact: 'NMLS Complaints Contact' } as const satisfies Record<NmlsContact['kind'], string>

/** What the fields of the first user hold before anybody typed. */
export const nobodyYet = { name: '', title: '', email: '', phone: '' }

export function firstUserFrom(contact: NmlsContact): typeof nobodyYet {
  return { name: contact.name, title: contact.title ?? '', email: contact.email ?? '', phone: contact.phone ?? '' }
}
