import type { AgencyFacts, Facts, PersonFact } from './facts.ts'

/**
 * Who of each side may be told. Complaint Viewers and View-only company users are told of nothing
 * (docs/rules.md 1); a Company POC or Complaints Contact who no longer holds Manage counts as none.
 */

export function supervisors(facts: { agency: AgencyFacts }): PersonFact[] {
  return facts.agency.people.filter((person) => person.complaintsRole === 'supervisor')
}

/** All Supervisors and Managers. */
export function handlersOf(agency: AgencyFacts): PersonFact[] {
  return agency.people.filter((person) => person.complaintsRole === 'supervisor' || person.complaintsRole === 'manager')
}

/** Supervisors and Managers among these users. */
export function ofAgency(facts: { agency: AgencyFacts }, userIds: readonly (string | null)[]): PersonFact[] {
  return handlersOf(facts.agency).filter((person) => userIds.includes(person.id))
}

/** Whoever handles the complaint at the agency: its POC, or while there is none, the Supervisors. */
export function agencyHandlers(facts: Facts): PersonFact[] {
  const poc = ofAgency(facts, [facts.complaint.agencyPocId])
  return poc.length > 0 ? poc : supervisors(facts)
}

export function companyPoc(facts: Facts): PersonFact | null {
  return manager(facts, facts.company?.pocId ?? null)
}

export function complaintsContact(facts: Facts): PersonFact | null {
  return manager(facts, facts.company?.complaintsContactId ?? null)
}

export function companyAdministrators(facts: Facts): PersonFact[] {
  return facts.company?.people.filter((person) => person.administers) ?? []
}

/** Those who may assign the Company POC. */
export function assigners(facts: Facts): PersonFact[] {
  const contact = complaintsContact(facts)
  const administrators = companyAdministrators(facts)
  return contact === null || administrators.some((person) => person.id === contact.id) ? administrators : [contact, ...administrators]
}

export type CompanyAudience = { people: PersonFact[]; mailTo: PersonFact[]; addresses: string[] }

/**
 * Whom to tell at the company: the Company POC, else the Complaints Contact and the extra addresses; where there is
 * no contact either, the Account Administrators, so that somebody hears of it. A company whose enrollment is not
 * complete cannot open the complaint, so it is told nothing of it.
 */
export function companyAudience(facts: Facts): CompanyAudience {
  if (facts.company?.enrolled === false) return { people: [], mailTo: [], addresses: [] }
  const poc = companyPoc(facts)
  if (poc !== null) return { people: [poc], mailTo: [poc], addresses: [] }
  const contact = complaintsContact(facts)
  const people = contact === null ? companyAdministrators(facts) : [contact]
  return { people, mailTo: people, addresses: facts.company?.extraAddresses ?? [] }
}

/** Those of these users who hold Manage. */
export function managers(facts: Facts, userIds: readonly string[]): PersonFact[] {
  return facts.company?.people.filter((person) => person.complaintsRole === 'manage' && userIds.includes(person.id)) ?? []
}

function manager(facts: Facts, userId: string | null): PersonFact | null {
  return facts.company?.people.find((person) => person.id === userId && person.complaintsRole === 'manage') ?? null
}
